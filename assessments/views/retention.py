"""An organisation's decision on what is removed in time, what that is today, and the receipts."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.forms.retention import RetentionForm
from assessments.forms.round_states import ConfirmForm
from assessments.leaving import forget
from assessments.retention import carry_out, removable
from portal import audit
from portal.access import Request, administered, visible
from portal.asking import posted
from portal.leaving import has_left
from portal.models import Removal, User
from portal.verbs import Verb

asks_first = require_http_methods(["GET", "HEAD", "POST"])


@asks_first
def retention(request: Request, organisation: str) -> HttpResponse:
    here = administered(request, organisation)
    form = RetentionForm(here, posted(request))
    if request.method == "POST" and form.is_valid():
        return decide(request, form)
    decision = here.retentions.first()
    context = {
        "form": form,
        "decision": decision,
        "removable": removable(decision) if decision else None,
        "removals": here.removals.select_related("retention", "actor"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "assessments/retention/retention.html", context, status=status)


def decide(request: Request, form: RetentionForm) -> HttpResponse:
    with transaction.atomic():
        decision = form.save()
        audit.record(request, Verb.RETENTION_CHANGED, decision, request.organisation)
    messages.success(request, _("Beslutet är sparat. Portalen följer det från och med i morgon."))
    return redirect("assessments:retention", request.organisation.slug)


@asks_first
def retention_carry_out(request: Request, organisation: str) -> HttpResponse:
    here = administered(request, organisation)
    decision = here.retentions.first()
    due = removable(decision) if decision else None
    if not due:
        messages.info(request, _("Det finns inget att gallra i dag."))
        return redirect("assessments:retention", organisation)
    form = ConfirmForm(_("Ja, ta bort det här nu. Det går inte att ångra."), posted(request))
    if request.method == "POST" and form.is_valid():
        removal = carry_out(request, here)
        if removal:
            return redirect("assessments:removal", organisation, removal.pk)
    context = {"form": form, "decision": decision, "removable": due}
    status = 422 if form.is_bound else 200
    return render(request, "assessments/retention/carry_out.html", context, status=status)


@require_safe
def removal(request: Request, organisation: str, pk: int) -> HttpResponse:
    here = administered(request, organisation)
    receipts = Removal.objects.filter(organisation=here).select_related("retention", "actor")
    shown = visible(request, receipts, pk=pk)
    return render(request, "assessments/retention/removal.html", {"removal": shown})


@asks_first
def person_forget(request: Request, organisation: str, pk: int) -> HttpResponse:
    """By hand, before the time that the decision says: somebody who has left may ask for it."""
    here = administered(request, organisation)
    people = User.objects.filter(memberships__organisation=here).distinct()
    person = get_object_or_404(people, pk=pk)
    leaves = has_left(person)
    form = ConfirmForm(
        _("Ja, ta bort uppgifterna om %(name)s. Det går inte att ångra.") % {"name": person},
        posted(request),
    )
    if request.method == "POST" and leaves and form.is_valid():
        forget(request, person)
        messages.success(request, _("Personuppgifterna är borttagna."))
        return redirect("assessments:person_forget", organisation, pk)
    context = {"form": form, "person": person, "leaves": leaves}
    status = 422 if form.is_bound and leaves else 200
    return render(request, "assessments/retention/person_forget.html", context, status=status)
