"""Where an action comes from: a row, a factor, a dialogue, or something that was asked upwards."""

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from assessments.models import Dialogue, Need, Round
from assessments.results.asked import Asked, asked_in
from factors.models import SubGoal
from factors.terms import OVERALL_ROW
from portal.access import Request
from portal.models import Membership, Unit, User
from portal.terms import HUVUDMAN_ROLES, Level, Role

# A factor in the round and a row of its table; row 0 is the factor as a whole.
RowKey = tuple[int, int]


@dataclass
class Origin:
    """What the address names, as far as the person may see it; the rest is left out."""

    asked: Asked | None = None
    rows: list[RowKey] = field(default_factory=list)
    dialogue: Dialogue | None = None
    need: Need | None = None


def places_of(request: Request) -> list[Unit | None]:
    """Where the person may write an action: their units, and (None) at huvudman level."""
    mine = request.user.memberships.current().filter(organisation=request.organisation)
    at_units = mine.filter(unit__isnull=False).select_related("unit")
    units = dict.fromkeys(each.unit for each in at_units.order_by("unit__sort_key", "unit"))
    governs = not request.roles.isdisjoint(HUVUDMAN_ROLES)
    return [*units, *([None] if governs else [])]


def levels_at(request: Request, unit: Unit | None) -> list[Level]:
    """Whose an action can be: a rektor writes for the unit, a teacher for the teaching level."""
    if unit is None:
        return [Level.HUVUDMAN]
    mine = request.user.memberships.current().filter(unit=unit)
    leads = mine.filter(role=Role.REKTOR).exists()
    return [Level.REKTOR, Level.UNDERVISNING] if leads else [Level.UNDERVISNING]


def answerable_for(request: Request, unit: Unit | None) -> QuerySet[User]:
    """Who can be responsible: those who work at the unit, or at huvudman level."""
    current = Membership.objects.current().filter(organisation=request.organisation)
    there = current.filter(unit=unit) if unit else current.filter(role__in=HUVUDMAN_ROLES)
    return User.objects.filter(pk__in=there.values("user")).order_by("sort_key", "pk")


def origin_of(request: Request, unit: Unit | None, needs: QuerySet[Need]) -> Origin:
    origin = Origin()
    number = _number(request, "samtal")
    if number:
        seen = Dialogue.objects.visible_to(request.user).filter(unit=unit)
        origin.dialogue = seen.filter(round__organisation=request.organisation, pk=number).first()
    if number := _number(request, "behov"):
        origin.need = answerable_at(needs, unit).filter(pk=number).first()
    round = origin.dialogue.round_id if origin.dialogue else _number(request, "omgang")
    origin.asked = asked_at(request, unit, round)
    if origin.asked:
        origin.rows = _rows(request, origin)
    return origin


def answerable_at(needs: QuerySet[Need], unit: Unit | None) -> QuerySet[Need]:
    """Those that an action there can answer: the unit's rektor's, or (None) the huvudman's."""
    if unit:
        return needs.filter(level=Level.REKTOR, action__unit=unit)
    return needs.filter(level=Level.HUVUDMAN)


def asked_at(request: Request, unit: Unit | None, round: int | None) -> Asked | None:
    """What the opened round asks where the place takes part in it; else its latest one does."""
    rounds = Round.objects.visible_to(request.user).filter(
        organisation=request.organisation, opened_at__isnull=False
    )
    if unit:
        rounds = rounds.filter(pk__in=unit.rounds.values("pk"))
    named = rounds.filter(pk=round or 0)
    return asked_in(named) or asked_in(rounds.order_by("-closes_on", "-pk")[:1])


def _rows(request: Request, origin: Origin) -> list[RowKey]:
    if origin.dialogue:
        told = [each.row for each in origin.dialogue.rows.all()] or [OVERALL_ROW]
        return [(origin.dialogue.factor_id, row) for row in told]
    position = _number(request, "faktor")
    factor = origin.asked.at(position) if origin.asked and position else None
    row = _number(request, "rad") or OVERALL_ROW
    if factor is None or row not in (OVERALL_ROW, *factor.rows):
        return []
    return [(factor.factor.pk, row)]


def sub_goals_at(asked: Asked | None, unit: Unit | None) -> list[SubGoal]:
    """Those of the round's editions that concern the unit's school forms; all at huvudman level."""
    if asked is None:
        return []
    at_all = Q(school_form__in=unit.school_forms) if unit else Q()
    return list(SubGoal.objects.filter(at_all, edition__in=asked.editions, complete=True))


def _number(request: Request, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else None
