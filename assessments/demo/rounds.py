"""The demo organisation's rounds: drafted, opened, answered and closed like any other."""

from assessments.closing import close_round, close_unit
from assessments.demo.answers import give_answers
from assessments.demo.occasions import Occasion
from assessments.demo.plan import Plan
from assessments.models import Assessment, Participation, Round, RoundFactor
from assessments.opening import open_round
from assessments.planning import plan as plan_letters
from assessments.terms import MailingKind
from factors.models import Factor
from portal.days import end_of, start_of, today
from portal.models import Organisation
from portal.terms import Level, Role

EDITIONS = ("nationell-2024", "fokusomraden-2025")


def hold(organisation: Organisation, occasion: Occasion, plan: Plan) -> Round:
    round = draft(organisation, occasion)
    open_round(round)
    move_in_time(round, occasion)
    give_answers(round, occasion, plan)
    if occasion.closed:
        close_round(round, at=occasion.closed_at)
    else:
        _close_early(round, occasion, plan)
        _plan_letters(round, occasion)
    return round


def draft(organisation: Organisation, occasion: Occasion) -> Round:
    """As it was before it opened, but for its days: only a round of today can be opened."""
    admin = organisation.memberships.filter(role=Role.ADMIN).order_by("pk").first()
    round = organisation.rounds.create(
        title=occasion.title,
        opens_on=today(),
        closes_on=max(occasion.closes_on, today()),
        mirror=occasion.mirror,
        created_by=admin.user if admin else None,
    )
    factors = factors_of(organisation)
    RoundFactor.objects.bulk_create(
        RoundFactor(round=round, factor=factors[slug], position=position)
        for position, slug in enumerate(occasion.factors, 1)
    )
    Assessment.objects.create(round=round, level=Level.HUVUDMAN)
    Assessment.objects.bulk_create(
        Assessment(round=round, level=level, unit=unit)
        for unit in organisation.units.order_by("pk")
        for level in (Level.REKTOR, Level.UNDERVISNING)
    )
    return round


def factors_of(organisation: Organisation) -> dict[str, Factor]:
    found = Factor.objects.filter(edition__slug__in=EDITIONS)
    national, local = found.filter(edition__organisation=None), organisation.editions.all()
    return {factor.slug: factor for factor in national | found.filter(edition__in=local)}


def move_in_time(round: Round, occasion: Occasion) -> None:
    round.opens_on, round.closes_on = occasion.opens_on, occasion.closes_on
    round.opened_at = end_of(occasion.eve)
    round.save(update_fields=["opens_on", "closes_on", "opened_at"])


def _close_early(round: Round, occasion: Occasion, plan: Plan) -> None:
    early = {unit.slug for unit in plan.units if unit.closes_early}
    for unit in round.organisation.units.filter(slug__in=early):
        close_unit(round, unit, at=end_of(occasion.early_on))


def _plan_letters(round: Round, occasion: Occasion) -> None:
    """What would have been sent by now has been, to nobody: letters of the past are not kept."""
    plan_letters(round)
    asked = Participation.objects.filter(assessment__round=round).values("user").distinct()
    invitation = round.mailings.filter(kind=MailingKind.ASKED)
    invitation.update(sent_at=end_of(occasion.eve), letters=asked.count())
    for reminder in round.mailings.filter(day__lte=today()):
        reminder.sent_at = start_of(reminder.due_on)
        reminder.save(update_fields=["sent_at"])
