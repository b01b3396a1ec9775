"""Where in the sheets an entry stood, so that a fault in it is told with sheet, row and column."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from factors.catalogue.columns import FLAG, NUMBER, SHEETS, Column, Sheet
from factors.catalogue.faults import CatalogueError, Fault
from factors.catalogue.files import Object

ENTRY = r"(edition|[a-z_]+\[\d+\](?:\.statements\[\d+\])?)"
PLACE = re.compile(rf"{ENTRY}(?:\.([a-z_]+))?")
IN_MESSAGE = re.compile(r"[a-z_]+\[\d+\](?:\.statements\[\d+\])?")


@dataclass(frozen=True, slots=True)
class Spot:
    """A row of a sheet, its values, and where its columns stand, from 1."""

    sheet: Sheet
    row: int
    places: dict[str, int]
    values: Object = field(default_factory=lambda: Object([]))

    def column(self, key: str) -> Column | None:
        return next((each for each in self.sheet.columns if each.key == key), None)

    def at(self, key: str) -> str:
        """As "Påståenden, rad 12, kolumn C (Nivå)"."""
        column = self.column(key)
        place = {"sheet": self.sheet.title, "row": self.row}
        if column is None or key not in self.places:
            return _("%(sheet)s, rad %(row)s") % place
        place |= {"letter": get_column_letter(self.places[key]), "heading": column.heading}
        return _("%(sheet)s, rad %(row)s, kolumn %(letter)s (%(heading)s)") % place


Spots = dict[str, Spot]


def located(error: CatalogueError, spots: Spots) -> CatalogueError:
    """The same faults, each told where it stands in the sheets, if the file has sheets."""
    if not spots:
        return error
    return CatalogueError(*(_told(fault, spots) for fault in error.faults))


def _told(fault: Fault, spots: Spots) -> Fault:
    found = PLACE.fullmatch(fault.place)
    spot = spots.get(found[1]) if found else None
    if found is None or spot is None:
        title = SHEETS[fault.place].title if fault.place in SHEETS else fault.place
        return Fault(title, _mentioned(fault.message, spots))
    key = found[2] or ""
    message = _in_a_cell(spot, key) or _mentioned(fault.message, spots)
    return Fault(spot.at(key), message)


def _in_a_cell(spot: Spot, key: str) -> str:
    """What is otherwise said in the words of JSON."""
    column = spot.column(key)
    value = spot.values.get(key)
    if column is None:
        return ""
    if value is None and column.kind != FLAG:
        return _("Cellen är tom. Fyll i den.")
    if column.kind == FLAG:
        if isinstance(value, str):
            return _("Skriv ja eller nej.")
        return _("Rad 0 är portalens egen hela fråga: skriv ja här, och ja under Fullständig.")
    if column.kind == NUMBER and isinstance(value, str):
        return _("Skriv ett heltal med siffror.")
    return ""


def _mentioned(message: str, spots: Spots) -> str:
    return IN_MESSAGE.sub(lambda found: _spot_or(found[0], spots), message)


def _spot_or(place: str, spots: Spots) -> str:
    return spots[place].at("") if place in spots else place
