"""The voluntary comparison with other huvudmän, joining it and leaving it."""

import datetime

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.comparing import comparisons_of, half_year, half_year_after
from assessments.models import Comparison
from assessments.results.comparison import compared_by
from portal import audit
from portal.access import Request, administered, governed
from portal.days import today
from portal.models import Organisation
from portal.terms import Role
from portal.verbs import Verb


@require_safe
def comparison(request: Request, organisation: str) -> HttpResponse:
    here = governed(request, organisation)
    made = comparisons_of(here)
    chosen = chosen_of(request, made)
    context = {
        "made": made,
        "chosen": chosen,
        "compared": compared_by(here, chosen) if chosen else [],
        "next_day": half_year_after(half_year(today())),
        "administers": Role.ADMIN in request.roles,
    }
    return render(request, "assessments/comparison/comparison.html", context)


@require_POST
def comparison_join(request: Request, organisation: str) -> HttpResponse:
    here = administered(request, organisation)
    if changed(request, here, Verb.COMPARISON_JOINED, was=None, becomes=today()):
        messages.success(request, _("Ni deltar i jämförelsen."))
    return redirect("assessments:comparison", organisation)


@require_POST
def comparison_leave(request: Request, organisation: str) -> HttpResponse:
    here = administered(request, organisation)
    since = here.compares_since
    if since and changed(request, here, Verb.COMPARISON_LEFT, was=since, becomes=None):
        messages.success(request, _("Ni deltar inte längre i jämförelsen."))
    return redirect("assessments:comparison", organisation)


@transaction.atomic
def changed(
    request: Request,
    here: Organisation,
    verb: Verb,
    *,
    was: datetime.date | None,
    becomes: datetime.date | None,
) -> bool:
    """False where somebody has done it already: the day that stands is kept."""
    standing = Organisation.objects.filter(pk=here.pk, compares_since=was)
    if not standing.update(compares_since=becomes):
        return False
    audit.record(request, verb, here, here)
    return True


def chosen_of(request: Request, made: list[Comparison]) -> Comparison | None:
    """The comparison that the address names, or the newest; 404 for one that is not there."""
    if "halvar" not in request.GET:
        return made[0] if made else None
    for each in made:
        if each.starts_on.isoformat() == request.GET["halvar"]:
            return each
    raise Http404
