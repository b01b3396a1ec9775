"""What has changed from round to round: told where both rounds may show it, and said neutrally."""

import re
from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.closing import close_round
from assessments.disclosure import Figure, Status
from assessments.distribution import Distribution
from assessments.drawings import LEVEL_COLOURS
from assessments.models import Round
from assessments.results.change import Change, Makeup, both_may_show
from assessments.trend_drawing import SHAPES, TrendLine, trend_drawing, trend_reading
from factors import drafts
from factors.models import Edition, Statement
from portal.days import today
from portal.models import Unit, User
from portal.terms import Level, SchoolForm
from tests.assessments.conftest import add_assessment, add_round, rate
from tests.assessments.test_results import get, read
from tests.assessments.test_swap import exchange, page, signed_in
from tests.conftest import Cast, add_factor, add_person, add_unit

Held = Callable[..., Round]
HERE = "bjorkskolan"


def address(round: Round, unit: str | None = None, against: object = None) -> str:
    place = [round.organisation.slug, round.pk, *([unit] if unit else [])]
    path = reverse(f"assessments:{'unit_' if unit else ''}trend", args=place)
    return path if against is None else f"{path}?mot={against}"


@pytest.fixture
def held(cast: Cast, edition: Edition) -> Held:
    """`held("Våren", 2)`: a closed round where all of Björkskolan and its rektor chose the step.

    Each round is later than those before it.
    """

    def held(title: str, step: int, edition: Edition = edition, units=(cast.bjork,)) -> Round:
        round = opened(cast, edition, title, units)
        for participation in answers_in(round):
            rate(participation, step, step, step, step, step, step)
        close_round(round)
        return round

    return held


def opened(cast: Cast, edition: Edition, title: str, units: tuple[Unit, ...]) -> Round:
    round = add_round(cast.organisation, edition, title)
    for unit in units:
        for level in (Level.REKTOR, Level.UNDERVISNING):
            members = unit.memberships.filter(role=level).select_related("user")
            add_assessment(round, level, unit, [each.user for each in members])
    return round


def answers_in(round: Round):
    for assessment in round.assessments.all():
        yield from assessment.participations.select_related("response", "assessment")


def figure(*counts: int, status: Status = Status.SHOWN) -> Figure:
    return Figure(status, Distribution(*counts))


# the rule, and the words


def test_a_change_is_told_only_where_both_rounds_show_a_figure():
    shown, few, unsure = figure(1, 2, 3), figure(status=Status.FEW), figure(0, 0, 0, 0, 5)
    assert both_may_show(shown, shown)
    for absent in (few, unsure, figure(status=Status.NOT_ASKED)):
        assert not both_may_show(shown, absent)
        assert not both_may_show(absent, shown)
        assert Change(absent, shown).size == 0


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ((0, 4, 6), (0, 0, 9, 1), "Från 2,6 till 3,1 (n = 10 och 10)."),
        ((0, 0, 9, 1), (0, 4, 6), "Från 3,1 till 2,6 (n = 10 och 10)."),
        ((0, 4, 6), (0, 1, 9), "Ungefär som förut: från 2,6 till 2,9 (n = 10 och 10)."),
        ((0, 4, 6), (0, 2, 3), "Som förut: 2,6 (n = 10 och 5)."),
    ],
)
def test_changes_are_said_neutrally_with_the_n_of_both(before, after, words):
    said = Change(figure(*before), figure(*after)).words
    assert said.replace("\u00a0", " ") == words


def test_what_reads_half_a_step_is_no_small_change():
    """Means of 2,55 and 3,04 read 2,6 and 3,0; 2,64 and 3,05 read 2,6 and 3,1."""
    assert Change(figure(0, 45, 55), figure(0, 0, 96, 4)).is_small
    assert not Change(figure(0, 36, 64), figure(0, 0, 95, 5)).is_small


def test_what_is_not_told_says_why():
    change = Change(figure(status=Status.FEW), figure(0, 0, 0, 0, 5))
    assert change.words == "Kan inte jämföras: för få svar då och kan inte bedöma nu."
    cut = figure(status=Status.CUT)
    assert Change(cut, cut).words == "Kan inte jämföras: avklippt i källan båda gångerna."


