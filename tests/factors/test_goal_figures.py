"""Figures beside the goals: chosen, shown to those who may see the unit, and never as official."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from factors.models import Edition, FigureLink, SubGoal
from portal.models import AuditEvent, Unit, User
from portal.terms import SchoolForm
from tests.conftest import Cast, add_unit
from tests.factors.figures import (
    BJORK,
    CERTIFIED,
    FEW,
    LILL,
    MERIT,
    add_codes,
    add_figures,
    add_link,
    answer,
    figure,
)

GOALS = "/ekby/mal/?skolform=GR"
LINKS = "/ekby/siffror/koppla/?skolform=GR"
ROUNDED = "ROUNDED_OFF_DUE_TO_FEW_PUPILS_NOT_ELIGIBLE"
NOT_REQUIRED = "TEACHERS_EXCLUDED_DUE_TO_NO_REQUIRED_LEGITIMATION"


@pytest.fixture
def linked(cast: Cast, edition: Edition) -> FigureLink:
    add_codes(cast)
    add_figures(
        cast,
        answer(LILL, **{MERIT: [figure("240,0"), figure("..", "2023/24", FEW)]}),
        answer(BJORK, **{MERIT: [figure("231,5")]}),
    )
    return add_link(cast, edition)


def text_of(client: Client, person: User, address: str = GOALS) -> str:
    client.force_login(person)
    main = client.get(address).content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def table(client: Client, person: User) -> list[list[str]]:
    """The cells of the first table, row by row."""
    client.force_login(person)
    body = client.get(GOALS).content.decode().partition("<table")[2].partition("</table>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.S)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in rows]
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in cells]


def test_the_huvudman_sees_all_units_by_name_and_school_year(
    client: Client, cast: Cast, linked: FigureLink
) -> None:
    assert table(client, cast.skolchef) == [
        ["Enhet", "2023/24", "2024/25"],
        ["Björkskolan", "Inte inläst", "231,5"],
        ["Lillskolan", "För få elever", "240,0"],
    ]


def test_a_unit_sees_its_own_figures_only(client: Client, cast: Cast, linked: FigureLink) -> None:
    for person in (cast.lill_rektor, cast.few[0]):
        assert [row[0] for row in table(client, person)] == ["Enhet", "Lillskolan"]
        assert "231,5" not in text_of(client, person)


def test_units_without_any_figure_are_named_below(
    client: Client, cast: Cast, linked: FigureLink
) -> None:
    add_unit(cast.organisation, "Åsskolan", "asskolan", SchoolForm.GR)
    add_unit(cast.organisation, "Alskolan", "alskolan", SchoolForm.GR)
    assert "Inte inläst för Alskolan, Åsskolan." in text_of(client, cast.skolchef)
    assert [row[0] for row in table(client, cast.skolchef)] == [
        "Enhet",
        "Björkskolan",
        "Lillskolan",
    ]


def test_a_school_with_preschool_class_begins_with_what_it_is_above_all(
    client: Client, cast: Cast, linked: FigureLink
) -> None:
    assert "Delmål nummer 1." in text_of(client, cast.rektor, "/ekby/mal/")
    other = text_of(client, cast.rektor, "/ekby/mal/?skolform=FKLASS")
    assert "Källan anger inga delmål för skolformen." in other
    assert "Så läser du siffrorna" not in other


def test_the_page_begins_where_there_are_figures(
    client: Client, cast: Cast, linked: FigureLink
) -> None:
    assert "Så läser du siffrorna" in text_of(client, cast.skolchef, "/ekby/mal/")
    linked.delete()
    assert "Så läser du siffrorna" not in text_of(client, cast.skolchef, "/ekby/mal/")


def test_it_is_told_to_be_the_organisations_own_choice(
    client: Client, cast: Cast, linked: FigureLink
) -> None:
    page = text_of(client, cast.rektor)
    assert "Vald av Ekby kommun, inte en nationell indikator" in page
    assert "Källa: statistik.json, läst" in page
    assert "Delmål nummer 1." in page


def test_each_kind_of_figure_reads_differently(
    client: Client, cast: Cast, edition: Edition
) -> None:
    add_codes(cast)
    kinds = [
        figure("0,0", "2020/21"),
        figure("~100", "2021/22", ROUNDED),
        figure(".", "2022/23", "MISSING"),
        figure("*", "2023/24", NOT_REQUIRED),
        figure("12", "2024/25", "NY_SORT"),
    ]
    add_figures(cast, answer(BJORK, **{MERIT: kinds}))
    add_link(cast, edition)
    assert table(client, cast.rektor)[1] == [
        "Björkskolan",
        "0,0",
        "~100 avrundat",
        "Saknas i källan",
        "Räknas inte",
        "Okänt slag: NY_SORT (12)",
    ]


def test_the_five_latest_school_years_are_shown(
    client: Client, cast: Cast, edition: Edition
) -> None:
    add_codes(cast)
    years = [figure("1", f"20{year}/{year + 1}") for year in (24, 19, 21, 20, 23, 22)]
    add_figures(cast, answer(BJORK, **{MERIT: years}))
    add_link(cast, edition)
    assert table(client, cast.rektor)[0] == [
        "Enhet", "2020/21", "2021/22", "2022/23", "2023/24", "2024/25",
    ]  # fmt: skip


def test_programmes_stand_each_on_a_row(client: Client, cast: Cast, edition: Edition) -> None:
    add_codes(cast)
    programmes = [
        {"programCode": code, MERIT: [figure(value)]} for code, value in (("NA", "2"), ("EK", "1"))
    ]
    add_figures(cast, answer(BJORK, programMetrics=programmes))
    add_link(cast, edition)
    assert table(client, cast.rektor)[1:] == [
        ["Björkskolan Program EK", "1"],
        ["Björkskolan Program NA", "2"],
    ]


def test_a_link_follows_its_sub_goal_into_newer_editions(
    client: Client, cast: Cast, linked: FigureLink
) -> None:
    earlier = linked.sub_goal
    for year in (2027, 2028):
        newer = Edition.objects.create(
            slug=f"prov-{year}", title="Nyare", published_on=f"{year}-01-01"
        )
        SubGoal.objects.create(edition=newer, school_form="GR", row=1, text="Ett nytt delmål.")
        earlier = SubGoal.objects.create(
            edition=newer, school_form="GR", row=7, text=f"Omskrivet {year}.", follows=earlier
        )
    page = text_of(client, cast.rektor)
    assert "Delmål 1 Ett nytt delmål. Inga siffror är valda till delmålet." in page
    assert "Delmål 7 Omskrivet 2028. Genomsnittligt meritvärde i årskurs 9" in page


@pytest.mark.parametrize("units", [1, 3])
def test_the_page_asks_the_same_however_many_units_there_are(
    client: Client,
    cast: Cast,
    edition: Edition,
    units: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    Unit.objects.filter(organisation=cast.organisation).exclude(pk=cast.bjork.pk).delete()
    for number in range(1, units):
        add_unit(cast.organisation, f"Skola {number}", f"skola-{number}", SchoolForm.GR)
    codes = [f"{number:08}" for number in range(1, units + 1)]
    for unit, code in zip(cast.organisation.units.all(), codes, strict=True):
        Unit.objects.filter(pk=unit.pk).update(code=code)
    add_figures(cast, *(answer(code, **{MERIT: [figure("1")]}) for code in codes))
    add_link(cast, edition)
    client.force_login(cast.skolchef)
    with django_assert_num_queries(12):
        page = client.get(GOALS).content.decode()
    assert page.count('data-label="2024/25"') == units


def test_without_units_or_editions_the_page_says_so(client: Client, cast: Cast) -> None:
    assert "Katalogen är inte inläst än" in text_of(client, cast.skolchef)
    Edition.objects.create(slug="tom", title="Tom", published_on="2026-01-01")
    assert "Källan anger inga delmål för skolformen." in text_of(client, cast.rektor)
    Unit.objects.update(closed_on="2026-01-01")
    assert "Här finns inga enheter än" in text_of(client, cast.skolchef)


class TestLinking:
    def post(self, client: Client, sub_goal: object, measure: object) -> Any:
        return client.post(LINKS, {"sub_goal": sub_goal, "measure": measure}, follow=True)

    def test_a_measure_is_put_beside_a_sub_goal(
        self, client: Client, cast: Cast, linked: FigureLink
    ) -> None:
        add_figures(cast, answer(**{CERTIFIED: [figure("89,6")]}))
        client.force_login(cast.admin)
        page = self.post(client, linked.sub_goal.pk, CERTIFIED)
        assert page.redirect_chain == [(LINKS, 302)]
        made = FigureLink.objects.get(measure=CERTIFIED)
        assert made.linked_by == cast.admin
        name = "Andel lärare med legitimation och behörighet, procent"
        assert f"{name} står nu vid delmålet." in page.content.decode()
        assert AuditEvent.objects.get(verb="figures.linked").text == f"{name}: Delmål nummer 1."

    def test_and_taken_away_with_its_figures_left(
        self, client: Client, cast: Cast, linked: FigureLink
    ) -> None:
        client.force_login(cast.admin)
        client.post(f"/ekby/siffror/koppla/{linked.pk}/ta-bort/")
        assert not FigureLink.objects.exists()
        assert cast.bjork.figures.count() == 1
        assert AuditEvent.objects.filter(verb="figures.unlinked").count() == 1

    def test_not_twice_nor_what_has_not_been_read(
        self, client: Client, cast: Cast, linked: FigureLink
    ) -> None:
        client.force_login(cast.admin)
        for sub_goal, measure, told in (
            (linked.sub_goal.pk, MERIT, "Måttet står redan vid det delmålet."),
            (linked.sub_goal.pk, "hittepa", "Måttet finns inte bland det som är inläst."),
            (10**9, MERIT, "Delmålet finns inte i den här skolformen."),
            ("", "", "Välj ett delmål."),
        ):
            page = self.post(client, sub_goal, measure)
            assert page.status_code == 422
            assert told in page.content.decode()
        assert FigureLink.objects.count() == 1

    def test_a_measure_linked_in_an_earlier_edition_is_linked_already(
        self, client: Client, cast: Cast, linked: FigureLink
    ) -> None:
        newer = Edition.objects.create(slug="ny", title="Ny", published_on="2027-01-01")
        goal = SubGoal.objects.create(
            edition=newer, school_form="GR", row=2, text="Nytt.", follows=linked.sub_goal
        )
        client.force_login(cast.admin)
        assert "Måttet står redan" in self.post(client, goal.pk, MERIT).content.decode()

    def test_another_organisations_link_is_not_ours_to_take_away(
        self, client: Client, cast: Cast, linked: FigureLink
    ) -> None:
        client.force_login(cast.outsider)
        address = f"/annanby/siffror/koppla/{linked.pk}/ta-bort/"
        assert client.post(address).status_code == 404

    def test_without_figures_it_says_what_to_do_first(
        self, client: Client, cast: Cast, edition: Edition
    ) -> None:
        SubGoal.objects.create(edition=edition, school_form="GR", row=1, text="Delmål.")
        page = text_of(client, cast.admin, LINKS)
        assert "Ingen statistik är inläst för skolformen Läs in statistik" in page
