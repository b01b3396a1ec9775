"""The overview of some units, and what is told to be in its figures."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.closing import close_round
from assessments.models import Round
from factors.models import Edition
from portal.days import today
from portal.models import Unit, User
from portal.terms import Level, SchoolForm
from tests.assessments.conftest import Answer, add_assessment, add_round, rate
from tests.assessments.test_results import get, read
from tests.conftest import Cast


def at(round: Round, query: str = "") -> str:
    path = reverse("assessments:results", args=[round.organisation.slug, round.pk])
    return f"{path}?{query}" if query else path


def included(round: Round, query: str = "") -> str:
    path = reverse("assessments:results_included", args=[round.organisation.slug, round.pk])
    return f"{path}?{query}" if query else path


def rows_of(reader: User, path: str) -> list[str]:
    """The units of the heatmap, in the order that they stand."""
    html = get(reader, path).content.decode()
    return re.findall(r'<tr><th scope="row"><a href="[^"]+">([^<]+)</a>', html)


# filters


def test_a_school_form_is_looked_at_alone(closed_round: Round, cast: Cast):
    path = at(closed_round, "skolform=GR")
    text = read(cast.admin, path)
    assert "Visar 2 av 3 enheter: grundskola." in text
    assert rows_of(cast.admin, path) == ["Björkskolan", "Lillskolan"]
    assert "har svarat, 11 av 11 tillfrågade på alla nivåer 100 %" in text
    assert "enheter visas för undervisningen, varav 2 ihop med andra 2 av 2" in text
    assert f'href="{at(closed_round)}"' in get(cast.admin, path).content.decode()


def test_a_pool_that_is_half_inside_is_left_out_and_it_is_said(closed_round: Round, cast: Cast):
    Unit.objects.filter(pk=cast.lill.pk).update(area="Södra")
    text = read(cast.admin, at(closed_round, "omrade=Norra"))
    assert "Visar 2 av 3 enheter: Norra." in text
    assert "1 enhet räknas ihop med enheter utanför urvalet" in text
    assert "Björkskolan, med Lillskolan" in text
    assert "1 räknas ihop med enheter utanför urvalet 0 av 2" in text
    assert "Enheterna i urvalet visas bara ihop med andra" in text
    assert "2,5 n = 8" not in text
    assert "Undervisning medel sammantaget" not in text


def test_a_filter_follows_to_the_table_and_to_the_factor(closed_round: Round, cast: Cast):
    path = at(closed_round, "skolform=FS&niva=rektor")
    assert rows_of(cast.admin, path) == ["Tallens förskola"]
    html = get(cast.admin, path).content.decode()
    assert "resultat/1/?skolform=FS" in html
    assert "ingar/?skolform=FS&amp;niva=rektor&amp;faktor=1" not in html
    factor = reverse("assessments:results_factor", args=["ekby", closed_round.pk, 1])
    text = read(cast.admin, f"{factor}?skolform=FS")
    assert "Visar 1 av 3 enheter: förskola." in text
    assert "8 svar" not in text
    assert "8 svar" in read(cast.admin, f"{factor}?skolform=GR")


def test_form_and_area_narrow_together(closed_round: Round, cast: Cast):
    Unit.objects.filter(pk=cast.lill.pk).update(area="")
    assert rows_of(cast.admin, at(closed_round, "skolform=GR&omrade=Norra")) == ["Björkskolan"]
    text = read(cast.admin, at(closed_round, "skolform=GR&omrade=-"))
    assert "Visar 1 av 3 enheter: grundskola, Utan område." in text


@pytest.mark.parametrize("query", ["skolform=GY", "omrade=%3Cb%3EFinns", "skolform=FS&omrade=-"])
def test_no_units_have_words(closed_round: Round, cast: Cast, query: str):
    for path in (at(closed_round, query), at(closed_round, f"{query}&niva=rektor")):
        text = read(cast.admin, path)
        assert "Ingen enhet i omgången stämmer med det du har valt" in text
        assert "Enheter och faktorer" not in text
    factor = reverse("assessments:results_factor", args=["ekby", closed_round.pk, 1])
    assert "Ingen enhet i omgången" in read(cast.admin, f"{factor}?{query}")
    assert read(cast.admin, included(closed_round, query))


def test_an_area_is_never_markup(closed_round: Round, cast: Cast):
    html = get(cast.admin, at(closed_round, "omrade=%3Cb%3EFinns%22%00")).content.decode()
    assert "<b>Finns" not in html
    assert "&lt;b&gt;Finns" in html


@pytest.mark.parametrize(
    "query",
    [
        "skolform=XX",
        "skolform=gr",
        "niva=huvudman",
        "niva=alla",
        "grupp=poang",
        "omgang=0",
        "omgang=x",
        "omgang=99999999999999999999",
        "omgang=",
    ],
)
def test_what_is_no_choice_is_not_found(closed_round: Round, cast: Cast, query: str):
    assert get(cast.admin, at(closed_round, query)).status_code == 404


def test_another_closed_round_is_chosen_with_the_same_filter(
    closed_round: Round, cast: Cast, edition: Edition
):
    other = add_round(cast.organisation, edition, "Våren")
    path = at(closed_round, f"omgang={other.pk}&skolform=GR&grupp=omrade&niva=rektor")
    assert get(cast.admin, path).status_code == 404
    close_round(other)
    response = get(cast.admin, path)
    assert response.status_code == 302
    assert response["Location"] == at(other, "skolform=GR&grupp=omrade")
    assert (
        f'value="{closed_round.pk}" selected'
        in get(cast.admin, at(closed_round, f"omgang={closed_round.pk}")).content.decode()
    )


def test_a_round_of_another_organisation_is_not_chosen(
    closed_round: Round, cast: Cast, edition: Edition
):
    elsewhere = add_round(cast.outsider.memberships.get().organisation, edition)
    close_round(elsewhere)
    path = at(closed_round, f"omgang={elsewhere.pk}")
    assert get(cast.admin, path).status_code == 404


def test_an_open_round_can_be_left_for_a_closed_one(
    closed_round: Round, cast: Cast, edition: Edition
):
    still_open = add_round(cast.organisation, edition, "Våren")
    add_assessment(still_open, Level.REKTOR, cast.bjork, [cast.rektor])
    html = get(cast.admin, at(still_open)).content.decode()
    assert re.findall(r'<option value="\d+"[^>]*>([^<]+)', html) == ["Våren", "Hösten"]


# the table


def test_units_are_never_ranked(closed_round: Round, cast: Cast):
    """Whatever they say: the same order by name when the answers change places."""
    for query in ("niva=rektor", "niva=undervisning", "niva=rektor&grupp=omrade"):
        names = rows_of(cast.admin, at(closed_round, query))
        assert names == ["Björkskolan", "Lillskolan", "Tallens förskola"]
    Unit.objects.filter(pk=cast.bjork.pk).update(name="Öskolan", sort_key="")
    Unit.objects.get(pk=cast.bjork.pk).save()
    names = rows_of(cast.admin, at(closed_round, "niva=rektor"))
    assert names == ["Lillskolan", "Tallens förskola", "Öskolan"]


def test_many_units_stand_by_area(cast: Cast, edition: Edition, open_round: Round, answer: Answer):
    answer(cast.rektor, 4, 4)
    for number in range(20):
        unit = Unit.objects.create(
            organisation=cast.organisation,
            name=f"Skola {number}",
            slug=f"skola-{number}",
            school_forms=[SchoolForm.GR],
            area=f"Område {number % 2}",
        )
        add_assessment(open_round, Level.REKTOR, unit, [])
    close_round(open_round)
    html = get(cast.admin, at(open_round, "niva=rektor")).content.decode()
    groups = re.findall(r'<th scope="rowgroup"><a href="[^"]+">([^<]+)</a>', html)
    assert groups == ["Norra", "Område 0", "Område 1"]
    assert "scroll long" in html
    together = get(cast.admin, at(open_round, "niva=rektor&grupp=ingen")).content.decode()
    assert "rowgroup" not in together


# what is in a figure


def test_a_mean_tells_its_units_its_voices_and_how_it_is_counted(closed_round: Round, cast: Cast):
    text = read(cast.admin, included(closed_round, "niva=undervisning&faktor=1"))
    assert "Ansvar 2,5 medelvärde av 8 skattningar" in text
    assert "1 × 1 + 3 × 2 + 3 × 3 + 1 × 4 = 20. 20 delat med 8 är 2,5." in text
    assert "Björkskolan , Lillskolan 8 av 8 8" in text
    assert "Enheter på samma rad är för små" in text
    left_out = text.split("Det här ingår inte")[1]
    assert "Inga svar Ingen av de tillfrågade har svarat" in left_out
    assert "Tallens förskola" in left_out
    assert "Björkskolan" not in left_out


def test_a_unit_tells_whose_voices_its_figure_is(closed_round: Round, cast: Cast):
    pooled = read(cast.admin, included(closed_round, "niva=undervisning&faktor=1&enhet=lillskolan"))
    assert "Ansvar , Lillskolan 2,5 medelvärde av 8 skattningar" in pooled
    assert "Björkskolan , Lillskolan 8 av 8 8" in pooled
    alone = read(cast.admin, included(closed_round, "niva=rektor&faktor=1&enhet=bjorkskolan"))
    assert "4,0 medelvärde av 1 skattning" in alone
    assert "Lillskolan" not in alone
    silent = read(cast.admin, included(closed_round, "niva=rektor&faktor=1&enhet=tallens-forskola"))
    assert "Det finns inga svar att visa här." in silent
    assert "Ingen av de tillfrågade har svarat" in silent


def test_all_factors_together_are_counted_by_rating(closed_round: Round, cast: Cast):
    text = read(cast.admin, included(closed_round, "niva=undervisning"))
    assert "Alla faktorer sammantaget 2,7 medelvärde av 15 skattningar" in text
    assert "2 faktorer." in text


def test_local_factors_are_said_to_be_left_out(closed_round: Round, cast: Cast, edition: Edition):
    own = Edition.objects.create(
        organisation=cast.organisation, slug="egen", published_on=today(), title="Egen"
    )
    edition.factors.filter(slug="larande").update(edition=own)
    text = read(cast.admin, included(closed_round, "niva=undervisning"))
    assert "medelvärde av 8 skattningar" in text
    assert "Lokala faktorer räknas inte ihop med nationella" in read(
        cast.admin, included(closed_round, "siffra=olika")
    )


def test_what_a_filter_splits_is_left_out_with_whom(closed_round: Round, cast: Cast):
    Unit.objects.filter(pk=cast.lill.pk).update(area="Södra")
    text = read(cast.admin, included(closed_round, "niva=undervisning&faktor=1&omrade=Norra"))
    assert "Visar 2 av 3 enheter: Norra." in text
    assert "medelvärde" not in text.split("Så räknas den")[0]
    left_out = text.split("Det här ingår inte")[1]
    assert "Björkskolan , räknas ihop med Lillskolan" in left_out
    assert "Visas bara ihop med andra" in left_out


def test_too_few_are_left_out_of_response_and_units(open_round: Round, cast: Cast, answer: Answer):
    answer(cast.rektor, 4, 4)
    answer(cast.few[0], 1)
    close_round(open_round)
    response = read(cast.admin, included(open_round, "siffra=svarat"))
    teaching = response.split("Undervisning ")[1]
    assert "0 av 6 har svarat, 0 %." in teaching
    assert "För få svar" in teaching
    assert "Lillskolan" in teaching.split("För få svar")[1]
    units = read(cast.admin, included(open_round, "siffra=enheter"))
    assert "Ingen enhet visas." in units
    assert "1 av 2" not in response + units


def test_the_response_is_the_overviews(closed_round: Round, cast: Cast):
    text = read(cast.admin, included(closed_round, "siffra=svarat"))
    assert "1 av 1 har svarat, 100 %." in text
    assert "2 av 3 har svarat, 67 %." in text
    assert "8 av 8 har svarat, 100 %." in text
    assert "Tallens förskola 0 av 1" in text


def test_rows_that_differ_are_counted_by_span(closed_round: Round, cast: Cast):
    text = read(cast.admin, included(closed_round, "siffra=olika"))
    assert "2 av 3 jämförda rader." in text
    assert "Lärande , rad 2" in text.split("Det här ingår inte")[1]


@pytest.mark.parametrize(
    "query",
    [
        "siffra=allt",
        "niva=alla",
        "niva=",
        "siffra=medel",
        "niva=rektor&faktor=3",
        "niva=rektor&faktor=x",
        "niva=rektor&faktor=",
        "niva=rektor&faktor=²",
        "niva=rektor&faktor=9999999999999999999999999",
        "niva=rektor&faktor=1&enhet=finns-inte",
        "niva=rektor&enhet=",
        "niva=rektor&skolform=XX",
    ],
)
def test_what_is_no_figure_is_not_found(closed_round: Round, cast: Cast, query: str):
    assert get(cast.admin, included(closed_round, query)).status_code == 404


@pytest.mark.parametrize(
    "query", ["siffra=svarat", "siffra=enheter", "siffra=olika", "niva=rektor"]
)
def test_nothing_is_told_while_the_round_is_open(
    open_round: Round, cast: Cast, answer: Answer, query: str
):
    answer(cast.rektor, 4, 4)
    text = read(cast.admin, included(open_round, query))
    assert "Pågår fortfarande" in text
    assert "Det här ingår inte" not in text


# queries


@pytest.fixture
def one_unit(cast: Cast, edition: Edition) -> Round:
    round = add_round(cast.organisation, edition, "Våren")
    add_assessment(round, Level.HUVUDMAN, None, [cast.skolchef])
    add_assessment(round, Level.REKTOR, cast.bjork, [cast.rektor])
    for each in add_assessment(
        round, Level.UNDERVISNING, cast.bjork, cast.teachers
    ).participations.all():
        rate(each, 3, 3, 3, 3)
    close_round(round)
    return round


@pytest.mark.parametrize(
    ("page", "query", "queries"),
    [
        (at, "skolform=GR", 12),
        (at, "grupp=omrade", 19),
        (included, "siffra=svarat", 6),
        (included, "siffra=enheter", 6),
        (included, "siffra=olika", 7),
        (included, "niva=undervisning", 7),
        (included, "niva=undervisning&faktor=1&skolform=GR", 7),
        (included, "niva=undervisning&faktor=1&enhet=bjorkskolan", 7),
    ],
)
def test_queries_do_not_grow_with_the_units(
    first_round: Round,
    closed_round: Round,
    one_unit: Round,
    cast: Cast,
    client: Client,
    django_assert_num_queries: Callable[[int], Any],
    page: Callable[[Round, str], str],
    query: str,
    queries: int,
):
    client.force_login(cast.admin)
    for round in (one_unit, closed_round):
        with django_assert_num_queries(queries):
            assert client.get(page(round, query)).status_code == 200
