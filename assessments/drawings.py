"""Our own drawings as SVG, the same on screen and on paper.

Colours are presentation attributes, since WeasyPrint applies no page CSS inside an SVG and our
CSP allows no style attribute; the classes let a dark screen repaint them. Nothing is written
inside a drawing: each says its reading in one sentence, and figures stand beside it as text.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from django.utils.formats import get_format
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from assessments.figure import Status
from assessments.terms import STEPS, UNSURE, Step
from portal.terms import Level

Number = int | float | Decimal
Lane = tuple[str, str | None, str]

SCALE = (*STEPS, UNSURE)
STEP_NAMES = ("step-1", "step-2", "step-3", "step-4", "step-none")
STEP_COLOURS = ("#b4472c", "#e6b78a", "#93c9c0", "#1d766f", "#c9cbd0")
EMPTY_COLOUR = "#efede6"
LEVEL_COLOURS = {
    Level.HUVUDMAN: "#4b3f93",
    Level.REKTOR: "#0f6f8f",
    Level.UNDERVISNING: "#a1500b",
}
BAR_WIDTH, BAR_HEIGHT, BAR_GAP = 400, 20, 1.5
BAR = (
    f'<svg class="drawing distribution-bar" viewBox="0 0 {BAR_WIDTH} {BAR_HEIGHT}"'
    f' width="{BAR_WIDTH}" height="{BAR_HEIGHT}" preserveAspectRatio="none" role="img">'
)
LANE_WIDTH, LANE_HEIGHT = 300, 36
DECORATIVE = SafeString(' aria-hidden="true">')
NO_BREAK_SPACE = "\u00a0"


class ChainLevel(NamedTuple):
    """One level in the chain: its mean, or why there is none."""

    level: str
    mean: Number | None
    absence: Status = Status.NONE

    @property
    def label(self) -> str:
        return str(Level(self.level).label)

    @property
    def figure(self) -> str:
        return self.absence.label if self.mean is None else decimal_comma(self.mean)


def rounded(value: Number, places: int = 1) -> Decimal:
    """The number as it is shown, halves rounded up."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def decimal_comma(value: Number, places: int = 1) -> str:
    """The number as Swedes write it, 2,3 and −0,2; with a point where the reader has that."""
    return _decimal(value, places, get_language())


@lru_cache(maxsize=4096)
def _decimal(value: Number, places: int, language: str) -> str:
    sign = get_format("DECIMAL_SEPARATOR", language)
    return f"{rounded(value, places) + 0:f}".replace(".", sign).replace("-", "−")


def percent(count: int, total: int) -> str:
    """The share in whole per cent, never 0 % for somebody nor 100 % for not everybody."""
    return _percent(count, total, get_language())


@lru_cache(maxsize=4096)
def _percent(count: int, total: int, language: str) -> str:
    """The language is in the key of what is kept: each has its own words."""
    exact = Decimal(100 * count) / total
    share = "<1" if 0 < exact < 1 else ">99" if 99 < exact < 100 else decimal_comma(exact, 0)
    return gettext("%(share)s %%") % {"share": share}


def nearest_step(mean: Number) -> int:
    """The step whose colour a mean takes: what reads 2,5 always has the same."""
    return int(rounded(rounded(mean), 0))


def answers(total: int) -> str:
    return ngettext("%(total)d svar", "%(total)d svar", total) % {"total": total}


def distribution(counts: Sequence[int]) -> SafeString:
    """The bar with its numbers; built without a template, since a chain has two hundred."""
    caption = escape(distribution_caption(counts))
    bar = distribution_bar(counts)
    return SafeString(
        f'<figure class="distribution">{bar}<figcaption>{caption}</figcaption></figure>'
    )


def distribution_caption(counts: Sequence[int]) -> str:
    """The bar's numbers as text: "36 svar: 1: 31 % · 2: 42 % · kan inte bedöma: 4 %"."""
    total = sum(counts)
    if not total:
        return str(_("Inga svar"))
    shares = (
        f"{_name(step)}:{NO_BREAK_SPACE}{percent(count, total)}"
        for step, count in zip(SCALE, counts, strict=True)
        if count
    )
    return f"{answers(total)} · " + " · ".join(shares)


def _name(step: Step) -> str:
    return str(UNSURE.label).lower() if step is UNSURE else str(step.value)


def distribution_reading(counts: Sequence[int]) -> str:
    """The bar in one sentence, for those who hear the page."""
    total = sum(counts)
    if not total:
        return str(_("Inga svar."))
    shares = (
        f"{percent(count, total)} {str(step.label).lower()}"
        for step, count in zip(SCALE, counts, strict=True)
        if count
    )
    return f"{answers(total)}: " + ", ".join(shares) + "."


