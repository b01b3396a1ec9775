"""The demo organisation's talks: one that was held, one at a team, and one that is planned."""

import datetime

from django.utils import timezone

from assessments.demo.occasions import DEVELOPMENT, ROLES
from assessments.models import CheckOut, CheckOutRating, Dialogue, DialogueTable, JointRating, Round
from assessments.terms import DialogueStep
from factors.models import Factor
from portal.days import today
from portal.models import Organisation, Unit, User
from portal.terms import Level, Role

WEEK = datetime.timedelta(weeks=1)
SHOWN_UNIT = "bjorkskolan"
CHECK_OUTS = (
    "Att vi behöver bestämma en tid i veckan, annars blir det inte av.",
    "Bra att få höra hur andra arbetslag gör.",
    "Faktorn blev mer konkret när vi pratade om våra egna lektioner.",
    "Jag tar med mig frågan om hur vi introducerar nya kollegor.",
    "Jag vill prova att besöka en lektion redan den här månaden.",
    "Skönt att se att fler tänker som jag.",
    "Vi ser samma sak men använder olika ord.",
    "Vi är på väg, men det hänger på schemat.",
)
NOTES = (
    "Vi hjälps åt i vardagen, men mest med planering. Ingen av oss har sett en kollega undervisa "
    "det här läsåret.",
    "Det kollegiala lärandet är ojämnt mellan arbetslagen. Schemat gör det svårt att ses.",
    "Nya kollegor får en mentor. Det fungerar, men det är inte skrivet någonstans.",
)
MINUTES = {
    "reflection_minutes": 7,
    "table_minutes": 20,
    "joint_minutes": 12,
    "check_out_minutes": 6,
}


def talk(organisation: Organisation, newest: Round) -> None:
    shown = organisation.units.filter(slug=SHOWN_UNIT).first()
    if shown:
        _held(newest, shown)
        _planned(newest, shown)


def _held(round: Round, unit: Unit) -> None:
    factor = _factor(round, DEVELOPMENT)
    dialogue = _dialogue(
        round,
        unit,
        factor,
        step=DialogueStep.ENDED,
        held_on=(round.closed_on or today()) + WEEK,
        released=True,
        revealed=True,
        rates_again=True,
        took_part=27,
        in_report=True,
        summary="Vi hjälper varandra med planering men ser sällan varandra undervisa. Det är "
        "tiden som saknas, inte viljan: arbetslagen har inga gemensamma luckor i schemat.",
        decisions="Varje arbetslag får en gemensam timme i veckan från januari. Två kollegiala "
        "lektionsbesök per lärare under våren.",
    )
    for number, note in enumerate(NOTES, 1):
        table = DialogueTable.objects.create(dialogue=dialogue, number=number, note=note)
        for row, step in ((1, 2), (2, 3 if number == 3 else 2)):
            statement = factor.statements.get(row=row, level=Level.UNDERVISNING)
            table.ratings.create(statement=statement, step=step, reason="")
    _agree(dialogue)
    CheckOut.objects.bulk_create(CheckOut(dialogue=dialogue, text=text) for text in CHECK_OUTS)
    steps = sorted([1, *[2] * 7, *[3] * 12, *[4] * 4], key=int)
    CheckOutRating.objects.bulk_create(
        CheckOutRating(dialogue=dialogue, step=step) for step in steps
    )


def _agree(dialogue: Dialogue) -> None:
    reasons = {
        1: "Vi samarbetar om planering, men inte om undervisningen i klassrummet.",
        2: "Vi gör det i två av tre arbetslag.",
    }
    for row, reason in reasons.items():
        statement = dialogue.factor.statements.get(row=row, level=dialogue.level)
        JointRating.objects.create(
            round=dialogue.round,
            unit=dialogue.unit,
            statement=statement,
            step=2,
            reason=reason,
            agreed_on=dialogue.held_on or today(),
        )


def _planned(round: Round, unit: Unit) -> None:
    at_three = datetime.datetime.combine(today() + WEEK, datetime.time(15))
    dialogue = _dialogue(
        round, unit, _factor(round, ROLES), begins_at=timezone.make_aware(at_three)
    )
    for number in range(1, 5):
        DialogueTable.objects.create(dialogue=dialogue, number=number)


def _dialogue(round: Round, unit: Unit, factor: Factor, **more: object) -> Dialogue:
    leader = User.objects.filter(memberships__unit=unit, memberships__role=Role.REKTOR)
    dialogue = Dialogue.objects.create(
        round=round,
        unit=unit,
        factor=factor,
        level=Level.UNDERVISNING,
        facilitator=leader.order_by("sort_key", "pk").first(),
        **MINUTES,
        **more,
    )
    dialogue.prompts.set(factor.edition.prompts.all())
    rated = factor.statements.ratable().filter(level=Level.UNDERVISNING, row__gt=0)
    for row in sorted(rated.values_list("row", flat=True))[:2]:
        dialogue.rows.create(row=row)
    return dialogue


def _factor(round: Round, slug: str) -> Factor:
    return round.factors.get(slug=slug)
