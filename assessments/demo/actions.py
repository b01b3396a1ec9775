"""The demo organisation's development work: actions, follow-ups, and what was asked upwards."""

import datetime
from typing import Any

from assessments.demo.occasions import DEVELOPMENT
from assessments.models import Action, Dialogue, FollowUp, Need, Round
from assessments.terms import ActionStatus
from portal.days import today
from portal.models import Membership, Organisation, Unit, User
from portal.terms import Level, Role

DAY = datetime.timedelta(days=1)
SHOWN_UNIT, OTHER_UNIT = "bjorkskolan", "ekbackens-skola"


def develop(organisation: Organisation, newest: Round) -> None:
    units = {each.slug: each for each in organisation.units.all()}
    ours = _action(
        organisation,
        None,
        newest,
        title="Vikariepool för gemensam tid",
        level=Level.HUVUDMAN,
        seen="Flera skolor får inte ihop tid för kollegialt lärande.",
        cause="Vikarier tas in skola för skola, och räcker inte när flera behöver dem samtidigt.",
        doing="Vi inrättar en pool på fyra tjänster som skolorna bokar en månad i förväg.",
        measure="Antal timmar gemensam tid som ställs in, månad för månad.",
        status=ActionStatus.ONGOING,
        ends=180,
    )
    if SHOWN_UNIT in units:
        _at_shown(organisation, units[SHOWN_UNIT], newest, ours)
    if OTHER_UNIT in units:
        _at_other(organisation, units[OTHER_UNIT], newest)


def _at_shown(organisation: Organisation, unit: Unit, round: Round, ours: Action) -> None:
    talk = Dialogue.objects.filter(unit=unit, summary__gt="").first()
    time = _action(
        organisation,
        unit,
        round,
        title="En gemensam timme i veckan för varje arbetslag",
        level=Level.REKTOR,
        dialogue=talk,
        seen="Arbetslagen hjälps åt med planering men ser sällan varandra undervisa.",
        cause="Schemat lades utan gemensamma luckor, eftersom flera lärare delar sin tjänst.",
        doing="Schemat görs om till januari så att varje arbetslag har tisdag 14.30–15.30 ihop.",
        measure="Alla arbetslag har timmen, och den ställs in högst två gånger på våren.",
        status=ActionStatus.ONGOING,
        ends=60,
    )
    FollowUp.objects.create(
        action=time,
        made_on=today() - 9 * DAY,
        done="Schemat är klart för tre av fyra arbetslag.",
        led_to="Arbetslag 4–6 har redan haft två träffar om läsförståelse.",
        evidence="Minnesanteckningar från träffarna.",
        status=ActionStatus.ONGOING,
        created_by=time.responsible,
    )
    _need(time, "Vi behöver vikarier som går att boka i förväg.", 40, answer=ours)
    visits = _action(
        organisation,
        unit,
        round,
        title="Två lektionsbesök per lärare",
        level=Level.UNDERVISNING,
        dialogue=talk,
        seen="Ingen har sett en kollega undervisa det här läsåret.",
        doing="Besök i par, med en fråga som den som undervisar väljer.",
        ends=120,
    )
    _need(visits, "Vi behöver rektors hjälp att täcka varandras lektioner.", 6, Level.REKTOR)
    _action(
        organisation,
        unit,
        round,
        title="Skriva ner hur nya kollegor tas emot",
        level=Level.REKTOR,
        seen="Mentorskapet fungerar, men är inte beskrivet.",
        cause="Det har burits av två personer.",
        ends=-12,
    )


def _at_other(organisation: Organisation, unit: Unit, round: Round) -> None:
    done = _action(
        organisation,
        unit,
        round,
        title="Lässtund i alla ämnen",
        level=Level.UNDERVISNING,
        seen="Språket i ämnena är det som flest vill utveckla.",
        status=ActionStatus.DONE,
        ends=-30,
    )
    FollowUp.objects.create(
        action=done,
        made_on=today() - 28 * DAY,
        done="Alla ämnen har haft en lässtund i veckan sedan september.",
        led_to="Fler elever läser instruktionerna själva.",
        status=ActionStatus.DONE,
    )
    _need(done, "Vi behöver fler böcker på lätt svenska.", 60, reason="Inköpt i oktober.")
    _need(done, "Vi behöver en bibliotekarie på halvtid.", 15)


def _action(
    organisation: Organisation, unit: Unit | None, round: Round, ends: int, **more: Any
) -> Action:
    role = Role.REKTOR if unit else Role.HUVUDMAN
    there = Membership.objects.current().filter(organisation=organisation, unit=unit, role=role)
    answers = User.objects.filter(memberships__in=there).order_by("sort_key", "pk").first()
    action = Action.objects.create(
        organisation=organisation,
        unit=unit,
        round=round,
        responsible=answers,
        created_by=answers,
        created_on=today() - 45 * DAY,
        begins_on=today() - 45 * DAY,
        ends_on=today() + ends * DAY,
        **more,
    )
    factor = round.factors.filter(slug=DEVELOPMENT).first()
    if factor:
        action.rows.create(factor=factor, row=1)
    return action


def _need(
    action: Action,
    text: str,
    days: int,
    level: Level = Level.HUVUDMAN,
    answer: Action | None = None,
    reason: str = "",
) -> None:
    answered = answer is not None or bool(reason)
    Need.objects.create(
        action=action,
        level=level,
        text=text,
        asked_on=today() - days * DAY,
        created_by=action.responsible,
        answered_on=today() - DAY * (days // 2) if answered else None,
        answered_by=answer.responsible if answer else None,
        answer=answer,
        reason=reason,
    )
