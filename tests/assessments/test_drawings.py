"""The drawings: what they show, what they say, and that both agree."""

import re
from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from assessments.drawings import (
    ChainLevel,
    chain_drawing,
    chain_reading,
    decimal_comma,
    distribution_bar,
    distribution_caption,
    distribution_reading,
    logo,
    nearest_step,
    percent,
)
from assessments.figure import Status


def widths(svg: str) -> list[float]:
    return [float(width) for width in re.findall(r'<rect [^>]*width="([\d.]+)"', svg)]


@pytest.mark.parametrize(
    ("value", "shown"),
    [(2.25, "2,3"), (3, "3,0"), (Decimal("1.94"), "1,9"), (-0.25, "−0,3"), (-0.04, "0,0")],
)
def test_numbers_are_written_with_comma_and_halves_go_up(value, shown):
    assert decimal_comma(value) == shown


@pytest.mark.parametrize(
    ("count", "total", "shown"),
    [(0, 9, "0"), (1, 8, "13"), (9, 9, "100"), (1, 300, "<1"), (299, 300, ">99")],
)
def test_a_share_is_never_rounded_to_nobody_or_everybody(count, total, shown):
    assert percent(count, total) == f"{shown}\u00a0%"


@pytest.mark.parametrize(
    ("mean", "step"), [(1, 1), (1.44, 1), (1.46, 2), (2.5, 3), (3.5, 4), (4, 4)]
)
def test_a_mean_takes_the_colour_of_the_nearest_step(mean, step):
    assert nearest_step(mean) == step


def test_caption_tells_every_step_that_somebody_chose():
    caption = distribution_caption((11, 15, 0, 8, 2)).replace("\u00a0", " ")
    assert caption == "36 svar · 1: 31 % · 2: 42 % · 4: 22 % · kan inte bedöma: 6 %"


def test_reading_is_one_sentence_in_words():
    reading = distribution_reading((0, 1, 3, 0, 0)).replace("\u00a0", " ")
    assert reading == "4 svar: 25 % stämmer delvis, 75 % stämmer till stor del."


def test_no_answers_are_said_and_drawn_as_an_empty_bar():
    assert distribution_caption((0, 0, 0, 0, 0)) == "Inga svar"
    bar = distribution_bar((0, 0, 0, 0, 0))
    assert "<title>Inga svar.</title>" in bar
    assert widths(bar) == [400]


def test_bar_gives_each_chosen_step_its_share_of_the_width():
    bar = distribution_bar((0, 1, 3, 0, 0))
    assert re.findall(r'class="fill-([\w-]+)"', bar) == ["step-2", "step-3"]
    assert widths(bar) == [98.5, 300]


def test_a_lone_voice_among_thousands_is_still_visible():
    assert min(widths(distribution_bar((1, 0, 0, 9999, 0)))) >= 1


def test_drawings_need_no_style_and_write_no_text():
    chain = [ChainLevel("huvudman", 3.5), ChainLevel("undervisning", 2)]
    for drawing in (distribution_bar((1, 2, 3, 4, 5)), chain_drawing(chain), logo("Länkar")):
        assert "style" not in drawing
        assert "<text" not in drawing
        assert "<title>" in drawing


def test_chain_joins_the_levels_that_have_a_figure():
    drawing = chain_drawing(
        [
            ChainLevel("huvudman", 4),
            ChainLevel("rektor", None, Status.FEW),
            ChainLevel("undervisning", 1),
        ]
    )
    assert re.findall(r'<circle class="fill-(\w+) [^"]*" cx="([\d.]+)%"', drawing) == [
        ("huvudman", "95.00"),
        ("undervisning", "5.00"),
    ]
    assert drawing.count('stroke-width="2"') == 1
    assert drawing.count("stroke-dasharray") == 1


@pytest.mark.parametrize(
    ("absence", "words"),
    [
        (Status.FEW, "för få svar"),
        (Status.NONE, "inga svar"),
        (Status.NO_STATEMENT, "ingen rad på den här nivån"),
        (Status.OPEN, "pågår fortfarande"),
    ],
)
def test_chain_says_why_a_level_has_no_figure(absence, words):
    chain = [ChainLevel("huvudman", 3.5), ChainLevel("rektor", None, absence)]
    assert chain_reading(chain) == (
        f"Medelvärden på skalan 1 till 4: huvudman 3,5, rektor {words}."
    )


def test_logo_is_decorative_until_it_is_named():
    assert 'aria-hidden="true"' in logo()
    assert "<title>Styrkedjans tre länkar</title>" in logo("Styrkedjans tre länkar")


def test_legend_names_each_step_beside_its_colour():
    legend = render_to_string("components/legend.html")
    assert '<span class="step-key step-1">1</span> Stämmer inte' in legend
    assert '<span class="step-key step-none">–</span> Kan inte bedöma' in legend


def test_chain_shows_figures_and_reasons_as_text():
    chain = [ChainLevel("huvudman", 3.5), ChainLevel("rektor", None, Status.FEW)]
    figure = render_to_string("components/chain.html", {"chain": chain})
    assert "<b>3,5</b>" in figure
    assert '<span class="absent absent-few">för få svar</span>' in figure
