"""What a measure says of many units in its newest period, in a sentence."""

from collections import Counter
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from factors.figures.beside_goals import FigureCell, Measure
from factors.figures.values import State
from factors.models import Figure


def newest(measure: Measure) -> str:
    """The lowest and the highest figure, and how many units have none: never whose they are."""
    if not measure.periods:
        return _("Inget är inläst för de här enheterna än.")
    last = [(row.unit, row.cells[-1]) for row in measure.rows]
    valued = {unit.pk: cell for unit, cell in last if _value(cell) is not None}
    absent = Counter({State.NOT_READ: len(measure.unread)})
    absent.update({unit.pk: cell.state for unit, cell in last if unit.pk not in valued}.values())
    told = [_range([cell for _unit, cell in last if _value(cell) is not None], len(valued))]
    told += [_without(state, absent[state]) for state in State if absent[state]]
    sentences = ". ".join(part for part in told if part)
    return f"{measure.periods[-1]}: {sentences}."


def _range(cells: list[FigureCell], units: int) -> str:
    if not cells:
        return ""
    figures = sorted((cell.figure for cell in cells if cell.figure), key=_amount)
    ends = dict.fromkeys(figure.text for figure in (figures[0], figures[-1]))
    words = {"figures": _(" till ").join(ends), "units": units}
    return ngettext("%(figures)s på %(units)d enhet", "%(figures)s på %(units)d enheter", units) % (
        words
    )


def _without(state: State, units: int) -> str:
    words = {"state": state.label, "units": units}
    return ngettext("%(state)s: %(units)d enhet", "%(state)s: %(units)d enheter", units) % words


def _amount(figure: Figure) -> Decimal:
    return figure.value or Decimal()


def _value(cell: FigureCell) -> Decimal | None:
    return cell.figure.value if cell.figure else None
