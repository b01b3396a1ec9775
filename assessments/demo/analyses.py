"""The demo organisation's analyses: one that is shared, one that is locked, and one begun."""

import datetime
from uuid import uuid4

from assessments.analyses.proposals import lifted_level, proposals
from assessments.analyses.saving import Spot, save_finding, save_passage
from assessments.analyses.sharing import decision_of, digest, lock, save_decision, share
from assessments.demo.occasions import DEVELOPMENT
from assessments.disclosure import figures, unit_figures
from assessments.models import Action, Analysis, Round
from assessments.results.asked import asked_by
from assessments.results.moment import Moment
from assessments.results.overview import Overview
from assessments.results.since import since
from assessments.results.unit import UnitResult
from assessments.saving import Attempt
from assessments.terms import Section, Stance
from portal.models import Organisation, Unit, User
from portal.terms import Role

SHARED_UNIT, LOCKED_UNIT = "bjorkskolan", "ekbackens-skola"
Texts = dict[Section, str]

SHARED: Texts = {
    Section.CARRIED_OUT: "Alla lärare och båda rektorerna skattade var för sig under två veckor. "
    "Sedan talade vi om resultatet i arbetslagen, och en eftermiddag hela skolan tillsammans.",
    Section.TAKING_PART: "Elevrådet har läst de tre rader som lärarna var mest oense om och sagt "
    "hur de märker dem i klassrummet. Vårdnadshavarna har svarat på enkäten i våras, men inte "
    "varit med i samtalet om orsaker.",
    Section.MATERIAL: "Självskattningen, betygen i årskurs 6 och 9, elevenkäten i mars och "
    "anteckningarna från samtalet.",
    Section.STRENGTHS: "Arbetslagen planerar tillsammans, och nya kollegor får en mentor från "
    "första dagen.",
    Section.TO_DEVELOP: "Vi ser sällan varandra undervisa. Det vi lär oss stannar i det egna "
    "arbetslaget.",
    Section.CAUSES: "Schemat lades utan gemensamma luckor, eftersom flera lärare delar sin tjänst "
    "mellan två skolor. Vi prövade också förklaringen att viljan saknas, men utcheckningen säger "
    "något annat: de flesta vill besöka en kollega, och hinner inte.\n\nDet här hänger också på "
    "vikarierna. När någon är borta är det den gemensamma tiden som ryker först.",
    Section.FOLLOW_UP: "I maj räknar vi hur många gånger den gemensamma timmen blev av, och frågar "
    "arbetslagen vad den ledde till. Rektor ansvarar.",
}
LOCKED: Texts = {
    Section.CARRIED_OUT: "Skattningen gjordes på en arbetsplatsträff, och resultatet har vi gått "
    "igenom i ämneslagen.",
    Section.STRENGTHS: "Lässtunden i alla ämnen har satt sig.",
    Section.TO_DEVELOP: "Språket i ämnena: eleverna läser instruktioner själva, men inte längre "
    "texter.",
    Section.CAUSES: "Vi har saknat böcker på lätt svenska, och ingen har haft uppdraget att välja "
    "dem. Där biblioteket har varit bemannat läser eleverna mer.",
    Section.FOLLOW_UP: "Läsproven i årskurs 4 jämförs med förra årets i juni.",
}
BEGUN: Texts = {
    Section.CARRIED_OUT: "Alla enheter utom en har svarat. Förvaltningens ledningsgrupp har läst "
    "resultatet två gånger, och rektorerna har talat om det i sina områden.",
    Section.CAUSES: "Flera skolor beskriver samma sak: vikarier går inte att boka i förväg.",
}
QUOTABLE = (Section.CAUSES, Section.FOLLOW_UP)
JUDGEMENT = (
    "Vi bedömer att faktorn stämmer till viss del hos oss. Planeringen är gemensam, men "
    "undervisningen är det inte."
)


def analyse(organisation: Organisation, round: Round) -> None:
    for unit in organisation.units.filter(slug__in=(SHARED_UNIT, LOCKED_UNIT)):
        rektor = _leader(organisation, unit)
        if unit.slug == SHARED_UNIT:
            share(_written(Spot(round, unit, rektor), SHARED, JUDGEMENT))
        else:
            _lock(_written(Spot(round, unit, rektor), LOCKED))
    _written(Spot(round, None, _leader(organisation, None)), BEGUN)


def _leader(organisation: Organisation, unit: Unit | None) -> User:
    role = Role.REKTOR if unit else Role.ADMIN
    there = organisation.memberships.current().filter(unit=unit, role=role)
    return there.select_related("user").order_by("user__sort_key", "user")[0].user


def _written(spot: Spot, texts: Texts, judgement: str = "") -> Spot:
    for section, text in texts.items():
        values = {"text": text, "quotable": bool(spot.unit) and section in QUOTABLE}
        save_passage(spot, section, None, values, _first())
    if judgement:
        factor = spot.round.factors.get(slug=DEVELOPMENT)
        save_passage(spot, Section.JUDGEMENT, factor, {"text": judgement}, _first())
    _stand_for(spot)
    return spot


def _stand_for(spot: Spot) -> None:
    """All but one of what is proposed to a unit is confirmed, and the huvudman has only begun."""
    asked, unit = asked_by(spot.round), spot.unit
    place: Overview | UnitResult = Overview(asked, figures(spot.round))
    if unit:
        told = unit_figures(spot.round, unit.slug, asked.ratable)
        place = UnitResult(asked, told, unit.slug)
    level = lifted_level(place)
    after = Moment(asked, place.figures, unit.pk if unit else None, unit.slug if unit else "")
    actions = Action.objects.filter(organisation=spot.round.organisation)
    earlier = since(Round.objects.closed(), actions, after, level) if level else None
    for number, each in enumerate(proposals(place, earlier)[: 20 if unit else 2]):
        words = (Stance.CONFIRMED, "")
        if number == 2:
            words = (Stance.DECLINED, "Raden handlar om något vi inte har arbetat med i år.")
        save_finding(spot, each.key, each.sentence, *words, _first())


def _lock(spot: Spot) -> None:
    decision = {
        "decided_by": "rektor",
        "decided_on": (spot.round.closed_on or spot.round.closes_on) + datetime.timedelta(days=14),
        "diary_number": "BUN 2026/0412",
    }
    save_decision(spot, decision, digest(decision_of(Analysis())))
    share(spot)
    lock(spot)


def _first() -> Attempt:
    return Attempt(0, uuid4())
