"""The heatmap: every reason for a missing figure looks and reads in its own way."""

import re

import pytest

from assessments.disclosure import Figure, Status, figures
from assessments.distribution import Distribution
from assessments.heatmap import Heatmap, pooled_words, turnout_cell
from assessments.models import Round
from assessments.results.addresses import Addresses
from assessments.results.asked import asked_in
from assessments.results.filters import Filter, Selection
from assessments.results.groups import Grouping, grouped
from assessments.results.overview import Overview
from portal.models import Unit
from portal.terms import Level
from tests.conftest import Cast

MISSING = [status for status in Status if status is not Status.SHOWN]


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " ").split())


EVERYTHING = Filter()


def heatmap_of(
    round: Round, level: Level, grouping: Grouping = Grouping.NONE, filter: Filter = EVERYTHING
) -> Heatmap:
    asked = asked_in(Round.objects.filter(pk=round.pk))
    selection = Selection(filter, figures(asked.round, asked.ratable))
    groups = grouped(selection.figures.places(level), grouping, filter)
    overview = Overview(asked, selection.figures)
    return Heatmap(overview, level, groups, Addresses(asked.round, filter))


def cell(round: Round, figure: Figure) -> str:
    return heatmap_of(round, Level.REKTOR).cell(figure, "/ingar/?niva=rektor&amp;faktor=1")


def test_a_mean_stands_with_its_n_on_the_colour_of_the_nearest_step(closed_round: Round):
    html = cell(closed_round, Figure(Status.SHOWN, Distribution(1, 2, 3, 0, 2)))
    assert 'class="step-2"' in html
    assert 'href="/ingar/?niva=rektor&amp;faktor=1"' in html
    assert text(html) == "2,3 n = 6"


def test_every_reason_looks_and_reads_in_its_own_way(closed_round: Round):
    cells = [cell(closed_round, Figure(status)) for status in MISSING]
    assert len({text(html) for html in cells}) == len(MISSING)
    assert len({re.search(r'class="([^"]+)"', html).group(1) for html in cells}) == len(MISSING)


def test_nobody_who_could_judge_is_not_the_same_as_no_answers(closed_round: Round):
    figure = Figure(Status.SHOWN, Distribution(unsure=3))
    assert text(cell(closed_round, figure)) == "kan inte bedöma"


def test_response_is_told_in_per_cent_and_persons():
    assert text(turnout_cell(asked=13, answered=9)) == "69 % 9 av 13"


def test_nothing_is_told_of_how_many_answered_where_few_did():
    assert text(turnout_cell(0, 0)) == "visas inte"


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ((), ""),
        (("Lillskolan",), "räknas ihop med Lillskolan"),
        (("A", "B"), "räknas ihop med A och B"),
        (("A", "B", "C", "D"), "räknas ihop med A och 3 enheter till"),
    ],
)
def test_a_pool_is_told_with_at_most_two_names(names, words):
    assert pooled_words(names) == words


def test_units_stand_by_name_and_pooled_ones_share_their_figure(closed_round: Round, cast: Cast):
    rows = text(heatmap_of(closed_round, Level.UNDERVISNING).units)
    assert rows.index("Björkskolan") < rows.index("Lillskolan Grundskola") < rows.index("Tallens")
    assert rows.count("2,5 n = 8") == 2
    assert "räknas ihop med Lillskolan" in rows
    assert "räknas ihop med Björkskolan" in rows


def test_the_huvudman_is_one_row_and_all_units_another(closed_round: Round):
    rows = text(heatmap_of(closed_round, Level.REKTOR).summed)
    assert "Huvudmannens nivå 3,0 n = 1" in rows
    assert "Alla enheter tillsammans 3,0 n = 2" in rows


def test_a_name_is_never_markup(closed_round: Round, cast: Cast):
    cast.bjork.name = "<b>Björk</b> & Co"
    cast.bjork.save()
    rows = heatmap_of(closed_round, Level.REKTOR).units
    assert "&lt;b&gt;Björk&lt;/b&gt; &amp; Co" in rows


def test_a_name_of_an_area_is_never_markup(closed_round: Round, cast: Cast):
    Unit.objects.filter(pk=cast.bjork.pk).update(area='<i>"Norra"')
    rows = heatmap_of(closed_round, Level.REKTOR, Grouping.AREA).units
    assert "&lt;i&gt;&quot;Norra&quot;</a>" in rows
    assert "?omrade=%3Ci%3E%22Norra%22" in rows


def test_a_group_has_a_sum_of_its_whole_blocks_and_says_what_it_leaves_out(
    closed_round: Round, cast: Cast
):
    Unit.objects.filter(pk=cast.lill.pk).update(area="")
    teaching = text(heatmap_of(closed_round, Level.UNDERVISNING, Grouping.AREA).units)
    outside = "räknas ihop med enheter utanför och är inte med i summan"
    assert f"Norra 2 enheter 1 {outside} visas bara ihop med andra" in teaching
    assert f"Utan område 1 enhet 1 {outside} visas bara ihop med andra" in teaching
    rektor = text(heatmap_of(closed_round, Level.REKTOR, Grouping.AREA).units)
    assert "Norra 2 enheter 4,0 n = 1" in rektor
    assert "Utan område 1 enhet 2,0 n = 1" in rektor
    assert rektor.index("Norra") < rektor.index("Utan område")


def test_units_of_a_group_stand_by_name(closed_round: Round, cast: Cast):
    rows = text(heatmap_of(closed_round, Level.REKTOR, Grouping.FORM).units)
    names = ["Förskola 1 enhet", "Tallens", "Grundskola 2 enheter", "Björkskolan", "Lillskolan"]
    places = [rows.index(name) for name in names]
    assert places == sorted(places)


def test_a_group_leads_to_the_same_units_alone(closed_round: Round, cast: Cast):
    rows = heatmap_of(closed_round, Level.REKTOR, Grouping.FORM, Filter(area="Norra")).units
    assert 'resultat/?skolform=GR&amp;omrade=Norra">Grundskola</a>' in rows
    assert "ingar/?skolform=GR&amp;omrade=Norra&amp;niva=rektor&amp;faktor=1" in rows
