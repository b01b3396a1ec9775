"""The huvudman's report on two pages, for those who decide."""

import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from assessments.analyses.saving import Spot, save_passage
from assessments.analyses.sharing import decision_of, digest, save_decision, share
from assessments.closing import close_round
from assessments.models import Action, Analysis, FollowUp, Need, Participation, Round
from assessments.saving import Attempt
from assessments.terms import ANALYSIS_LIMIT, Section
from factors.models import Edition, Factor
from factors.terms import EDITION_TITLE_LIMIT, FACTOR_NAME_LIMIT
from portal.days import today
from portal.models import Organisation
from portal.terms import Level
from tests.assessments.conftest import rate_all
from tests.conftest import Cast, add_edition, add_factor
from tests.pdfs import pages_of

A_DAY = datetime.timedelta(days=1)
SENTENCE = "Vi ser att arbetslagen planerar tillsammans men sällan ser varandra undervisa. "
PLAIN = SENTENCE * 60
UNBROKEN = "W" * ANALYSIS_LIMIT


@pytest.fixture
def edition(db: None) -> Edition:
    """Ten factors, more than there is room for."""
    edition = add_edition()
    for position in range(3, 11):
        add_factor(edition, f"faktor-{position}", f"Faktor {position}", position)
    return edition


@pytest.fixture
def told_round(open_round: Round, cast: Cast) -> Round:
    """The levels see the same on the first rows, and different things on the later ones."""
    asked = Participation.objects.filter(assessment__round=open_round)
    steps = {Level.HUVUDMAN: (4,) * 30, Level.REKTOR: (4,) * 30, Level.UNDERVISNING: (4,) * 8}
    steps[Level.UNDERVISNING] += (1,) * 12
    rate_all({each: steps[each.assessment.level] for each in asked.select_related("assessment")})
    close_round(open_round)
    return open_round


def analyse(round: Round, cast: Cast, text: str) -> None:
    spot = Spot(round, None, cast.admin)
    for section in (Section.STRENGTHS, Section.TO_DEVELOP, Section.CAUSES, Section.FOLLOW_UP):
        save_passage(spot, section, None, {"text": text[:ANALYSIS_LIMIT]}, Attempt(0, uuid4()))
    words = {"decided_by": text[:120], "decided_on": today(), "diary_number": text[:60]}
    save_decision(spot, words, digest(decision_of(Analysis())))
    share(spot)


def develop(round: Round, cast: Cast, text: str) -> None:
    """Five actions of the huvudman's, each followed up, and five needs that nobody has answered."""
    common: dict[str, Any] = {
        "organisation": cast.organisation,
        "round": round,
        "begins_on": today(),
        "ends_on": today() + 30 * A_DAY,
        "created_on": today(),
    }
    for _each in range(5):
        ours = Action.objects.create(
            **common, level=Level.HUVUDMAN, title=text[:120], measure=text[:4000]
        )
        FollowUp.objects.create(action=ours, made_on=today(), done=text[:4000], status="ongoing")
        theirs = Action.objects.create(
            **common, level=Level.REKTOR, unit=cast.bjork, title=text[:120]
        )
        Need.objects.create(action=theirs, level=Level.HUVUDMAN, text=text[:4000], asked_on=today())


def lengthen(round: Round, text: str) -> None:
    """All that has a name has as long a one as it may have."""
    Factor.objects.update(name=text[:FACTOR_NAME_LIMIT])
    Edition.objects.update(title=text[:EDITION_TITLE_LIMIT])
    Organisation.objects.filter(pk=round.organisation_id).update(name=text[:150])
    Round.objects.filter(pk=round.pk).update(title=text[:100])


def board(round: Round) -> Client:
    client = Client()
    return client


def fetched(round: Round, cast: Cast, end: str = ".pdf") -> Any:
    client = Client()
    client.force_login(cast.admin)
    return client.get(f"/ekby/omgangar/{round.pk}/sammanfattning{end}")


@pytest.mark.parametrize("text", [PLAIN, UNBROKEN])
def test_it_has_two_pages_however_long_the_texts(told_round: Round, cast: Cast, text: str) -> None:
    analyse(told_round, cast, text)
    develop(told_round, cast, text)
    lengthen(told_round, text)
    pages = pages_of(fetched(told_round, cast).content)
    assert len(pages) == 2
    assert "Hela texten: sidan Analys i rapporten" in pages[1]
    assert "Ytterligare 2 faktorer står i rapporten" in " ".join(pages)
    assert "Ytterligare 2 insatser står i rapporten" in pages[1]
    assert "Ytterligare 2 behov väntar" in pages[1]
