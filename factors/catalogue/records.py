"""Reads typed values out of JSON objects; faults are collected, so that all are told at once."""

import datetime
import re
import unicodedata
from collections.abc import Callable, Collection
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factors.catalogue.faults import Fault, shown
from factors.catalogue.files import Object
from factors.terms import FACTOR_SLUG_LIMIT
from portal.terms import Level

T = TypeVar("T")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ADDRESS = re.compile(r"https?://[^\s/?#\"<>]+[^\s\"<>]*")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
CELL = re.compile(rf"{SLUG.pattern}/[0-9]{{1,2}}/({'|'.join(Level.values)})")
CELL_LIMIT = FACTOR_SLUG_LIMIT + 20
# What stands in for a value that was faulty; it never leaves this package.
NO_TEXT, NO_NUMBER = "", -1
# Signs that turn the direction of the text around them can make it read as something else.
DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
KINDS = {
    str: gettext_lazy("en text inom citattecken"),
    int: gettext_lazy("ett heltal"),
    float: gettext_lazy("ett decimaltal"),
    bool: gettext_lazy("true eller false"),
    list: gettext_lazy("en lista inom hakparenteser"),
    Object: gettext_lazy("ett objekt inom klamrar"),
    type(None): gettext_lazy("null"),
}


def build(value: object, place: str, faults: list[Fault], make: "Callable[[Record], T]") -> T:
    """What `make` makes of the object at the place."""
    if isinstance(value, Object):
        return made(value, place, faults, make)
    faults.append(Fault(place, wrong_kind(Object, value)))
    return made(None, place, faults, make)


def made(
    values: Object | None, place: str, faults: list[Fault], make: "Callable[[Record], T]"
) -> T:
    """Keys that `make` doesn't read are unknown."""
    record = Record(values, place, faults)
    result = make(record)
    record.check_keys()
    return result


