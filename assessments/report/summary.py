"""The report on one page: response, rows that stand out, and where the levels differ."""

from collections.abc import Callable, Iterable, Iterator

from django.utils.translation import gettext as _

from assessments.distribution import Distribution
from assessments.drawings import decimal_comma, percent
from assessments.reading import agreement, comparison, doubt, listed, opening
from assessments.report.parts import (
    Highlight,
    KeyFigure,
    Participation,
    Summary,
    factor_anchor,
)
from assessments.results.chain import FactorResult, Found, Row, counted, row_title, rows_apart
from portal.terms import Level

LIFTED = 3
# A row is lifted as strong when two in three agree, and as one to develop when one in three doubts.
STRONG, WEAK = 2 / 3, 1 / 3


def summarise(results: list[FactorResult], participation: Iterable[Participation]) -> Summary:
    """Figures are of national factors alone; the rows that are lifted may be local, and say so."""
    taught = [found for found in _rows(results) if Level.UNDERVISNING in found[1].told]
    summed = counted(results)
    compared = [found for found in _rows(summed) if found[1].span is not None]
    return Summary(
        lede=comparison([_span(each) for each in compared]),
        key_figures=tuple(_key_figures(_rows(summed), compared, participation)),
        strong=_lifted(taught, _agreeing, STRONG, agreement),
        weak=_lifted(taught, _doubting, WEAK, doubt),
        apart=_apart(rows_apart(summed)),
        apart_locally=_apart(rows_apart([each for each in results if each not in summed])),
        silence="" if taught else _silence(),
        leaves_local_out=len(summed) < len(results),
    )


def _rows(results: list[FactorResult]) -> list[Found]:
    return [(result, row) for result in results for row in result.rows]


def _silence() -> str:
    return _(
        "Svaren på undervisningsnivån är för få, eller saknas, så sammanfattningen lyfter inte "
        "fram några rader."
    )


def _lifted(
    taught: list[Found],
    measure: Callable[[Distribution], float],
    least: float,
    sentence: Callable[[Distribution], str],
) -> tuple[Highlight, ...]:
    """The rows with the highest measure at the teaching level, if any stand out."""
    found = [each for each in taught if measure(_teaching(each)) >= least]
    found.sort(key=lambda each: -measure(_teaching(each)))
    return tuple(
        highlight_of(each, sentence(_teaching(each)), Level.UNDERVISNING) for each in found[:LIFTED]
    )


def _teaching(found: Found) -> Distribution:
    return found[1].told[Level.UNDERVISNING]


def _agreeing(voices: Distribution) -> float:
    return voices.share(3) + voices.share(4)


def _doubting(voices: Distribution) -> float:
    return voices.share(1) + voices.share(2)


def highlight_of(found: Found, sentence: str, level: Level) -> Highlight:
    result, row = found
    statement = result.asked.statement(row.number, level)
    quote = opening(statement.text) if statement else ""
    anchor = f"{factor_anchor(result)}-rad-{row.number}"
    return Highlight(anchor, _title(found), quote, sentence)


def _title(found: Found) -> str:
    result, row = found
    return row_title(result.asked.factor, row.number)


def _span(found: Found) -> float:
    return found[1].span or 0.0


def _apart(found: list[Found]) -> Highlight | None:
    """The row where the levels' means lie furthest apart."""
    if not found:
        return None
    row = found[0][1]
    lowest = min(row.told, key=lambda level: row.told[level].mean or 0.0)
    return highlight_of(found[0], row.between, lowest)


def _key_figures(
    found: list[Found], compared: list[Found], participation: Iterable[Participation]
) -> Iterator[KeyFigure]:
    teaching = (each for each in participation if each.level is Level.UNDERVISNING)
    yield from (_response(each) for each in teaching)
    complete = sum(_complete(row) for _result, row in found)
    yield KeyFigure(
        _("%(some)d av %(all)d") % {"some": complete, "all": len(found)},
        _("Rader som har svar att visa från alla nivåer som har ett påstående"),
    )
    yield _widest_span(compared)


def _complete(row: Row) -> bool:
    """Whether every level that could rate the row also has a figure."""
    return all(cell.voices.total for cell in row.cells if cell.ratable)


def _response(teaching: Participation) -> KeyFigure:
    figure = teaching.figure
    if not teaching.counted:
        return KeyFigure(figure.status.label.capitalize(), _("På undervisningsnivån"))
    meaning = _("Svarade: %(answered)d av %(asked)d på undervisningsnivån") % {
        "answered": figure.answered,
        "asked": figure.asked,
    }
    if figure.pooled_with:
        meaning += _(", tillsammans med %s") % listed(figure.pooled_with)
    return KeyFigure(percent(figure.answered, figure.asked), meaning)


def _widest_span(compared: list[Found]) -> KeyFigure:
    if not compared:
        return KeyFigure("–", _("Spännvidd: ingen rad har svar att visa från två nivåer"))
    widest = max(compared, key=_span)
    return KeyFigure(
        _("%(steps)s steg") % {"steps": decimal_comma(_span(widest))},
        _("Största spännvidd mellan nivåer: %(row)s") % {"row": _title(widest)},
    )
