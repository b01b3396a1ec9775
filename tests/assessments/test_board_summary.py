"""The huvudman's report on two pages, for those who decide."""

from typing import Any

import pytest
from django.test import Client

from assessments.closing import close_round
from assessments.models import Participation, Round
from assessments.report.board_summary import CUT, shortened
from assessments.terms import ANALYSIS_LIMIT
from factors.models import Edition, Factor, Statement
from factors.terms import EDITION_TITLE_LIMIT, FACTOR_NAME_LIMIT, STATEMENT_LIMIT
from portal.models import Organisation
from portal.terms import Level, OrganisationKind
from tests.assessments.conftest import rate_all
from tests.assessments.documents import analyse, develop
from tests.conftest import Cast, add_edition, add_factor
from tests.factors.conftest import main_of
from tests.pdfs import pages_of

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


def lengthen(round: Round, text: str) -> None:
    """All that has a name has as long a one as it may have."""
    Factor.objects.update(name=text[:FACTOR_NAME_LIMIT])
    Statement.objects.update(text=text[:STATEMENT_LIMIT])
    Edition.objects.update(title=text[:EDITION_TITLE_LIMIT])
    Organisation.objects.filter(pk=round.organisation_id).update(name=text[:150])
    Round.objects.filter(pk=round.pk).update(title=text[:100])


def fetched(round: Round, cast: Cast, end: str = ".pdf") -> Any:
    client = Client()
    client.force_login(cast.admin)
    return client.get(f"/ekby/omgangar/{round.pk}/sammanfattning{end}")


def page_of(round: Round, cast: Cast) -> str:
    return " ".join(main_of(fetched(round, cast, "/")).split())


@pytest.mark.parametrize("text", [PLAIN, UNBROKEN])
def test_it_has_two_pages_however_long_the_texts(told_round: Round, cast: Cast, text: str) -> None:
    analyse(told_round, cast, text)
    develop(told_round, cast, text)
    lengthen(told_round, text)
    pages = pages_of(fetched(told_round, cast).content)
    assert len(pages) == 2
    assert "Hela texten: sidan Analys i rapporten" in pages[1]
    assert "Ytterligare 4 faktorer står i rapporten" in " ".join(pages)
    assert "Ytterligare 2 insatser står i rapporten" in pages[1]
    assert "Ytterligare 2 behov väntar" in pages[1]


def test_it_tells_where_the_chain_holds_and_where_it_does_not(
    told_round: Round, cast: Cast
) -> None:
    page = page_of(told_round, cast)
    together, apart = (
        page.index("ungefär samma sak Ansvar, rad 1"),
        page.index("olika saker Faktor 5"),
    )
    assert together < apart
    assert "mellan huvudman och undervisning skiljer 3,0 steg" in page
    assert f"SK-{told_round.closed_at.year}-{told_round.pk}" in page
    assert "Provutgåva" in page


def test_no_unit_is_named(told_round: Round, cast: Cast) -> None:
    develop(told_round, cast, PLAIN)
    page = page_of(told_round, cast)
    assert "3 enheter deltog" in page
    assert PLAIN.partition(".")[0] in page
    assert not [unit for unit in (cast.bjork, cast.lill, cast.tall) if unit.name in page]


def test_the_analysis_stands_in_it_when_it_is_shared(told_round: Round, cast: Cast) -> None:
    assert "Huvudmannens analys är inte delad än" in page_of(told_round, cast)
    analyse(told_round, cast, PLAIN)
    page = page_of(told_round, cast)
    whole_sentences = PLAIN[:320].rpartition(". ")[0]
    assert page.count(f"{whole_sentences}. […]") == 4
    assert "Beslutad av" in page


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (OrganisationKind.MUNICIPALITY, "Sammanfattning för nämnden"),
        (OrganisationKind.REGION, "Sammanfattning för nämnden"),
        (OrganisationKind.INDEPENDENT, "Sammanfattning för styrelsen"),
        (OrganisationKind.STATE, "Sammanfattning för ledningen"),
    ],
)
def test_it_is_for_those_who_decide_there(
    told_round: Round, cast: Cast, kind: OrganisationKind, title: str
) -> None:
    Organisation.objects.filter(pk=cast.organisation.pk).update(kind=kind)
    assert f"Kvalitetsrapport {title} Ekby" in page_of(told_round, cast)


def test_a_text_is_cut_after_a_whole_sentence_or_else_a_word() -> None:
    assert shortened("Ett.\n\n Två.", 20) == "Ett. Två."
    assert shortened("Ett. Två tre.", 10) == f"Ett.{CUT}"
    assert shortened("Ett. Två. Tre.", 9) == f"Ett. Två.{CUT}"
    assert shortened("ett två tre", 9) == f"ett två{CUT}"
    assert shortened("ett två tre", 6) == f"ett{CUT}"
    assert shortened("a" * 12, 10) == f"{'a' * 10}{CUT}"


def test_while_the_round_is_open_there_is_none(open_round: Round, cast: Cast) -> None:
    assert "Rapporten finns när omgången har stängt" in page_of(open_round, cast)
    assert fetched(open_round, cast).status_code == 404
