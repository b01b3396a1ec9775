"""Units of a draft whose anonymous voices the administrator has counted together."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Count, Max, Min, QuerySet
from django.utils.translation import gettext as _

from assessments.models import Assessment, Round
from assessments.opening import Refused, hold
from assessments.terms import RoundState
from portal.models import Unit
from portal.terms import Level

Companies = Mapping[int, int]


def companies_of(round: Round) -> Companies:
    """The number of each placed unit's company, by unit."""
    placed = _placed(round).values_list("unit", "company")
    return {unit: company for unit, company in placed if unit and company}


def companies_in(round: Round) -> list[list[Unit]]:
    """The units that are placed together, by name."""
    found: dict[int | None, list[Unit]] = {}
    for each in _placed(round).select_related("unit").order_by("unit__sort_key", "unit"):
        if each.unit:
            found.setdefault(each.company, []).append(each.unit)
    return list(found.values())


def placed_with(assessment: Assessment) -> list[Unit]:
    """The other units of the assessment's company, by name."""
    if assessment.company is None:
        return []
    company = Assessment.objects.filter(round=assessment.round_id, company=assessment.company)
    others = company.exclude(pk=assessment.pk).select_related("unit").order_by("unit__sort_key")
    return [each.unit for each in others if each.unit]


@transaction.atomic
def place_together(round: Round, unit: Unit, other: Unit) -> None:
    """The two units, and all that either was placed with before, become one company."""
    _hold_draft(round)
    both = _teaching(round).filter(unit__in=[unit, other])
    if both.count() < 2:
        raise Refused(_("En av enheterna är inte med i omgången längre."))
    old = [each.company for each in both if each.company]
    company = min(old, default=_next_number(round))
    both.update(company=company)
    _placed(round).filter(company__in=old).update(company=company)


@transaction.atomic
def take_apart(round: Round, unit: Unit) -> None:
    """The unit leaves its company; if there was one other in it, that stands alone too."""
    _hold_draft(round)
    _placed(round).filter(unit=unit).update(company=None)
    leave_lone_units(round.assessments.all())


def leave_lone_units(assessments: QuerySet[Assessment]) -> None:
    """A unit whose company has left is placed with nobody any more."""
    companies = assessments.filter(company__isnull=False).order_by().values("round", "company")
    lone = companies.annotate(size=Count("pk"), only=Min("pk")).filter(size=1)
    Assessment.objects.filter(pk__in=[each["only"] for each in lone]).update(company=None)


def _hold_draft(round: Round) -> None:
    hold(round)
    if round.state is not RoundState.DRAFT:
        raise Refused(_("Omgången har öppnat, så det går inte att ändra vad som räknas ihop."))


def _next_number(round: Round) -> int:
    return (round.assessments.aggregate(last=Max("company"))["last"] or 0) + 1


def _teaching(round: Round) -> QuerySet[Assessment]:
    return Assessment.objects.filter(round=round.pk, level=Level.UNDERVISNING)


def _placed(round: Round) -> QuerySet[Assessment]:
    return _teaching(round).filter(company__isnull=False)
