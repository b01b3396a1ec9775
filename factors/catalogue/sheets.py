"""From an Excel file to the same values as a JSON file has, and where in the sheets they stood."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from factors.catalogue.columns import (
    FLAG,
    NO,
    NUMBER,
    README,
    SHEETS,
    STATEMENTS,
    WORDS,
    YES,
    Column,
    Sheet,
)
from factors.catalogue.faults import CatalogueError, Fault, shown
from factors.catalogue.files import Object
from factors.catalogue.spots import Spot, Spots
from factors.catalogue.unpacking import sheets_in
from factors.catalogue.worker import ERROR, MERGED, Row
from portal.cells import FORMULA


def values_in(data: bytes) -> tuple[Object, Spots]:
    """The values of an Excel file, or a CatalogueError that tells which cells are none."""
    reading = _Reading(sheets_in(data))
    values = reading.values()
    # Merged cells are told alone: those that they hide would be told as empty.
    if faults := reading.merged or reading.faults:
        raise CatalogueError(*faults)
    return values, reading.spots


class _Reading:
    """`spots` tell where each entry stood, by its place in the values."""

    def __init__(self, sheets: dict[str, list[Row]]) -> None:
        self.sheets = sheets
        self.spots: dict[str, Spot] = {}
        self.faults: list[Fault] = []
        self.merged: list[Fault] = []
        known = [README, *(sheet.title for sheet in SHEETS.values())]
        for title in sheets.keys() - set(known):
            if sheets[title]:
                message = _("Bladet är okänt. De som läses är: %s. Ta bort det eller byt namn.")
                self.faults.append(Fault(shown(title), message % ", ".join(known[1:])))

    def values(self) -> Object:
        found = {key: list(self._entries(sheet)) for key, sheet in SHEETS.items()}
        statements = found.pop(STATEMENTS)
        factors = found["factors"]
        editions = found.pop("edition")
        if len(editions) != 1:
            message = _("Här ska stå en enda utgåva: en rad under rubrikerna.")
            self.faults.append(Fault(SHEETS["edition"].title, message))
        for key, spots in found.items():
            self.spots |= {f"{key}[{index}]": spot for index, spot in enumerate(spots)}
        self._place_statements(factors, statements)
        lists: dict[str, object] = {key: [s.values for s in spots] for key, spots in found.items()}
        for spot in editions[:1]:
            self.spots["edition"], lists["edition"] = spot, spot.values
        return Object(list(lists.items()))

    def _place_statements(self, factors: list[Spot], statements: list[Spot]) -> None:
        index_of: dict[object, int] = {}
        for index, factor in enumerate(factors):
            index_of.setdefault(factor.values.get("slug"), index)
        placed: dict[int, list[object]] = {}
        for spot in statements:
            known = index_of.get(spot.values.pop("factor", None))
            if known is None:
                message = _("Faktorn finns inte på bladet Faktorer. Skriv dess adressnamn.")
                self.faults.append(Fault(spot.at("factor"), message))
                continue
            own = placed.setdefault(known, [])
            self.spots[f"factors[{known}].statements[{len(own)}]"] = spot
            own.append(spot.values)
        for index, own in placed.items():
            factors[index].values["statements"] = own

    def _entries(self, sheet: Sheet) -> Iterator[Spot]:
        rows = self.sheets.get(sheet.title, [])
        if not rows:
            return
        places = self._places(sheet, rows[0])
        headed = {place for place, text in enumerate(rows[0][1]) if text.strip()}
        for number, texts, troubles in rows[1:]:
            spot = Spot(sheet, number, {key: place + 1 for key, place in places.items()})
            for column in (each for each in sheet.columns if each.key in places):
                place = places[column.key]
                trouble = troubles.get(str(place))
                if trouble:
                    faults = self.merged if trouble.startswith(MERGED) else self.faults
                    faults.append(Fault(spot.at(column.key), _trouble(trouble)))
                elif place < len(texts) and texts[place].strip():
                    spot.values[column.key] = _value(column, texts[place])
            if any(text.strip() for place, text in enumerate(texts) if place not in headed):
                message = _("Här står text i en kolumn utan rubrik. Ta bort den eller flytta den.")
                self.faults.append(Fault(spot.at(""), message))
            if spot.values or troubles:
                yield spot

    def _places(self, sheet: Sheet, heading: Row) -> dict[str, int]:
        """Where the columns stand, in whatever order they are."""
        for trouble in sorted(set(heading[2].values())):
            if trouble.startswith(MERGED):
                at = _("%(sheet)s, rad %(row)s") % {"sheet": sheet.title, "row": heading[0]}
                self.merged.append(Fault(at, _trouble(trouble)))
        keys = {column.heading.casefold(): column.key for column in sheet.columns}
        places: dict[str, int] = {}
        for place, text in enumerate(heading[1]):
            name = " ".join(text.split()).casefold()
            key = keys.get(name)
            if name and (key is None or key in places):
                at = _("%(sheet)s, rad %(row)s") % {"sheet": sheet.title, "row": heading[0]}
                message = _(
                    "Rubriken ”%s” är okänd eller står två gånger. Rätta eller ta bort den."
                )
                self.faults.append(Fault(at, message % shown(text)))
            elif key:
                places[key] = place
        for column in sheet.columns:
            if column.key not in places:
                message = _("Rubriken ”%s” saknas. Lägg till kolumnen, tom om inget ska stå där.")
                self.faults.append(Fault(sheet.title, message % column.heading))
        return places


def _value(column: Column, text: str) -> object:
    """As JSON would have it; what is not such a value stays a text, for the reader to refuse."""
    text = read(text.replace("\r\n", "\n"))
    word = text.strip().casefold()
    if column.kind == FLAG:
        return {YES: True, "sant": True, NO: False, "falskt": False}.get(word, text)
    if column.kind == NUMBER:
        return int(word) if word.isdecimal() and len(word) < 10 else text
    words = {told: value for value, told in WORDS.get(column.key, {}).items()}
    return words.get(word, text)


def read(text: str) -> str:
    """Without the apostrophe that `workbook.written` puts before what looks like a formula."""
    return text[1:] if text.startswith("'") and FORMULA.match(text.lstrip("'")) else text


def _trouble(trouble: str) -> str:
    if trouble.startswith(MERGED):
        message = _("Cellerna %s är sammanslagna. Dela dem i Excel och fyll i varje cell.")
        return message % trouble.removeprefix(MERGED)
    if trouble == ERROR:
        return _("Cellen visar ett fel. Rätta formeln, eller skriv värdet i stället.")
    return _("Cellen har en formel utan sparat värde. Skriv värdet i stället.")
