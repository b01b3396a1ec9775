"""What letters a round is to send and when, and which it has sent."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.forms.mailings import PlanForm, ReminderForm
from assessments.letters import asked_in, without_address
from assessments.models import Round
from assessments.opening import Refused, hold
from assessments.planning import remind_on, tick_off
from assessments.terms import MailingKind, RoundState
from assessments.views.round_states import refuse
from assessments.views.rounds import round_in
from portal import audit
from portal.access import Request, administered
from portal.languages import in_swedish
from portal.verbs import Verb


@require_http_methods(["GET", "HEAD", "POST"])
def mailings(request: Request, organisation: str, pk: int) -> HttpResponse:
    administered(request, organisation)
    round = round_in(request, pk)
    if request.method == "POST":
        return save_plan(request, round)
    return page(request, round)


def save_plan(request: Request, round: Round) -> HttpResponse:
    try:
        with transaction.atomic():
            hold(round)
            form = PlanForm(round, request.POST)
            if form.is_valid() and tick_off(round, form.wanted, request.user):
                audit.record(request, Verb.MAILING_PLANNED, round, request.organisation)
    except Refused as reason:
        return refuse(request, round, str(reason))
    messages.success(request, _("Sparat."))
    return to_mailings(request, round)


@require_POST
def reminder_plan(request: Request, organisation: str, pk: int) -> HttpResponse:
    administered(request, organisation)
    round = round_in(request, pk)
    if round.state is RoundState.CLOSED:
        return refuse(request, round, _("Omgången är stängd, så ingen kan påminnas."))
    form = ReminderForm(round, request.POST)
    if not form.is_valid():
        return page(request, round, form)
    planned = remind_on(round, form.cleaned_data["day"], None, request.user)
    if planned:
        audit.record(request, Verb.MAILING_PLANNED, planned, request.organisation)
    messages.success(request, _("Påminnelsen är planerad."))
    return to_mailings(request, round)


@require_POST
def reminder_remove(request: Request, organisation: str, pk: int, mailing: int) -> HttpResponse:
    """What has been sent in the meantime stays, and is told."""
    administered(request, organisation)
    round = round_in(request, pk)
    reminders = round.mailings.filter(kind=MailingKind.REMINDER)
    planned = get_object_or_404(reminders.select_related("round", "unit"), pk=mailing)
    with transaction.atomic():
        removed, _rows = reminders.waiting().filter(pk=planned.pk).delete()
        if removed:
            with in_swedish():
                text = _("%(mailing)s, togs bort") % {"mailing": planned}
            audit.record(request, Verb.MAILING_PLANNED, text, request.organisation)
    if removed:
        messages.success(request, _("Påminnelsen är borttagen."))
    else:
        messages.error(request, _("Påminnelsen har redan gått i väg, så den kan inte tas bort."))
    return to_mailings(request, round)


def page(request: Request, round: Round, reminder_form: ReminderForm | None = None) -> HttpResponse:
    planned = round.mailings.select_related("unit", "round")
    context: dict[str, Any] = {
        "round": round,
        "state": round.state,
        "form": PlanForm(round),
        "reminder_form": reminder_form or ReminderForm(round),
        "reminders": planned.waiting().filter(kind=MailingKind.REMINDER).order_by("day", "pk"),
        "done": planned.done().order_by("sent_at", "day", "pk"),
        "without_address": without_address(asked_in(round)),
        "kinds": MailingKind,
    }
    status = 422 if reminder_form else 200
    return render(request, "assessments/mailings/mailings.html", context, status=status)


def to_mailings(request: Request, round: Round) -> HttpResponse:
    return redirect("assessments:mailings", request.organisation.slug, round.pk)
