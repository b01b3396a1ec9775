"""The mirror on the factor's page and in the report: the same statement from both sides."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from assessments.closing import close_round, close_unit
from assessments.disclosure import figures, mirrors
from assessments.distribution import Distribution
from assessments.models import Participation, QualityReport, Rating, Response, Round
from assessments.reading import mirror_reading
from assessments.report.storage import report_html
from assessments.results.asked import asked_by
from assessments.results.overview import Overview
from portal.models import User
from portal.terms import Level, Role, SchoolForm
from tests.assessments.conftest import add_assessment, mirror, rate
from tests.assessments.test_swap import PDFS, addresses, page, signed_in, trade
from tests.conftest import Cast, add_person, add_unit


def url(name: str, *args: Any) -> str:
    return reverse(f"assessments:{name}", args=["ekby", *args])


def read(client: Client, user: User, address: str) -> str:
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    html = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)
    assert html
    return " ".join(html.group().split())


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def rektorer(cast: Cast, mirror_round: Round) -> list[Participation]:
    """Five of them, three at the units of the cast."""
    for number in range(2):
        unit = add_unit(cast.organisation, f"Nya {number}", f"nya-{number}", SchoolForm.GR)
        rektor = add_person(f"Ny{number}", cast.organisation, Role.REKTOR, unit)
        place = add_assessment(mirror_round, Level.REKTOR, unit, [rektor])
        place.participations.update(mirror=Response.objects.create(assessment=place))
    return list(Participation.objects.filter(assessment__level=Level.REKTOR).order_by("pk"))


@pytest.fixture
def answered(cast: Cast, mirror_round: Round, rektorer: list[Participation]) -> Round:
    """Everybody at Björkskolan, and all rektorer and the skolchef; teachers see less than they."""
    rate(Participation.objects.get(user=cast.skolchef), 3, 3, 3, 3, 3, 3)
    for number, participation in enumerate(rektorer):
        rate(participation, 4, 4, 4, 3, 3, 3)
        mirror(participation, number % 4 + 1, 3, 2, 3)
    for number, teacher in enumerate(cast.teachers):
        participation = Participation.objects.get(user=teacher)
        rate(participation, 3, 3, 3, 3)
        mirror(participation, 1 + number % 2, 2, None, 4)
    return mirror_round


def test_the_factor_page_shows_a_statement_from_both_sides(
    client: Client, cast: Cast, answered: Round
) -> None:
    close_round(answered)
    here = url("unit_results_factor", answered.pk, "bjorkskolan", 1)
    html = read(client, cast.teachers[0], here)
    assert html.count("Så ser undervisningsnivån på rektorsnivån") == 2
    assert html.count("Så ser rektorsnivån på huvudmannanivån") == 2
    assert "Här ser rektorsnivån och undervisningsnivån olika saker: 2,5 steg skiljer." in html
    assert "6 svar · 1: 50 % · 2: 50 %" in html
    assert "Räknas ihop med 4 andra enheter." in html
    whole = read(client, cast.skolchef, url("results_factor", answered.pk, 1))
    assert whole.count("Så ser undervisningsnivån på rektorsnivån") == 2
    assert "Räknas ihop" not in whole.split("Rad för rad")[1]


def test_the_pages_that_show_no_rows_say_nothing_of_it(
    client: Client, cast: Cast, answered: Round
) -> None:
    close_round(answered)
    for address in (
        url("results", answered.pk),
        url("unit_results", answered.pk, "bjorkskolan"),
    ):
        assert 'class="mirrored' not in read(client, cast.skolchef, address)


def test_the_mirror_is_in_no_mean_nor_spannvidd(answered: Round) -> None:
    close_round(answered)
    overview = Overview(asked_by(answered), figures(answered, asked_by(answered).ratable))
    row = overview.factors[0].rows[0]
    assert {level: voices.mean for level, voices in row.told.items()} == {
        Level.HUVUDMAN: 3.0,
        Level.REKTOR: 4.0,
        Level.UNDERVISNING: 3.0,
    }
    assert row.span == 1.0


def test_too_few_who_mirror_are_told_as_such(
    client: Client, cast: Cast, mirror_round: Round
) -> None:
    rate(Participation.objects.get(user=cast.rektor), 4, 4, 4)
    close_round(mirror_round)
    html = read(
        client, cast.skolchef, url("unit_results_factor", mirror_round.pk, "bjorkskolan", 1)
    )
    about_rektor = html.split("Så ser undervisningsnivån på rektorsnivån")[1]
    assert "<b>Inga svar.</b>" in about_rektor
    about_huvudman = html.split("Så ser rektorsnivån på huvudmannanivån")[1]
    assert about_huvudman.index("<b>För få svar.</b>") < about_huvudman.index("rektorsnivån")


def test_a_unit_that_closed_early_waits_for_its_mirror(
    client: Client, cast: Cast, answered: Round
) -> None:
    close_unit(answered, cast.bjork)
    html = read(client, cast.rektor, url("unit_results_factor", answered.pk, "bjorkskolan", 1))
    about_rektor = html.split("Så ser undervisningsnivån på rektorsnivån")[1]
    assert "<b>Stängd i förväg.</b>" in about_rektor
    assert "olika saker: 2,5 steg" not in html


def pages_of(round: Round) -> list[str]:
    """All that is told of a closed round but for what is printed."""
    found = addresses(round).items()
    return [address for name, named in found if name not in PDFS for address in named]


def test_a_round_without_a_mirror_shows_none(
    client: Client, cast: Cast, closed_round: Round
) -> None:
    client.force_login(cast.admin)
    for address in pages_of(closed_round):
        assert b'class="mirrored' not in client.get(address).getvalue()


def test_the_report_shows_it(client: Client, cast: Cast, answered: Round) -> None:
    close_round(answered)
    html = read(client, cast.rektor, url("unit_report", answered.pk, "bjorkskolan"))
    assert html.count("Så ser undervisningsnivån på rektorsnivån.") == 4
    assert "tillsammans med 4 andra enheter" in html
    assert "Enskilda svar i speglingen" in html


def test_figures_take_two_queries_whatever_there_is(
    answered: Round, django_assert_num_queries
) -> None:
    close_round(answered)
    statements = asked_by(answered).ratable
    with django_assert_num_queries(2):
        shown = mirrors(answered, statements)
        assert shown.organisation(Level.REKTOR, statements[0])
    assert shown.places(Level.REKTOR)


@pytest.mark.parametrize(
    ("mirrored", "words"),
    [
        (Distribution(n3=5), "Här ser rektorsnivån och undervisningsnivån samma sak."),
        (Distribution(n3=4, n2=1), "ungefär samma sak: 0,2 steg skiljer."),
        (Distribution(n3=2, n2=3), "skiljer sig rektorsnivån och undervisningsnivån något åt: 0,6"),
        (Distribution(n2=5), "ser rektorsnivån och undervisningsnivån olika saker: 1,0 steg"),
    ],
)
def test_the_two_sides_are_compared_in_neutral_words(mirrored: Distribution, words: str) -> None:
    own = Distribution(n3=2)
    assert words in mirror_reading(Level.REKTOR, own, Level.UNDERVISNING, mirrored)


def test_one_side_alone_is_not_compared() -> None:
    unsure = Distribution(unsure=6)
    assert mirror_reading(Level.REKTOR, Distribution(n3=2), Level.UNDERVISNING, unsure) == ""


# Nobody's mirror can be told from another's


def exchange(one: Participation, other: Participation) -> None:
    trade(Rating, "response", one.mirror_id or 0, other.mirror_id or 0)


def pages_after_closing(round: Round, cast: Cast) -> list[object]:
    """Every page of three readers and two reports, in a world that is then undone."""
    with transaction.atomic():
        close_round(Round.objects.get(pk=round.pk))
        found: list[object] = [
            page(reader, address)
            for reader in map(signed_in, (cast.skolchef, cast.rektor, cast.teachers[0]))
            for address in pages_of(round)
        ]
        closed = Round.objects.get(pk=round.pk)
        for unit in (None, cast.bjork):
            found.append(report_html(QualityReport(round=closed, unit=unit)))
        transaction.set_rollback(True)
    return found


@pytest.mark.one_database
def test_exchanged_mirrors_of_a_block_leave_no_trace(answered: Round, cast: Cast) -> None:
    before = pages_after_closing(answered, cast)
    asked = {each.user_id: each for each in Participation.objects.all()}
    exchange(asked[cast.teachers[0].pk], asked[cast.teachers[1].pk])
    exchange(asked[cast.rektor.pk], asked[cast.lill_rektor.pk])
    assert pages_after_closing(answered, cast) == before


def test_a_mirror_that_says_something_else_is_seen(answered: Round, cast: Cast) -> None:
    """The fault that the test above must be able to notice."""
    address = url("results_factor", answered.pk, 1)
    said = []
    for step in (1, 4):
        with transaction.atomic():
            mine = Rating.objects.filter(response__mirror_of__user=cast.rektor)
            mine.update(step=step)
            close_round(Round.objects.get(pk=answered.pk))
            said.append(page(signed_in(cast.skolchef), address))
            transaction.set_rollback(True)
    assert said[0] != said[1]
