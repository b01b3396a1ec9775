"""Sentences about a row: what the levels see, then what the voices within them do."""

import pytest

from assessments.distribution import Distribution
from assessments.reading import comparison, listed, row_reading
from portal.terms import Level

HUVUDMAN, REKTOR, UNDERVISNING = Level
ONE_VIEW = Distribution(n2=1, n3=6)
TWO_VIEWS = Distribution(n1=4, n4=4)


@pytest.mark.parametrize(
    ("told", "sentences"),
    [
        ({}, ""),
        (
            {REKTOR: Distribution(n3=1)},
            "Bara rektorsnivån har svar att visa här, så nivåerna kan inte jämföras.",
        ),
        (
            {HUVUDMAN: Distribution(n4=1), UNDERVISNING: Distribution(n3=6)},
            "Nivåerna ser olika saker: mellan huvudman och undervisning skiljer 1,0 steg. "
            "Inom undervisningsnivån är svaren samlade kring ”stämmer till stor del”.",
        ),
        (
            {REKTOR: TWO_VIEWS, UNDERVISNING: Distribution(n2=3, n3=3)},
            "Nivåerna ser samma sak. Inom rektorsnivån går svaren isär.",
        ),
        (
            {REKTOR: TWO_VIEWS, UNDERVISNING: TWO_VIEWS},
            "Nivåerna ser samma sak. Inom rektorsnivån och undervisningsnivån går svaren isär.",
        ),
        (
            {REKTOR: Distribution(n3=1), UNDERVISNING: ONE_VIEW + Distribution(unsure=7)},
            "Nivåerna ser ungefär samma sak: högst 0,1 steg skiljer. "
            "På undervisningsnivån svarar 50\u00a0% ”kan inte bedöma”.",
        ),
        (
            {REKTOR: ONE_VIEW, UNDERVISNING: TWO_VIEWS + Distribution(unsure=8)},
            "Nivåerna ser ungefär samma sak: högst 0,4 steg skiljer. "
            "På undervisningsnivån svarar 50\u00a0% ”kan inte bedöma”. "
            "Inom undervisningsnivån går svaren isär.",
        ),
    ],
)
def test_a_row_reads_as_two_findings(told: dict[Level, Distribution], sentences: str):
    assert row_reading(told) == sentences


@pytest.mark.parametrize(
    ("distances", "sentence"),
    [
        ([], "Ingen rad har svar att visa från mer än en nivå, så nivåerna kan inte jämföras."),
        (
            [0.1, 0.5, 0.96, 2.0],
            "Nivåerna ser olika saker på 2 av 4 rader, och ungefär samma sak på 1.",
        ),
    ],
)
def test_rows_are_summed_up_in_one_sentence(distances: list[float], sentence: str):
    assert comparison(distances) == sentence


@pytest.mark.parametrize(
    ("words", "told"),
    [([], ""), (["a"], "a"), (["a", "b"], "a och b"), (["a", "b", "c"], "a, b och c")],
)
def test_words_are_listed_as_a_swede_does(words: list[str], told: str):
    assert listed(words) == told
