"""The national goals beside a round: what is worked with, what is not, and the figures chosen."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessments.closing import close_round, close_unit
from assessments.models import Assessment, Round, RoundFactor
from factors import drafts
from factors.models import Edition, Factor, NationalGoal, Statement, SubGoal
from portal.days import today
from portal.models import Unit, User
from portal.terms import Level
from tests.assessments.conftest import Answer, add_assessment, add_round, rate
from tests.conftest import Cast, add_factor, add_unit
from tests.factors.figures import (
    BJORK,
    FEW,
    LILL,
    MERIT,
    add_codes,
    add_figures,
    add_link,
    figure,
)
from tests.factors.figures import (
    answer as published,
)
from tests.factors.sub_goals import add_concern, add_goal


@pytest.fixture
def goals(edition: Edition) -> list[SubGoal]:
    """Two of grundskola, the second of which nothing is linked to, and one of förskola."""
    NationalGoal.objects.create(edition=edition, school_form="GR", text="En god utbildning.")
    return [add_goal(edition, 1), add_goal(edition, 2), add_goal(edition, 3, "FS")]


@pytest.fixture
def factor(edition: Edition) -> Factor:
    return edition.factors.get(slug="ansvar")


def address(round: Round, unit: str | None = None, form: str | None = None) -> str:
    place = [round.organisation.slug, round.pk, *([unit] if unit else [])]
    found = reverse(f"assessments:{'unit' if unit else 'results'}_goals", args=place)
    return f"{found}?skolform={form}" if form else found


def get(reader: User, path: str) -> Any:
    client = Client()
    client.force_login(reader)
    return client.get(path)


def read(reader: User, path: str) -> str:
    response = get(reader, path)
    assert response.status_code == 200, response.status_code
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)
    assert main
    return " ".join(re.sub(r"<[^>]+>", " ", main.group()).replace("\u00a0", " ").split())


# what stands there


def test_a_sub_goal_shows_what_concerns_it_with_its_figure_at_each_level(
    closed_round: Round, cast: Cast, factor: Factor, goals: list[SubGoal]
) -> None:
    add_concern(cast, factor, goals[0])
    add_concern(cast, factor, goals[0], row=1)
    page = read(cast.skolchef, address(closed_round))
    assert "Nationell målsättning, grundskola En god utbildning." in page
    assert "Grundskola: omgången berör 1 delmål, och 1 står utanför den." in page
    assert "Valt av Ekby kommun, inte en nationell koppling" in page
    worked, idle = page.split("Delmål utanför omgången")
    assert "Delmål GR 1 i prov-2026. Ansvar , hela faktorn" in worked
    assert "Huvudman 3,0 Rektor 3,0 Undervisning 2,5" in worked
    assert "Huvudman: 1 skattning · Rektor: 2 skattningar · Undervisning: 8 skattningar" in worked
    assert "Ansvar , rad 1" in worked
    assert "Huvudman 4,0 Rektor 3,0 Undervisning 2,6" in worked
    assert "… ansvar undervisning 1" in worked
    assert "Delmål GR 2 i prov-2026. Ingen framgångsfaktor är kopplad till delmålet." in idle


def test_a_unit_sees_its_own_figures_and_school_forms(
    closed_round: Round, cast: Cast, factor: Factor, goals: list[SubGoal]
) -> None:
    for goal in goals:
        add_concern(cast, factor, goal)
    page = read(cast.rektor, address(closed_round, "bjorkskolan"))
    assert "Huvudman 3,0 Rektor 4,0 Undervisning 2,5" in page
    assert "Undervisning: 8 skattningar i de hopräknade enheterna" in page
    assert "Undervisningens siffror räknas ihop med Lillskolan" in page
    assert "Förskoleklass Grundskola Nationell" in page
    assert "Delmål FS" not in page
    preschool = read(cast.tall_rektor, address(closed_round, "tallens-forskola"))
    assert "Delmål FS 3 i prov-2026. Ansvar , hela faktorn" in preschool
    assert "Undervisning: inga svar" in preschool


def test_what_is_linked_but_not_asked_about_is_told(
    closed_round: Round, cast: Cast, edition: Edition, goals: list[SubGoal]
) -> None:
    third = add_factor(edition, "annat", "Annat", 3)
    local = Edition.objects.create(
        slug="egen", title="Egen", organisation=cast.organisation, published_on=today()
    )
    own = add_factor(local, "eget", "Eget", 1)
    add_concern(cast, third, goals[0])
    add_concern(cast, own, goals[0], row=2)
    page = read(cast.skolchef, address(closed_round, form="GR"))
    assert "Inget i omgången är kopplat till delmålen" in page
    told = "Ni har också kopplat hit, men det ingår inte i omgången:"
    assert f"{told} Annat och Eget, rad 2 (lokal)." in page


def test_a_local_factor_is_marked(
    closed_round: Round, cast: Cast, factor: Factor, goals: list[SubGoal]
) -> None:
    Edition.objects.filter(pk=factor.edition_id).update(organisation=cast.organisation)
    national = Edition.objects.create(
        slug="nationell", title="Nationell", published_on="2026-01-01"
    )
    goal = add_goal(national, 4)
    add_concern(cast, Factor.objects.get(pk=factor.pk), goal)
    page = read(cast.skolchef, address(closed_round, form="GR"))
    assert "Delmål GR 4 i nationell. Ansvar , hela faktorn Lokal" in page


def test_official_figures_stand_beside_in_words_where_there_is_no_number(
    closed_round: Round, cast: Cast, edition: Edition, goals: list[SubGoal]
) -> None:
    add_codes(cast)
    add_figures(
        cast,
        published(LILL, **{MERIT: [figure("..", kind=FEW)]}),
        published(BJORK, **{MERIT: [figure("231,5"), figure("220,0", "2023/24")]}),
    )
    add_link(cast, edition)
    page = read(cast.skolchef, address(closed_round, form="GR"))
    name = "Genomsnittligt meritvärde i årskurs 9"
    assert f"{name} . 2024/25: 231,5 på 1 enhet. För få elever: 1 enhet." in page
    assert "Officiell statistik, vald av Ekby kommun." in page
    assert "Lillskolan Inte inläst För få elever" in page
    unit = read(cast.few[0], address(closed_round, "lillskolan"))
    assert "För få elever" in unit
    assert "231,5" not in unit
    assert "Vald av Ekby kommun, inte en nationell indikator" in unit


def test_while_a_round_is_open_it_says_so_and_shows_no_figure(
    open_round: Round, cast: Cast, factor: Factor, goals: list[SubGoal], answer: Answer
) -> None:
    for teacher in cast.teachers:
        answer(teacher, 3, 4)
    add_concern(cast, factor, goals[0])
    page = read(cast.skolchef, address(open_round))
    assert (
        "Huvudman: pågår fortfarande · Rektor: pågår fortfarande · Undervisning: pågår fortfarande"
        in page
    )
    close_unit(open_round, cast.bjork)
    assert "Undervisning: 6 skattningar" in read(cast.rektor, address(open_round, "bjorkskolan"))
    assert "Undervisning: pågår" in read(cast.skolchef, address(open_round))


def test_too_few_answers_are_no_figure_here_either(
    open_round: Round, cast: Cast, factor: Factor, goals: list[SubGoal], answer: Answer
) -> None:
    for teacher in cast.teachers[:4]:
        answer(teacher, 3, 4)
    add_concern(cast, factor, goals[0])
    close_round(open_round)
    page = read(cast.skolchef, address(open_round))
    assert "Undervisning: för få svar" in page
    assert "3,0" not in page


# an old round


def test_the_goals_are_those_of_the_edition_that_the_round_asks_from(
    closed_round: Round, cast: Cast, edition: Edition, factor: Factor, goals: list[SubGoal]
) -> None:
    newer = drafts.go_on_from(edition, "prov-2027", "Nyare")
    SubGoal.objects.filter(edition=newer).update(text="Omskrivet delmål.")
    newer.publish(None, today())
    add_concern(cast, newer.factors.get(slug="ansvar"), newer.sub_goals.get(row=1), row=1)
    page = read(cast.skolchef, address(closed_round))
    assert "Delmål GR 1 i prov-2026. Ansvar , rad 1" in page
    assert "Omskrivet delmål." not in page


def test_where_only_local_factors_are_asked_about_the_goals_are_of_the_rounds_time(
    closed_round: Round, cast: Cast, edition: Edition, goals: list[SubGoal]
) -> None:
    local = Edition.objects.create(
        slug="egen", title="Egen", organisation=cast.organisation, published_on=today()
    )
    RoundFactor.objects.filter(round=closed_round).delete()
    RoundFactor.objects.create(
        round=closed_round, factor=add_factor(local, "eget", "Eget", 1), position=1
    )
    assert "Delmål GR 1 i prov-2026." in read(cast.skolchef, address(closed_round, form="GR"))
    Edition.objects.filter(pk=edition.pk).update(published_on="2100-01-01")
    assert "Katalogen är inte inläst än" in read(cast.skolchef, address(closed_round))


# who may read, and what makes no sense


def test_who_may_read_what(closed_round: Round, cast: Cast) -> None:
    path = address(closed_round)
    assert [get(user, path).status_code for user in (cast.admin, cast.skolchef)] == [200, 200]
    assert [get(user, path).status_code for user in (cast.rektor, cast.few[0])] == [403, 403]
    assert get(cast.outsider, path).status_code == 404
    path = address(closed_round, "lillskolan")
    for reader in (cast.admin, cast.skolchef, cast.lill_rektor, cast.few[0]):
        assert get(reader, path).status_code == 200
    for reader in (cast.rektor, cast.teachers[0], cast.outsider):
        assert get(reader, path).status_code == 404


def test_what_does_not_exist_is_not_found(
    closed_round: Round, cast: Cast, goals: list[SubGoal]
) -> None:
    paths = [
        address(closed_round, form="XX"),
        address(closed_round) + "?skolform=",
        address(closed_round, form="GY"),
        address(closed_round, "bjorkskolan", "FS"),
        address(closed_round, "finns-inte"),
        reverse("assessments:results_goals", args=["ekby", 10**30]),
        reverse("assessments:results_goals", args=["annanby", closed_round.pk]),
    ]
    assert [get(cast.admin, path).status_code for path in paths] == [404] * len(paths)


def test_a_round_without_units_or_goals_says_so(
    open_round: Round, cast: Cast, edition: Edition
) -> None:
    page = read(cast.admin, address(open_round))
    assert "Källan anger inga delmål för skolformen." in page
    Assessment.objects.filter(round=open_round, unit__isnull=False).delete()
    assert "Inga enheter ingår i omgången" in read(cast.admin, address(open_round))


def test_where_nothing_is_linked_the_administrator_is_led_on(
    closed_round: Round, cast: Cast, goals: list[SubGoal]
) -> None:
    link = 'href="/ekby/faktorer/"'
    told = "Inget i omgången är kopplat till delmålen"
    for reader, led in ((cast.admin, True), (cast.skolchef, False)):
        assert told in read(reader, address(closed_round))
        body = get(reader, address(closed_round)).content.decode()
        assert (link in body.partition("<main")[2]) is led


# the other pages of the round


def test_the_overview_says_which_sub_goals_are_worked_with(
    closed_round: Round, cast: Cast, factor: Factor, goals: list[SubGoal]
) -> None:
    path = reverse("assessments:results", args=["ekby", closed_round.pk])
    assert "Delmål som ni arbetar med" not in read(cast.admin, path)
    add_concern(cast, factor, goals[0], row=2)
    page = read(cast.admin, path)
    assert "Delmål som ni arbetar med" in page
    assert "Grundskola 1 av 2 delmål : 1" in page
    assert "Förskola 0" not in page
    assert "vald av Ekby kommun" in page


def test_a_factors_result_says_which_sub_goals_it_concerns(
    closed_round: Round, cast: Cast, factor: Factor, goals: list[SubGoal]
) -> None:
    add_concern(cast, factor, goals[0])
    add_concern(cast, factor, goals[0], row=2)
    add_concern(cast, factor, goals[2], row=1)
    place = ["ekby", closed_round.pk]
    page = read(cast.admin, reverse("assessments:results_factor", args=[*place, 1]))
    told = "Berör delmål: Förskola 3 (rad 1); Grundskola 1 (hela faktorn och rad 2)."
    assert f"{told} Valt av Ekby kommun, inte en nationell koppling." in page
    at_bjork = [*place, "bjorkskolan", 1]
    unit = read(cast.rektor, reverse("assessments:unit_results_factor", args=at_bjork))
    assert "Berör delmål: Grundskola 1 (hela faktorn och rad 2)." in unit
    other = read(cast.admin, reverse("assessments:results_factor", args=[*place, 2]))
    assert "Berör delmål" not in other


# queries


def round_at(cast: Cast, edition: Edition, units: list[Unit]) -> Round:
    round = add_round(cast.organisation, edition, "Våren")
    for unit in units:
        asked = add_assessment(round, Level.UNDERVISNING, unit, cast.teachers)
        for participation in asked.participations.all():
            rate(participation, 3, 3)
    close_round(round)
    return round


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_units_links_or_figures(
    cast: Cast,
    edition: Edition,
    factor: Factor,
    client: Client,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    units = [cast.bjork, cast.lill, add_unit(cast.organisation, "Askskolan", "ask", "GR")]
    codes = [f"{place:08}" for place in range(number)]
    for unit, code in zip(units[:number], codes, strict=True):
        Unit.objects.filter(pk=unit.pk).update(code=code)
    add_figures(cast, *(published(code, **{MERIT: [figure("1")]}) for code in codes))
    for row in range(1, number + 1):
        add_link(cast, edition, row)
        add_concern(cast, factor, edition.sub_goals.get(row=row), row=1)
    round = round_at(cast, edition, units[:number])
    client.force_login(cast.admin)
    with django_assert_num_queries(19):
        page = client.get(address(round)).content.decode()
    assert page.count("<h4>") == number
    with django_assert_num_queries(18):
        client.get(address(round, "bjorkskolan"))


def test_a_page_where_nothing_is_linked_takes_one_query_more(
    closed_round: Round,
    cast: Cast,
    client: Client,
    goals: list[SubGoal],
    factor: Factor,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(cast.admin)
    path = reverse("assessments:results", args=["ekby", closed_round.pk])
    with django_assert_num_queries(15):
        client.get(path)
    add_concern(cast, factor, goals[0], row=1)
    assert Statement.objects.filter(factor=factor, row=1).exists()
    with django_assert_num_queries(19):
        client.get(path)