def distribution_bar(counts: Sequence[int], reading: str = "") -> SafeString:
    """A bar of `(n1, n2, n3, n4, unsure)`, as wide as its place; of answers, if not told."""
    rects = "".join(
        f'<rect class="fill-{name}" x="{x}" y="0" width="{width}" height="{height}" fill="{fill}"/>'
        for name, x, width, height, fill in _segments(counts)
    )
    told = escape(reading or distribution_reading(counts))
    return SafeString(f"{BAR}<title>{told}</title>{rects}</svg>")


def _segments(counts: Sequence[int]) -> Iterable[tuple[str, str, str, int, str]]:
    total = sum(counts)
    if not total:
        yield "none", "0", str(BAR_WIDTH), BAR_HEIGHT, EMPTY_COLOUR
    seen = 0
    for name, colour, count in zip(STEP_NAMES, STEP_COLOURS, counts, strict=True):
        if count:
            start = BAR_WIDTH * seen / total
            seen += count
            gap = BAR_GAP if seen < total else 0
            width = max(BAR_WIDTH * count / total - gap, 1)
            yield name, f"{start:.2f}", f"{width:.2f}", BAR_HEIGHT, colour


def chain_reading(chain: Sequence[ChainLevel]) -> str:
    """The chain in one sentence: "Medelvärden på skalan 1 till 4: huvudman 3,5, rektor …"."""
    told = ", ".join(f"{level.label.lower()} {level.figure}" for level in chain)
    return str(_("Medelvärden på skalan 1 till 4: %(levels)s.")) % {"levels": told}


def chain_drawing(chain: Sequence[ChainLevel]) -> SafeString:
    """Three dots, one lane each, on one scale from 1 to 4, joined in the chain's order."""
    lanes = [
        (level.level, _across(level.mean), f"{100 * (lane + 0.5) / len(chain):.2f}%")
        for lane, level in enumerate(chain)
    ]
    return format_html(
        '<svg class="drawing chain-drawing" width="{}" height="{}" role="img">'
        "<title>{}</title>{}{}{}{}</svg>",
        LANE_WIDTH,
        LANE_HEIGHT * len(chain),
        chain_reading(chain),
        _grid(),
        _empty_lanes(lanes),
        _thread(lanes),
        _dots(lanes),
    )


def _across(mean: Number | None) -> str | None:
    """Where a value stands across the drawing, with a margin for the dots at either end."""
    return None if mean is None else f"{5 + 30 * (float(mean) - 1):.2f}%"


def _grid() -> SafeString:
    return format_html_join(
        "",
        '<line class="edge-line" x1="{0}" y1="0%" x2="{0}" y2="100%" stroke="#dcd8cc"/>',
        ((_across(step.value),) for step in STEPS),
    )


def _empty_lanes(lanes: Sequence[Lane]) -> SafeString:
    """A dotted line where a level has no figure: an empty lane would look like a mistake."""
    return format_html_join(
        "",
        '<line class="edge-ink" x1="5%" y1="{0}" x2="95%" y2="{0}" stroke="#5f6876"'
        ' stroke-dasharray="2 6"/>',
        ((y,) for _level, x, y in lanes if x is None),
    )


def _thread(lanes: Sequence[Lane]) -> SafeString:
    dots = [(x, y) for _level, x, y in lanes if x is not None]
    return format_html_join(
        "",
        '<line class="edge-ink" x1="{}" y1="{}" x2="{}" y2="{}" stroke="#5f6876"'
        ' stroke-width="2"/>',
        ((*above, *below) for above, below in pairwise(dots)),
    )


def _dots(lanes: Sequence[Lane]) -> SafeString:
    return format_html_join(
        "",
        '<circle class="fill-{} edge-surface" cx="{}" cy="{}" r="9" fill="{}" stroke="#ffffff"'
        ' stroke-width="3"/>',
        ((level, x, y, LEVEL_COLOURS[Level(level)]) for level, x, y in lanes if x is not None),
    )


def logo(name: str = "") -> SafeString:
    """The three links of the chain; decorative unless it is given a name."""
    rings = format_html_join(
        "",
        '<circle class="edge-{}" cx="{}" cy="10" r="6.5" stroke="{}"/>',
        ((level, 9 + 8 * i, LEVEL_COLOURS[level]) for i, level in enumerate(Level)),
    )
    told = format_html(' role="img"><title>{}</title>', name) if name else DECORATIVE
    return format_html(
        '<svg class="logo" viewBox="0 0 34 20" width="34" height="20" fill="none"'
        ' stroke-width="2.6"{}{}</svg>',
        told,
        rings,
    )
