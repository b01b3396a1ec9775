"""The tree of organisations: which of them are units of the portal, and in which area."""

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.days import today
from portal.imports.documents import Values, day, mapping, text, texts
from portal.imports.school_types import school_forms, unknown_types

UNIT_TYPES = ("Skolenhet", "Förskola")
AREA_TYPES = ("Rektorsområde", "Verksamhetsområde", "Område")
# A school is a unit itself where it is not divided into units. Some services name no types.
UNDIVIDED = ("Skola", "Övrigt", "")


class Organisations:
    """All organisations of a service by id, and `units`: those that the portal can take in."""

    def __init__(self, by_id: dict[str, Values]) -> None:
        self.by_id = by_id
        self.beneath: dict[str, list[str]] = defaultdict(list)
        for id, each in by_id.items():
            self.beneath[referred(each, "parentOrganisation")].append(id)
        self.school_units = {id: each for id, each in by_id.items() if self._is_unit(id, each)}
        self.units = {id: each for id, each in self.school_units.items() if not left_out(each)}

    def _is_unit(self, id: str, values: Values) -> bool:
        kind = text(values, "organisationType")
        if kind in UNIT_TYPES:
            return True
        is_divided = any(
            text(self.by_id[each], "organisationType") in UNIT_TYPES for each in self.beneath[id]
        )
        tells = text(values, "schoolUnitCode") or texts(values.get("schoolTypes"))
        return bool(tells) and kind in UNDIVIDED and not is_divided

    def unit_at(self, id: str) -> Values | None:
        """The unit itself, or the only one of a school that is divided."""
        if id in self.units:
            return self.units[id]
        beneath = [each for each in self.beneath[id] if each in self.units]
        return self.units[beneath[0]] if len(beneath) == 1 else None

    def area_of(self, values: Values) -> str:
        for above in self._above(values):
            if text(above, "organisationType") in AREA_TYPES:
                return text(above, "displayName")
        return ""

    def _above(self, values: Values) -> Iterator[Values]:
        """From the nearest up. What points at itself in a ring is walked once."""
        passed: set[str] = set()
        while (id := referred(values, "parentOrganisation")) in self.by_id and id not in passed:
            passed.add(id)
            values = self.by_id[id]
            yield values


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