def test_whom_a_unit_was_counted_with_is_said_for_both_rounds():
    alone, pooled = ("Björk",), ("Björk", "Lill")
    assert Makeup(Level.UNDERVISNING, alone, alone).of("Björk") == ""
    assert "båda gångerna ihop med Lill" in Makeup(Level.UNDERVISNING, pooled, pooled).of("Björk")
    changed = Makeup(Level.UNDERVISNING, pooled, alone).of("Björk")
    assert "då ihop med Lill men nu för sig" in changed
    assert Makeup(Level.UNDERVISNING, (), pooled).of("Björk") == ""


def test_a_sum_of_other_units_says_which():
    many = tuple(f"E{number}" for number in range(9))
    words = Makeup(Level.UNDERVISNING, ("A", *many), ("A", "B")).of_all()
    assert "E0, E1, E2 och 6 enheter till ingick då men inte nu" in words
    assert "B ingår först nu" in words
    assert Makeup(Level.UNDERVISNING, ("A", "B"), ("B", "A")).of_all() == ""


# the drawing


def test_the_drawing_has_a_shape_and_a_colour_for_each_level_and_says_its_figures():
    lines = [
        TrendLine(level, [figure(0, 1), figure(0, 0, 1), figure(0, 0, 0, 1)]) for level in Level
    ]
    svg = trend_drawing(lines)
    for level in Level:
        assert svg.count(f'd="{SHAPES[level]}"') == 3
        assert svg.count(f'fill="{LEVEL_COLOURS[level]}"') == 3
    assert len(set(SHAPES.values())) == 3
    assert "undervisning 2,0, 3,0 och 4,0" in svg
    assert "<text" not in svg


def test_a_line_is_broken_where_a_round_has_no_figure():
    gap = [figure(0, 1), figure(status=Status.FEW), figure(0, 1)]
    line = TrendLine(Level.UNDERVISNING, gap)
    assert trend_drawing([line]).count('class="edge-undervisning"') == 0
    assert "2,0, för få svar och 2,0" in trend_reading([line])
    whole = TrendLine(Level.UNDERVISNING, gap[:1] * 3)
    assert trend_drawing([whole]).count('class="edge-undervisning"') == 2


# the page


def test_the_trend_tells_what_changed_for_the_huvudman_and_for_a_unit(held: Held, cast: Cast):
    held("Våren", 2)
    later = held("Hösten", 3)
    for reader, path in (
        (cast.skolchef, address(later)),
        (cast.rektor, address(later, HERE)),
        (cast.teachers[0], address(later, HERE)),
    ):
        text = read(reader, path)
        assert "Hösten jämförd med Våren" in text
        assert "Från 2,0 till 3,0 (n = 6 och 6)." in text
        assert "Undervisning 2,0 n&nbsp;=&nbsp;6 3,0 n&nbsp;=&nbsp;6" in text
        assert "6 svar · 2: 100 % Hösten" in text


def test_a_trend_over_three_rounds_shows_them_all_and_compares_with_the_one_chosen(
    held: Held, cast: Cast
):
    first, second, third = held("Första", 1), held("Andra", 4), held("Tredje", 3)
    text = read(cast.admin, address(third))
    assert "Undervisning 1,0 n&nbsp;=&nbsp;6 4,0 n&nbsp;=&nbsp;6 3,0 n&nbsp;=&nbsp;6" in text
    assert "Från 4,0 till 3,0" in text
    text = read(cast.admin, address(third, against=first.pk))
    assert "Tredje jämförd med Första" in text
    assert "Från 1,0 till 3,0" in text
    assert "Andra jämförd med Första" in read(cast.admin, address(second))


def test_the_first_time_there_is_nothing_to_compare_with(held: Held, cast: Cast):
    round = held("Hösten", 3)
    assert "Det är första gången" in read(cast.admin, address(round))
    assert "Det är första gången" in read(cast.rektor, address(round, HERE))


def test_an_open_round_shows_no_change(held: Held, cast: Cast, edition: Edition):
    held("Våren", 2)
    now = opened(cast, edition, "Nu", (cast.bjork,))
    for participation in answers_in(now):
        rate(participation, 4, 4, 4, 4, 4, 4)
    for path in (address(now), address(now, HERE)):
        text = read(cast.admin, path)
        assert "Pågår fortfarande" in text
        assert "svar ·" not in text


