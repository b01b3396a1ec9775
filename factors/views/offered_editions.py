"""Local editions that organisations offer each other, by choice, to read and to copy."""

import datetime

from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from factors import tables
from factors.access import keeping
from factors.catalogue.writing import Taken
from factors.models import Edition, Statement
from factors.offers import copy_to
from factors.views.editions import to_edition
from portal import audit
from portal.access import Request, administered
from portal.days import today
from portal.verbs import Verb


@require_safe
def editions_offered(request: Request, organisation: str) -> HttpResponse:
    here = administered(request, organisation)
    offered = Edition.objects.offered_to(here).select_related("organisation")
    context = {"editions": offered.prefetch_related("factors")}
    return render(request, "factors/offered_editions/editions.html", context)


@require_safe
def edition_offered(request: Request, organisation: str, pk: int) -> HttpResponse:
    here = administered(request, organisation)
    offered = Edition.objects.offered_to(here).select_related("organisation")
    edition = get_object_or_404(offered, pk=pk)
    factors = edition.factors.prefetch_related(Prefetch("statements", Statement.objects.all()))
    context = {
        "offered": edition,
        "columns": tables.levels(),
        "factors": [(each, tables.level_rows(each.statements.all())) for each in factors],
        "prompts": tables.prompt_groups(edition.prompts.all()),
    }
    return render(request, "factors/offered_editions/edition.html", context)


@require_POST
def edition_copy(request: Request, organisation: str, pk: int) -> HttpResponse:
    here = administered(request, organisation)
    offered = Edition.objects.offered_to(here).select_related("organisation")
    edition = get_object_or_404(offered, pk=pk)
    try:
        with transaction.atomic():
            copy = copy_to(here, edition)
            audit.record(request, Verb.EDITION_COPIED, copy, here)
    except Taken as taken:
        messages.error(request, str(taken))
        return redirect(reverse("factors:edition_offered", args=[organisation, pk]))
    messages.success(
        request, _("Här är ert eget utkast. Ändra det som ni vill: originalet påverkas inte.")
    )
    return to_edition(copy)


@require_POST
def edition_offer(request: Request, organisation: str, edition: str) -> HttpResponse:
    told = _("Nu kan andra huvudmän läsa och kopiera %(title)s.")
    return _offer(request, organisation, edition, today(), Verb.EDITION_OFFERED, told)


@require_POST
def edition_withdraw(request: Request, organisation: str, edition: str) -> HttpResponse:
    told = _("%(title)s erbjuds inte längre. Kopior som andra redan har gjort finns kvar.")
    return _offer(request, organisation, edition, None, Verb.EDITION_WITHDRAWN, told)


def _offer(
    request: Request,
    organisation: str,
    edition: str,
    day: datetime.date | None,
    verb: Verb,
    told: str,
) -> HttpResponse:
    own = Edition.objects.published().filter(organisation=keeping(request, organisation))
    shown = get_object_or_404(own.select_related("organisation"), slug=edition)
    if (shown.offered_on is None) != (day is None):
        with transaction.atomic():
            shown.offered_on = day
            shown.save(update_fields=["offered_on"])
            audit.record(request, verb, shown, shown.organisation)
    messages.success(request, told % {"title": shown})
    return to_edition(shown)
