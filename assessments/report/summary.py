"""The report on one page: response, rows that stand out, and where the levels differ."""

from collections.abc import Callable, Iterable, Iterator

from django.utils.translation import gettext as _

from assessments.distribution import Distribution, span
from assessments.drawings import decimal_comma, percent
from assessments.reading import APART, NEAR, agreement, between_levels, doubt, opening
from assessments.report.factors import listed, row_name
from assessments.report.parts import (
    FactorPart,
    Highlight,
    KeyFigure,
    Participation,
    Row,
    Summary,
)
from portal.terms import Level

LIFTED = 3
# A row is lifted as strong when two in three agree, and as one to develop when one in three doubts.
STRONG, WEAK = 2 / 3, 1 / 3

Thread = tuple[FactorPart, Row]


def summarise(threads: list[Thread], participation: Iterable[Participation]) -> Summary:
    taught = [(part, row) for part, row in threads if Level.UNDERVISNING in row.shown]
    strong = _lifted(taught, _agreeing, STRONG, agreement)
    return Summary(
        lede=_lede([thread for thread in threads if span(thread[1].shown.values()) is not None]),
        key_figures=tuple(_key_figures(threads, participation)),
        strong=strong,
        weak=_lifted(taught, _doubting, WEAK, doubt),
        apart=_apart(threads),
        silence="" if taught else _silence(),
    )


def _lede(compared: list[Thread]) -> str:
    """On how many rows the levels see different things, and about the same."""
    if not compared:
        return _("Ingen rad har svar att visa från mer än en nivå, så nivåerna kan inte jämföras.")
    distances = [_distance(thread) for thread in compared]
    return _(
        "Nivåerna ser olika saker på %(apart)d av %(rows)d rader, och ungefär samma sak på "
        "%(near)d."
    ) % {
        "rows": len(compared),
        "apart": sum(distance >= APART for distance in distances),
        "near": sum(distance < NEAR for distance in distances),
    }


def _silence() -> str:
    return _(
        "Svaren på undervisningsnivån är för få, eller saknas, så sammanfattningen lyfter inte "
        "fram några rader."
    )


def _lifted(
    threads: list[Thread],
    measure: Callable[[Distribution], float],
    least: float,
    sentence: Callable[[Distribution], str],
) -> tuple[Highlight, ...]:
    """The rows with the highest measure at the teaching level, if any stand out."""
    found = [thread for thread in threads if measure(_teaching(thread[1])) >= least]
    found.sort(key=lambda thread: -measure(_teaching(thread[1])))
    return tuple(
        _highlight(part, row, sentence(_teaching(row)), Level.UNDERVISNING)
        for part, row in found[:LIFTED]
    )


def _teaching(row: Row) -> Distribution:
    return row.shown[Level.UNDERVISNING]


def _agreeing(voices: Distribution) -> float:
    return voices.share(3) + voices.share(4)


def _doubting(voices: Distribution) -> float:
    return voices.share(1) + voices.share(2)


def _highlight(part: FactorPart, row: Row, sentence: str, level: Level) -> Highlight:
    cell = row.cell(level)
    quote = opening(cell.statement.text) if cell and cell.statement else ""
    return Highlight(row.anchor, _title(part, row), quote, sentence)


def _title(part: FactorPart, row: Row) -> str:
    return f"{part.factor.name}, {row_name(row.number).lower()}"


def _distance(thread: Thread) -> float:
    return span(thread[1].shown.values()) or 0.0


def _apart(threads: list[Thread]) -> Highlight | None:
    """The row where the levels' means lie furthest apart, if that is a whole step."""
    widest = max(threads, key=_distance, default=None)
    if widest is None or _distance(widest) < APART:
        return None
    part, row = widest
    level = min(row.shown, key=lambda level: row.shown[level].mean or 0.0)
    return _highlight(part, row, between_levels(row.shown), level)


def _key_figures(
    threads: list[Thread], participation: Iterable[Participation]
) -> Iterator[KeyFigure]:
    teaching = (each for each in participation if each.level is Level.UNDERVISNING)
    yield from (_response(each) for each in teaching)
    complete = sum(row.complete for _part, row in threads)
    yield KeyFigure(
        _("%(some)d av %(all)d") % {"some": complete, "all": len(threads)},
        _("Rader som har svar att visa från alla nivåer som har ett påstående"),
    )
    yield _widest_span(threads)


def _response(teaching: Participation) -> KeyFigure:
    figure = teaching.figure
    if not teaching.counted:
        return KeyFigure(figure.status.label.capitalize(), _("På undervisningsnivån"))
    meaning = _("Svarade: %(answered)d av %(asked)d på undervisningsnivån") % {
        "answered": figure.answered,
        "asked": figure.asked,
    }
    if figure.pooled_with:
        meaning += _(", tillsammans med %s") % listed(list(figure.pooled_with))
    return KeyFigure(percent(figure.answered, figure.asked), meaning)


def _widest_span(threads: list[Thread]) -> KeyFigure:
    measured = [thread for thread in threads if span(thread[1].shown.values()) is not None]
    if not measured:
        return KeyFigure("–", _("Spännvidd: ingen rad har svar att visa från två nivåer"))
    widest = max(measured, key=_distance)
    return KeyFigure(
        _("%(steps)s steg") % {"steps": decimal_comma(_distance(widest))},
        _("Största spännvidd mellan nivåer: %(row)s") % {"row": _title(*widest)},
    )