class Record:
    """A JSON object and its place in the file; without values its fault is told already."""

    def __init__(self, values: Object | None, place: str, faults: list[Fault]) -> None:
        self.values, self.place, self.faults = values, place, faults
        self.known: list[str] = []

    def at(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key

    def fault(self, key: str, message: str) -> None:
        self.faults.append(Fault(self.at(key), message))

    def check_keys(self) -> None:
        values = self.values or Object([])
        known = ", ".join(self.known)
        for key in sorted(values.keys() - set(self.known)):
            self.fault(shown(key), _("Nyckeln är okänd. De som finns här är: %s.") % known)
        for key in values.repeated:
            self.fault(shown(key), _("Nyckeln står mer än en gång. Ta bort den ena."))

    def value(self, key: str, kind: type[T], required: bool = True) -> T | None:
        self.known.append(key)
        if self.values is None:
            return None
        if key not in self.values:
            if required:
                self.fault(key, _("Saknas. Lägg till %s.") % KINDS[kind])
            return None
        value = self.values[key]
        # Not isinstance: in Python true is an int.
        if type(value) is not kind:
            self.fault(key, wrong_kind(kind, value))
            return None
        return value

    def holds(self, key: str, kind: type) -> bool:
        return self.values is not None and type(self.values.get(key)) is kind

    def one(self, key: str, make: "Callable[[Record], T]") -> T:
        return made(self.value(key, Object), self.at(key), self.faults, make)

    def each(
        self, key: str, make: "Callable[[Record], T]", required: bool = False
    ) -> tuple[T, ...]:
        values = self.value(key, list, required)
        if required and values == []:
            self.fault(key, _("Listan är tom. Lägg till minst en post."))
        return tuple(
            build(value, f"{self.at(key)}[{index}]", self.faults, make)
            for index, value in enumerate(values or [])
        )

    def text(self, key: str, limit: int, required: bool = True, paragraphs: bool = False) -> str:
        value = self.value(key, str, required)
        if value is None:
            return NO_TEXT
        text = unicodedata.normalize("NFC", value.strip())
        fault = length_fault(text, limit, required) or sign_fault(text, paragraphs)
        if fault:
            self.fault(key, fault)
            return NO_TEXT
        return text

    def slug(
        self, key: str, limit: int, required: bool = True, reserved: Collection[str] = ()
    ) -> str:
        text = self.text(key, limit, required)
        if text in reserved:
            self.fault(key, _("Så heter en av portalens egna sidor. Välj ett annat namn."))
            return NO_TEXT
        if text and not SLUG.fullmatch(text):
            message = _("Skriv bara a–z, 0–9 och bindestreck, till exempel %s.")
            self.fault(key, message % "professionell-utveckling")
            return NO_TEXT
        return text

    def choice(self, key: str, choices: list[str]) -> str:
        value = self.value(key, str)
        if value is None or value in choices:
            return value or NO_TEXT
        message = _("”%(value)s” är okänt. Skriv ett av: %(choices)s.")
        self.fault(key, message % {"value": shown(value), "choices": ", ".join(choices)})
        return NO_TEXT

    def address(self, key: str, limit: int) -> str:
        text = self.text(key, limit, required=False)
        if fault := address_fault(text):
            self.fault(key, fault)
            return NO_TEXT
        return text

    def cell(self, key: str) -> str:
        """A cell of the base edition's tables: "professionell-utveckling/3/rektor"."""
        text = self.text(key, CELL_LIMIT, required=False)
        if text and not CELL.fullmatch(text):
            message = _("Skriv faktor/rad/nivå, till exempel %s.")
            self.fault(key, message % "professionell-utveckling/3/rektor")
            return NO_TEXT
        return text

    def number(self, key: str, low: int, high: int, required: bool = True) -> int:
        """What is not required and missing is 0."""
        if not required and self.values is not None and key not in self.values:
            self.known.append(key)
            return 0
        value = self.value(key, int)
        if value is None or low <= value <= high:
            return NO_NUMBER if value is None else value
        message = _("Skriv ett heltal från %(low)s till %(high)s.")
        self.fault(key, message % {"low": low, "high": high})
        return NO_NUMBER

    def flag(self, key: str, default: bool) -> bool:
        value = self.value(key, bool, required=False)
        return default if value is None else value

    def day(self, key: str, required: bool = True) -> datetime.date | None:
        value = self.value(key, str, required)
        try:
            return None if value is None else _day(value)
        except ValueError:
            self.fault(key, _("Skriv datumet som år-månad-dag, till exempel 2026-08-15."))
            return None


def _day(value: str) -> datetime.date:
    """Not all that the standard allows: days without hyphens and weeks are other formats."""
    if not DAY.fullmatch(value):
        raise ValueError
    return datetime.date.fromisoformat(value)


def wrong_kind(wanted: type, value: object) -> str:
    message = _("Här ska stå %(wanted)s, men det står %(found)s.")
    return message % {"wanted": KINDS[wanted], "found": KINDS[type(value)]}


def address_fault(text: str) -> str | None:
    if text and not ADDRESS.fullmatch(text):
        return _("Skriv en webbadress som börjar med https://, eller ta bort den.")
    return None


def length_fault(text: str, limit: int, required: bool) -> str | None:
    if required and not text:
        return _("Texten är tom. Fyll i den eller ta bort hela posten.")
    if len(text) > limit:
        message = _("Texten har %(length)s tecken, men får ha högst %(limit)s. Korta den.")
        return message % {"length": len(text), "limit": limit}
    return None


def sign_fault(text: str, paragraphs: bool) -> str | None:
    for position, sign in enumerate(text, 1):
        if paragraphs and sign == "\n":
            continue
        if unicodedata.category(sign) in {"Cc", "Cs"} or sign in DIRECTIONS:
            message = _("Tecken %(position)s (U+%(code)s) är ett styrtecken. Ta bort det.")
            return message % {"position": position, "code": f"{ord(sign):04X}"}
    return None