def test_pairs_of_rounds_that_make_no_sense_are_not_found(held: Held, cast: Cast, edition: Edition):
    early, round, later = held("Första", 1), held("Andra", 2), held("Tredje", 3)
    at_lill = held("Bara Lillskolan", 2, units=(cast.lill,))
    last = held("Sista", 2)
    unopened = add_round(cast.organisation, edition, "Utkast")
    Round.objects.filter(pk=unopened.pk).update(opened_at=None)
    running = opened(cast, edition, "Pågår", (cast.bjork,))
    elsewhere = add_round(cast.outsider.memberships.get().organisation, edition)
    Round.objects.filter(pk=elsewhere.pk).update(
        closed_at=timezone.now(), closes_on=round.closes_on - timezone.timedelta(9)
    )
    wrong = [later.pk, round.pk, elsewhere.pk, 10**30, "", "alla", "-1", "\0", f"0{early.pk}"]
    for against in [*wrong, unopened.pk, running.pk]:
        assert get(cast.admin, address(round, against=against)).status_code == 404
        assert get(cast.admin, address(round, HERE, against)).status_code == 404
    for against in (unopened.pk, running.pk):
        assert get(cast.admin, address(last, against=against)).status_code == 404
    assert get(cast.admin, address(last, against=at_lill.pk)).status_code == 200
    assert get(cast.admin, address(last, HERE, at_lill.pk)).status_code == 404
    assert get(cast.admin, address(last, "lillskolan")).status_code == 404


# blocks of both rounds


def test_a_unit_pooled_in_either_round_says_with_whom(held: Held, cast: Cast):
    held("Våren", 2, units=(cast.bjork, cast.lill))
    later = held("Hösten", 4)
    text = read(cast.rektor, address(later, HERE))
    assert "räknades då ihop med Lillskolan men nu för sig" in text
    assert "Från 2,0 till 4,0 (n = 8 och 6)." in text
    text = read(cast.admin, address(later))
    assert "Lillskolan ingick då men inte nu" in text


def test_nothing_is_compared_where_one_round_shows_too_few(held: Held, cast: Cast):
    held("Våren", 2, units=(cast.bjork, cast.lill))
    later = held("Hösten", 4, units=(cast.lill,))
    text = read(cast.few[0], address(later, "lillskolan"))
    teaching = text.split("Sammantaget Rektor")[1].split("Rad för rad")[0].split("Undervisning")[1]
    assert "Kan inte jämföras: för få svar nu." in teaching
    assert "svar ·" not in teaching
    assert "n = 2" not in text
    assert "Det som har ändrats mest på rektorsnivån" in text


def test_where_nothing_can_be_compared_it_is_said(held: Held, cast: Cast):
    held("Våren", 2, units=(cast.lill,))
    text = read(cast.admin, address(held("Hösten", 4)))
    assert "På undervisningsnivån finns inga siffror som får visas från båda omgångarna" in text


def test_figures_of_a_unit_are_those_that_each_round_shows(held: Held, cast: Cast):
    first = held("Våren", 2, units=(cast.bjork, cast.lill))
    later = held("Hösten", 4)
    trend = get(cast.rektor, address(later, HERE)).context["trend"]
    shown = {
        round: get(cast.rektor, reverse("assessments:unit_results", args=["ekby", round.pk, HERE]))
        for round in (first, later)
    }
    for number, factor in enumerate(trend.factors):
        for line in factor.lines:
            for round, seen in zip((first, later), line.figures, strict=True):
                overall = shown[round].context["unit"].factors[number].overall
                assert seen == next(c.figure for c in overall.cells if c.level is line.level)


def test_exchanged_answer_sheets_leave_no_trace_in_the_trend(
    held: Held, cast: Cast, edition: Edition
):
    held("Våren", 2)
    round = opened(cast, edition, "Hösten", (cast.bjork,))
    for number, participation in enumerate(answers_in(round)):
        rate(participation, number % 4 + 1, 3, 4 - number % 3, 2, 2, 2)
    before = pages_after_closing(round, cast)
    exchange(round, cast.teachers[0], cast.teachers[1])
    assert pages_after_closing(round, cast) == before
    assert all(status == 200 and "Våren".encode() in said for status, said in before)


