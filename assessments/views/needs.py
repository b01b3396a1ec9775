"""What is asked upwards, and its answers."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.development.needs import Answered, answer, asked_of, digest, levels_above
from assessments.forms.actions import changed
from assessments.forms.needs import AnswerForm, NeedForm
from assessments.models import Action, Need
from assessments.views.actions import action_kept
from portal import audit
from portal.access import Request, organisation_of, require
from portal.asking import posted
from portal.days import today
from portal.terms import HUVUDMAN_ROLES, Level, Role
from portal.verbs import Verb


@require_safe
def needs(request: Request, organisation: str) -> HttpResponse:
    here = organisation_of(request, organisation)
    require(not request.roles.isdisjoint({*HUVUDMAN_ROLES, Role.REKTOR}))
    found = asked_of(request.user, here).select_related("action__unit", "answer")
    context = {
        "waiting": found.filter(answered_on=None),
        "answered": found.filter(answered_on__isnull=False).order_by("-answered_on", "-pk"),
    }
    return render(request, "assessments/needs/needs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def need_create(request: Request, organisation: str, pk: int) -> HttpResponse:
    organisation_of(request, organisation)
    action = action_kept(request, pk)
    levels = levels_above(action)
    require(bool(levels))
    form = NeedForm(levels, posted(request))
    if request.method == "POST" and form.is_valid():
        need = Need(action=action, asked_on=today(), created_by=request.user, **form.cleaned_data)
        with transaction.atomic():
            need.save()
            audit.record(request, Verb.NEED_ASKED, action, request.organisation)
        messages.success(request, _("Behovet är skickat. Svaret visas på insatsens sida."))
        return redirect("assessments:action", organisation, pk)
    context = {"form": form, "action": action}
    status = 422 if form.is_bound else 200
    return render(request, "assessments/needs/need.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def need_answer(request: Request, organisation: str, pk: int) -> HttpResponse:
    here = organisation_of(request, organisation)
    found = asked_of(request.user, here).select_related("action__unit", "answer")
    need = get_object_or_404(found, pk=pk)
    unit = need.action.unit if need.level == Level.REKTOR else None
    mine = Action.objects.kept_by(request.user).filter(organisation=here, unit=unit)
    initial = {"action": need.answer_id, "reason": need.reason, "seen": digest(need)}
    form = AnswerForm(mine, posted(request), initial)
    if request.method == "POST" and form.is_valid():
        return save_answer(request, need, form)
    return answer_page(request, need, form, 422 if form.is_bound else 200)


def save_answer(request: Request, need: Need, form: AnswerForm) -> HttpResponse:
    sent = form.cleaned_data
    try:
        with transaction.atomic():
            answer(need, request.user, sent["reason"], form.chosen, sent["seen"])
            audit.record(request, Verb.NEED_ANSWERED, need.action, request.organisation)
    except Answered:
        form.add_error(
            None, _("Någon annan har svarat under tiden. Läs svaret innan du ändrar det.")
        )
        now = Need.objects.select_related("action__unit", "answer").get(pk=need.pk)
        form.data = changed(form.data, seen=digest(now))
        return answer_page(request, now, form, 409)
    messages.success(request, _("Svaret är sparat. De som frågade ser det på sin insats."))
    return redirect("assessments:needs", request.organisation.slug)


def answer_page(request: Request, need: Need, form: AnswerForm, status: int) -> HttpResponse:
    context = {"need": need, "form": form}
    return render(request, "assessments/needs/answer.html", context, status=status)
