"""The school year as a ring from the first of July, clockwise: its phases, and the day.

Nothing is written inside it: the phases stand beside it as a list.
"""

import datetime
from math import cos, pi, sin

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from assessments.cycle.years import SchoolYear, Stretch

SIZE, MIDDLE, RADIUS, WIDTH = 240, 120, 96, 22
# Between two phases that meet, in parts of a turn.
GAP = 0.006
COLOURS = {"passed": "#9fb8b5", "now": "#14504f", "coming": "#dcd8cc"}


def year_drawing(year: SchoolYear) -> SafeString:
    return format_html(
        '<svg class="drawing year-drawing" viewBox="0 0 {0} {0}" width="{0}" height="{0}"'
        ' role="img"><title>{1}</title>{2}{3}{4}</svg>',
        SIZE,
        year.reading,
        _track(),
        _arcs(year),
        _hand(year),
    )


def _track() -> SafeString:
    return format_html(
        '<circle class="edge-line" cx="{0}" cy="{0}" r="{1}" fill="none" stroke="#dcd8cc"'
        ' stroke-width="2"/>',
        MIDDLE,
        RADIUS,
    )


def _arcs(year: SchoolYear) -> SafeString:
    return format_html_join(
        "",
        '<path class="year-{}" d="{}" fill="none" stroke="{}" stroke-width="{}"/>',
        (
            (_state(each), _arc(year, each), COLOURS[_state(each)], WIDTH)
            for each in year.stretches
            if each.begins_on
        ),
    )


def _state(stretch: Stretch) -> str:
    if stretch.is_now:
        return "now"
    return "passed" if stretch.has_passed else "coming"


def _arc(year: SchoolYear, stretch: Stretch) -> str:
    begins_on, ends_on = stretch.begins_on or year.begins_on, stretch.ends_on or year.ends_on
    start = _turn(year, begins_on)
    end = max(_turn(year, ends_on + datetime.timedelta(days=1)) - GAP, start + GAP)
    large = int(end - start > 0.5)
    return f"M{_at(start)}A{RADIUS} {RADIUS} 0 {large} 1 {_at(end)}"


def _hand(year: SchoolYear) -> SafeString:
    """Where today is; nowhere in a year that has not come."""
    if not year.begins_on <= year.today <= year.ends_on:
        return SafeString()
    x, y = _at(_turn(year, year.today)).split()
    return format_html(
        '<circle class="year-hand" cx="{}" cy="{}" r="9" fill="#1c2430" stroke="#ffffff"'
        ' stroke-width="4"/>',
        x,
        y,
    )


def _turn(year: SchoolYear, day: datetime.date) -> float:
    """How much of the year has passed when the day begins."""
    return (day - year.begins_on).days / ((year.ends_on - year.begins_on).days + 1)


def _at(turn: float) -> str:
    angle = 2 * pi * turn
    return f"{MIDDLE + RADIUS * sin(angle):.1f} {MIDDLE - RADIUS * cos(angle):.1f}"