def pages_after_closing(round: Round, cast: Cast) -> list[tuple[int, bytes]]:
    admin, *others = map(signed_in, (cast.admin, cast.rektor, cast.teachers[0]))
    with transaction.atomic():
        close_round(Round.objects.get(pk=round.pk))
        pages = [
            page(reader, each)
            for reader in (admin, *others)
            for each in (address(round, HERE), results_of(round, HERE))
        ]
        pages += [page(admin, each) for each in (address(round), results_of(round))]
        transaction.set_rollback(True)
    return pages


# across editions


@pytest.fixture
def newer(edition: Edition) -> Edition:
    """An edition that goes on from the first, with one statement said in other words."""
    draft = drafts.go_on_from(edition, "prov-2027", "Nästa utgåva")
    Statement.objects.filter(
        factor__edition=draft, factor__slug="ansvar", row=1, level=Level.UNDERVISNING
    ).update(text="ansvar undervisning ett")
    draft.publish(None, today())
    return draft


def test_statements_cross_to_a_newer_edition_where_a_person_has_confirmed_it(
    held: Held, cast: Cast, newer: Edition
):
    held("Våren", 2)
    later = held("Hösten", 3, newer)
    text = read(cast.admin, address(later))
    assert "Undervisning 2,0 n&nbsp;=&nbsp;6 3,0 n&nbsp;=&nbsp;6" in text
    assert "ingen har bekräftat vilka som går vidare från vilka" in text
    assert "Rad för rad" not in text
    Edition.objects.filter(pk=newer.pk).update(lineage_by=cast.admin)
    text = read(cast.admin, address(later))
    assert "ingen har bekräftat" not in text
    row = text.split("Rad för rad")[1].split("Rad 1")[1].split("Rad 2")[0]
    assert "Från 2,0 till 3,0 (n = 6 och 6)." in row
    assert "Ordalydelsen är ändrad" in row
    assert "[borttaget: 1 ]" in row
    assert "[tillagt: ett ]" in row


def test_a_statement_that_follows_nothing_is_not_compared(held: Held, cast: Cast, newer: Edition):
    Edition.objects.filter(pk=newer.pk).update(lineage_by=cast.admin)
    new = Statement.objects.filter(factor__edition=newer, row=1, level=Level.UNDERVISNING)
    new.update(follows=None)
    held("Våren", 2)
    text = read(cast.admin, address(held("Hösten", 3, newer)))
    assert "1 påstående är nytt sedan dess och jämförs inte." in text
    assert "Frågades inte då" in text


def test_an_ancestor_is_reached_only_through_editions_that_are_confirmed(
    held: Held, cast: Cast, newer: Edition
):
    newest = drafts.go_on_from(newer, "prov-2028", "Ännu nyare")
    newest.publish(None, today())
    Edition.objects.filter(pk=newest.pk).update(lineage_by=cast.admin)
    held("Våren", 2)
    later = held("Hösten", 3, newest)
    assert "Rad för rad" not in read(cast.admin, address(later))
    Edition.objects.filter(pk=newer.pk).update(lineage_by=cast.admin)
    assert "Rad för rad" in read(cast.admin, address(later))


def test_a_local_factor_is_never_joined_with_a_national_one(held: Held, cast: Cast):
    held("Våren", 2)
    local = Edition.objects.create(
        organisation=cast.organisation, slug="var", title="Vår", published_on=today()
    )
    add_factor(local, "ansvar", "Ansvar", 1)
    later = held("Hösten", 4, local)
    assert "Det är första gången" in read(cast.admin, address(later))
    assert "Från 4,0 till 1,0" in read(cast.admin, address(held("Vintern", 1, local)))


def test_a_factor_that_is_new_is_named(held: Held, cast: Cast, edition: Edition):
    first = held("Våren", 2)
    first.round_factors.filter(factor__slug="larande").delete()
    text = read(cast.admin, address(held("Hösten", 3)))
    assert "Skattas för första gången: Lärande." in text


# what changed since last time, in short


def results_of(round: Round, unit: str | None = None) -> str:
    place = [round.organisation.slug, round.pk, *([unit] if unit else [])]
    return reverse(f"assessments:{'unit_' if unit else ''}results", args=place)


