"""Every pair of colours that meets on a page is legible, light and dark (WCAG 2.2 AA)."""

import re

import pytest
from django.contrib.staticfiles import finders

GROUNDS = ("paper", "surface", "sunken")
INKS = ("ink", "ink-soft", "ink-faint", "accent", "accent-hover")
SAYINGS = ("danger", "warning", "success", "info")
TEXT = [
    *((ink, ground) for ink in (*INKS, *SAYINGS) for ground in GROUNDS),
    *((ink, f"{saying}-soft") for saying in SAYINGS for ink in ("ink", saying)),
    *((f"on-step-{step}", f"step-{step}") for step in ("1", "2", "3", "4", "none")),
    ("accent", "accent-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
    ("on-danger", "danger"),
]
EDGES = [
    *(("line-strong", ground) for ground in GROUNDS),
    *(
        (f"level-{level}", ground)
        for level in ("huvudman", "rektor", "undervisning")
        for ground in GROUNDS
    ),
    ("focus", "focus-edge"),
]


def colours(sheet: str) -> dict[str, str]:
    with open(finders.find(f"css/{sheet}.css"), encoding="utf-8") as file:
        return dict(re.findall(r"--([\w-]+): #([0-9a-f]{6});", file.read()))


LIGHT = colours("tokens")
DARK = LIGHT | colours("screen")


def luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 4.5), (EDGES, 3)], ids=["text", "edges"])
def test_colours_that_meet_are_told_apart(scheme, pairs, least):
    faint = [(a, b) for a, b in pairs if contrast(scheme[a], scheme[b]) < least]
    assert faint == []
