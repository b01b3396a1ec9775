"""A factor over the rounds as SVG: one line and one shape for each level, on the scale 1 to 4.

Like the other drawings nothing is written inside it: the figures stand beside it in a table.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.drawings import DECORATIVE, LEVEL_COLOURS, decimal_comma
from assessments.figure import Figure
from assessments.reading import listed
from assessments.terms import STEPS
from portal.terms import Level

WIDTH, HEIGHT = 360, 150
MARGIN = 16
# Levels that say the same in a round stand beside each other, not on top of each other.
ASIDE = {Level.HUVUDMAN: -9, Level.REKTOR: 0, Level.UNDERVISNING: 9}
# Each level has a shape of its own around (0, 0), since colours are not told apart by all.
SHAPES = {
    Level.HUVUDMAN: "M-6.5-6.5h13v13h-13z",
    Level.REKTOR: "M0-8.5 8.5 0 0 8.5-8.5 0z",
    Level.UNDERVISNING: "M-7 0a7 7 0 1 0 14 0a7 7 0 1 0-14 0z",
}

Point = tuple[str, str]


class TrendLine(NamedTuple):
    """One level's figures, the first round first."""

    level: Level
    figures: Sequence[Figure]

    @property
    def points(self) -> list[Point | None]:
        means = [figure.distribution.mean for figure in self.figures]
        return [
            None if mean is None else (_across(self.level, place, len(means)), _down(mean))
            for place, mean in enumerate(means)
        ]

    @property
    def reading(self) -> str:
        means = (figure.distribution.mean for figure in self.figures)
        told = (
            figure.absence.label if mean is None else decimal_comma(mean)
            for mean, figure in zip(means, self.figures, strict=True)
        )
        return f"{str(self.level.label).lower()} {listed(told)}"


def trend_reading(lines: Sequence[TrendLine]) -> str:
    return _("Medelvärden på skalan 1 till 4, den första omgången först: %(levels)s.") % {
        "levels": "; ".join(line.reading for line in lines)
    }


def trend_drawing(lines: Sequence[TrendLine]) -> SafeString:
    return format_html(
        '<svg class="drawing trend-drawing" viewBox="0 0 {} {}" width="{}" height="{}"'
        ' role="img"><title>{}</title>{}{}{}</svg>',
        WIDTH,
        HEIGHT,
        WIDTH,
        HEIGHT,
        trend_reading(lines),
        _grid(),
        _threads(lines),
        _marks(lines),
    )


def trend_mark(level: Level) -> SafeString:
    """The level's shape alone, beside its name."""
    return format_html(
        '<svg class="trend-mark" viewBox="-9 -9 18 18" width="16" height="16"{}{}</svg>',
        DECORATIVE,
        _shape(level, ("0", "0")),
    )


def _across(level: Level, place: int, places: int) -> str:
    """With room at either side for the shapes; one single round stands in the middle."""
    inner = WIDTH - 4 * MARGIN
    start = 2 * MARGIN + (inner * place / (places - 1) if places > 1 else inner / 2)
    return f"{start + ASIDE[level]:.1f}"


def _down(mean: float) -> str:
    return f"{MARGIN + (HEIGHT - 2 * MARGIN) * (4 - mean) / 3:.1f}"


def _grid() -> SafeString:
    return format_html_join(
        "",
        '<line class="edge-line" x1="0" y1="{0}" x2="{1}" y2="{0}" stroke="#dcd8cc"/>',
        ((_down(step.value), WIDTH) for step in STEPS if step.value),
    )


def _threads(lines: Iterable[TrendLine]) -> SafeString:
    """From each round to the next; where one of them has no figure the line is broken."""
    return format_html_join(
        "",
        '<line class="edge-{}" x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="2"/>',
        (
            (line.level, *start, *end, LEVEL_COLOURS[line.level])
            for line in lines
            for start, end in pairwise(line.points)
            if start and end
        ),
    )


def _marks(lines: Iterable[TrendLine]) -> SafeString:
    return format_html_join(
        "",
        "{}",
        ((_shape(line.level, point),) for line in lines for point in line.points if point),
    )


def _shape(level: Level, point: Point) -> SafeString:
    return format_html(
        '<path class="fill-{0} edge-surface" d="{1}" transform="translate({2} {3})"'
        ' fill="{4}" stroke="#ffffff" stroke-width="2"/>',
        level,
        SHAPES[level],
        *point,
        LEVEL_COLOURS[level],
    )
