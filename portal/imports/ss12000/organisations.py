"""The tree of organisations: which of them are units of the portal, and in which area."""

from collections import defaultdict

from django.utils.translation import gettext as _

from portal.days import today
from portal.imports.documents import Values, day, mapping, text, texts
from portal.imports.school_types import school_forms, unknown_types

UNIT_TYPES = ("Skolenhet", "Förskola")
AREA_TYPES = ("Rektorsområde", "Verksamhetsområde", "Område")
# A school is a unit itself where it is not divided into units. Some services name no types.
UNDIVIDED = ("Skola", "Övrigt", "")
MOST_LEVELS = 10


class Organisations:
    """All organisations of a service by id; `units` are those where somebody can work today."""

    def __init__(self, by_id: dict[str, Values]) -> None:
        self.by_id = by_id
        self.divided = {above(each) for each in by_id.values() if _kind(each) in UNIT_TYPES}
        self.school_units = {id: each for id, each in by_id.items() if self._is_unit(id, each)}
        self.units = {
            id: each
            for id, each in self.school_units.items()
            if not (left_out(each) or is_ended(each))
        }
        self.beneath: dict[str, list[Values]] = defaultdict(list)
        for each in self.units.values():
            self.beneath[above(each)].append(each)

    def _is_unit(self, id: str, values: Values) -> bool:
        tells = text(values, "schoolUnitCode") or texts(values.get("schoolTypes"))
        is_whole = _kind(values) in UNDIVIDED and id not in self.divided
        return _kind(values) in UNIT_TYPES or (bool(tells) and is_whole)

    def unit_at(self, id: str) -> Values | None:
        """The unit itself, or the only one of a school that is divided."""
        beneath = self.beneath.get(id, [])
        return self.units.get(id) or (beneath[0] if len(beneath) == 1 else None)

    def area_of(self, values: Values) -> str:
        """The nearest area above. Nothing has so many levels, unless it goes in a ring."""
        for _level in range(MOST_LEVELS):
            values = self.by_id.get(above(values), {})
            if _kind(values) in AREA_TYPES:
                return text(values, "displayName")
        return ""


def _kind(values: Values) -> str:
    return text(values, "organisationType")


def above(values: Values) -> str:
    return referred(values, "parentOrganisation")


def referred(values: Values, field: str) -> str:
    return text(mapping(values.get(field)), "id")


def left_out(unit: Values) -> str:
    """Why a school unit is not taken in, if it is not."""
    starts = day(unit, "startDate")
    types = texts(unit.get("schoolTypes"))
    if starts and starts > today():
        return _("Enheten har inte startat och tas inte med än.")
    if types and not school_forms(types):
        return _("Skolformen %(types)s finns inte i portalen, så enheten tas inte med.") % {
            "types": ", ".join(unknown_types(types))
        }
    return ""


def is_ended(values: Values) -> bool:
    """Whether the last day, which is counted in, has passed."""
    ends = day(values, "endDate")
    return ends is not None and ends < today()
