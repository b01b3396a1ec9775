"""The lists to choose from on the overview, as plain selects."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from assessments.models import Round
from assessments.results.filters import Filter, Selection, area_name
from assessments.results.groups import Grouping, groupings

ROUND, FORM, AREA, LEVEL, GROUPING = "omgang", "skolform", "omrade", "niva", "grupp"

Choice = tuple[object, str]


class Picker(NamedTuple):
    name: str
    label: str
    choices: list[Choice]
    chosen: object


def pickers(
    selection: Selection, round: Round, rounds: Iterable[Round], grouping: Grouping
) -> Iterator[Picker]:
    """Those with something to choose."""
    every = (
        Picker(ROUND, _("Omgång"), _rounds(round, rounds), round.pk),
        Picker(FORM, _("Skolform"), _forms(selection), selection.filter.form or ""),
        Picker(AREA, _("Område"), _areas(selection), selection.filter.area),
        Picker(GROUPING, _("Tabellen"), _groupings(selection), grouping),
    )
    return (each for each in every if len(each.choices) > 1)


def _rounds(round: Round, others: Iterable[Round]) -> list[Choice]:
    """The newest first; the one that is looked at may still be open."""
    closed = list(others)
    shown = closed if round in closed else [round, *closed]
    return [(each.pk, each.title) for each in shown]


def _forms(selection: Selection) -> list[Choice]:
    forms = _with(selection.forms, selection.filter.form)
    named = [(form, str(form.label)) for form in forms]
    return [("", _("Alla skolformer")), *named] if _divides(forms, selection.filter) else []


def _areas(selection: Selection) -> list[Choice]:
    areas = _with(selection.areas, selection.filter.area)
    named = [(area, area_name(area)) for area in areas]
    return [("", _("Alla områden")), *named] if _divides(areas, selection.filter) else []


def _with(found: list, chosen: object) -> list:
    """What is chosen stands in its list also where no unit of the round has it."""
    return found if not chosen or chosen in found else [*found, chosen]


def _divides(found: list, filter: Filter) -> bool:
    return len(found) > 1 or bool(filter)


def _groupings(selection: Selection) -> list[Choice]:
    return [(each, str(each.label)) for each in groupings(selection)]