def test_results_tell_the_largest_changes_since_last_time(held: Held, cast: Cast):
    held("Våren", 2)
    later = held("Hösten", 3)
    for reader, unit in ((cast.skolchef, None), (cast.rektor, HERE)):
        response = get(reader, results_of(later, unit))
        assert len(response.context["since"].moved) == 3
        text = read(reader, results_of(later, unit))
        assert "De största förändringarna på undervisningsnivån sedan Våren." in text
        assert "Från 2,0 till 3,0 (n = 6 och 6)." in text
        assert f'href="{address(later, unit)}"' in response.content.decode()


def test_the_overview_tells_changes_at_the_level_that_is_looked_at(held: Held, cast: Cast):
    held("Våren", 2)
    path = results_of(held("Hösten", 3)) + "?niva=rektor"
    text = read(cast.admin, path)
    assert "De största förändringarna på rektorsnivån sedan Våren." in text
    assert "Från 2,0 till 3,0 (n = 1 och 1)." in text


def test_small_changes_are_called_as_before(held: Held, cast: Cast):
    held("Våren", 2)
    text = read(cast.rektor, results_of(held("Hösten", 2), HERE))
    assert "På undervisningsnivån är allt som går att jämföra ungefär som i Våren." in text


def test_results_say_when_nothing_can_be_compared(held: Held, cast: Cast):
    held("Våren", 2, units=(cast.lill,))
    text = read(cast.admin, results_of(held("Hösten", 2)))
    assert "inga siffror som får visas både nu och i Våren" in text


def test_the_first_time_is_said_once(held: Held, cast: Cast):
    round = held("Hösten", 3)
    for path in (results_of(round), results_of(round, HERE)):
        text = read(cast.admin, path)
        assert text.count("Det är första gången") == 1
        assert "Det här har ändrats" not in text


# queries


@pytest.mark.parametrize(("unit", "queries"), [(None, 14), (HERE, 12)])
@pytest.mark.parametrize("units", [1, 3])
def test_queries_do_not_grow_with_the_units(
    held: Held, cast: Cast, client: Client, django_assert_num_queries, unit, queries, units
):
    places = (cast.bjork, *more_units(cast, units - 1))
    held("Våren", 2, units=places)
    later = held("Hösten", 3, units=places)
    client.force_login(cast.admin)
    with django_assert_num_queries(queries):
        assert client.get(address(later, unit)).status_code == 200


@pytest.mark.parametrize(("unit", "queries"), [(None, 14), (HERE, 12)])
def test_queries_do_not_grow_with_the_rounds(
    held: Held, cast: Cast, client: Client, django_assert_num_queries, unit, queries
):
    client.force_login(cast.admin)
    held("Omgång 1", 1)
    rounds = [held(f"Omgång {number}", number) for number in (2, 3, 4)]
    for later in (rounds[0], rounds[-1]):
        with django_assert_num_queries(queries):
            assert client.get(address(later, unit)).status_code == 200


def test_many_rounds_are_read_six_at_a_time(held: Held, cast: Cast):
    rounds = [held(f"Omgång {number}", number % 4 + 1) for number in range(8)]
    shown = get(cast.admin, address(rounds[-1])).context["trend"].factors[0].rounds
    assert list(shown) == rounds[2:]
    path = address(rounds[-1], against=rounds[0].pk)
    shown = get(cast.admin, path).context["trend"].factors[0].rounds
    assert list(shown) == [rounds[0], *rounds[3:]]


def more_units(cast: Cast, count: int) -> list[Unit]:
    """Schools with a rektor and five teachers each."""
    units = []
    for number in range(count):
        unit = add_unit(cast.organisation, f"Skola {number}", f"skola-{number}", SchoolForm.GR)
        add_person(f"Rektor{number}", cast.organisation, "rektor", unit)
        for teacher in range(5):
            add_person(f"Lärare{number}-{teacher}", cast.organisation, "undervisning", unit)
        units.append(unit)
    return units


def links_in(reader: User, path: str) -> list[str]:
    return re.findall(r'href="([^"]+)"', get(reader, path).content.decode())


def test_the_trend_is_one_of_the_ways_to_look_at_results(held: Held, cast: Cast):
    round = held("Hösten", 3)
    assert address(round) in links_in(cast.admin, results_of(round))
    assert address(round, HERE) in links_in(cast.rektor, results_of(round, HERE))
