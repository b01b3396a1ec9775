"""What the plans of units and of staff are made of."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.imports.records import Fault
from portal.models import Unit


@dataclass(frozen=True, slots=True)
class Change:
    """One thing about a unit or a person, from what stands to what the source says."""

    field: str
    before: str
    after: str


class Units:
    """An organisation's units, found by what a source calls them."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.all = list(units)
        self.by_code = {unit.code: unit for unit in self.all if unit.code}
        self.by_name: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.all:
            self.by_name[key_of(unit.name)].append(unit)

    def named(self, code: str, name: str) -> list[Unit]:
        """Those that can be meant: the one with the code, else those with the name.

        Two schools in one building may share a name, so another code is another unit.
        """
        if code in self.by_code:
            return [self.by_code[code]]
        same = [unit for unit in self.by_name[key_of(name)] if not (code and unit.code)]
        return [unit for unit in same if unit.closed_on is None] or same


def key_of(text: str) -> str:
    """Texts that look the same are the same, whatever their case, spaces and make of letters."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def fault(where: str, column: str, problem: str) -> Fault:
    at = _("%(where)s, kolumn %(column)s") % {"where": where, "column": column}
    return Fault(at, problem)


def unstorable(where: str, column: str, text: str, longest: int) -> Fault | None:
    """A text that the database can't hold."""
    if len(text) > longest:
        problem = _("Texten är för lång. Skriv högst %(longest)s tecken.") % {"longest": longest}
        return fault(where, column, problem)
    if not text.isprintable():
        return fault(where, column, _("Texten har tecken som inte syns. Skriv den för hand."))
    return None
