"""The heatmap: every reason for a missing figure looks and reads in its own way."""

import re

import pytest

from assessments.disclosure import Figure, Status, figures
from assessments.distribution import Distribution
from assessments.heatmap import cell, pooled_words, summed_rows, turnout_cell, unit_rows
from assessments.models import Round
from assessments.results.asked import asked_in
from assessments.results.overview import Overview
from portal.terms import Level
from tests.conftest import Cast

MISSING = [status for status in Status if status is not Status.SHOWN]


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " ").split())


def test_a_mean_stands_with_its_n_on_the_colour_of_the_nearest_step():
    html = cell(Figure(Status.SHOWN, Distribution(1, 2, 3, 0, 2)))
    assert 'class="step-2"' in html
    assert text(html) == "2,3 n = 6"


def test_every_reason_looks_and_reads_in_its_own_way():
    cells = [cell(Figure(status)) for status in MISSING]
    assert len({text(html) for html in cells}) == len(MISSING)
    assert len({re.search(r'class="([^"]+)"', html).group(1) for html in cells}) == len(MISSING)


def test_nobody_who_could_judge_is_not_the_same_as_no_answers():
    assert text(cell(Figure(Status.SHOWN, Distribution(unsure=3)))) == "kan inte bedöma"


def test_response_is_told_in_per_cent_and_persons():
    figures = [Figure(Status.FEW), Figure(Status.SHOWN, answered=9, asked=13)]
    assert text(turnout_cell(figures)) == "69 % 9 av 13"


def test_nothing_is_told_of_how_many_answered_where_few_did():
    assert text(turnout_cell([Figure(Status.FEW)])) == "visas inte"


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


def overview_of(round: Round) -> Overview:
    asked = asked_in(Round.objects.filter(pk=round.pk))
    return Overview(asked, figures(asked.round, asked.ratable))


def test_units_stand_by_name_and_pooled_ones_share_their_figure(closed_round: Round, cast: Cast):
    rows = text(unit_rows(overview_of(closed_round), Level.UNDERVISNING))
    assert rows.index("Björkskolan") < rows.index("Lillskolan Grundskola") < rows.index("Tallens")
    assert rows.count("2,5 n = 8") == 2
    assert "räknas ihop med Lillskolan" in rows
    assert "räknas ihop med Björkskolan" in rows


def test_the_huvudman_is_one_row_and_all_units_another(closed_round: Round):
    rows = text(summed_rows(overview_of(closed_round), Level.REKTOR))
    assert "Huvudmannens nivå 3,0 n = 1" in rows
    assert "Alla enheter tillsammans 3,0 n = 2" in rows


def test_a_name_is_never_markup(closed_round: Round, cast: Cast):
    cast.bjork.name = "<b>Björk</b> & Co"
    cast.bjork.save()
    rows = unit_rows(overview_of(closed_round), Level.REKTOR)
    assert "&lt;b&gt;Björk&lt;/b&gt; &amp; Co" in rows
