"""One row of a sheet while it is read: it hands out sound values, and tells what is wrong."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from portal.imports.documents import shown
from portal.imports.records import Fault
from portal.imports.sheets.columns import COLUMNS
from portal.imports.sheets.explanations import EXAMPLE, EXAMPLE_ADDRESS
from portal.imports.sheets.table import Row, Table

MERGED = "merged"
CODE = re.compile(r"[0-9]{8}")
# Line breaks, tabs and spaces that do not break are only spaces. No other sign may be unseen.
SPACES = re.compile(r"[\s\u00a0\u202f]+")
# Year, month, day (or day and 60) and four more, as in a personnummer or samordningsnummer.
PERSONAL_NUMBER = re.compile(
    r"(?<!\d)(?:19|20)?\d\d(?:0[1-9]|1[0-2])(?:[06][1-9]|[1278]\d|[39][01])[-+ ]?\d{4}(?!\d)"
)


class Entry:
    """Each value that is at fault is told once, and handed out as empty.

    `merged` are the cells that another row has told of: one fault for all rows that they span.
    """

    def __init__(
        self, kind: str, table: Table, row: Row, faults: list[Fault], merged: set[str]
    ) -> None:
        self.columns = {column.slug: column for column in COLUMNS[kind]}
        self.table, self.row, self.faults, self.merged = table, row, faults, merged
        self.where = _("rad %(row)s") % {"row": row.number}
        self.wrong: set[str] = set()

    def fault(self, slug: str, problem: str) -> None:
        heading = self.table.columns.get(slug) or str(self.columns[slug].label)
        column = {"where": self.where, "column": shown(heading)[:40]}
        at = _("%(where)s, kolumn %(column)s") % column
        self.faults.append(Fault(at, problem))
        self.wrong.add(slug)

    def is_empty(self, slug: str) -> bool:
        return not (slug in self.row.values or slug in self.row.troubles)

    def text(self, slug: str, line_break: str = " ") -> str:
        trouble = self.row.troubles.get(slug, "")
        if slug in self.wrong or trouble in self.merged:
            self.wrong.add(slug)
            return ""
        if trouble.startswith(MERGED):
            self.merged.add(trouble)
        value = self.row.values.get(slug, "").strip()
        value = SPACES.sub(" ", re.sub(r"\s*[\r\n]+\s*", line_break, value)).strip()
        value = unicodedata.normalize("NFC", value)
        if problem := self._problem(slug, value):
            self.fault(slug, problem)
            return ""
        return value

    def email(self, slug: str) -> str:
        value = self.text(slug).lower()
        if problem := _email_problem(value) if value else "":
            self.fault(slug, problem)
            return ""
        return value

    def code(self, slug: str) -> str:
        value = self.text(slug).replace(" ", "")
        if not value or CODE.fullmatch(value):
            return value
        problem = _("En skolenhetskod har åtta siffror. Skriv den på nytt.")
        if re.fullmatch(r"[0-9]{1,7}", value):
            problem = _(
                "Koden har färre än åtta siffror. Har Excel tagit bort en inledande nolla? Gör"
                " kolumnen till text och skriv koden på nytt."
            )
        self.fault(slug, problem)
        return ""

    def _problem(self, slug: str, value: str) -> str:
        if trouble := self.row.troubles.get(slug):
            return _trouble(trouble)
        longest = self.columns[slug].longest
        unseen = next((sign for sign in value if not sign.isprintable()), "")
        if unseen:
            return _("Texten har ett tecken som inte syns (%(code)s). Skriv den för hand.") % {
                "code": _code_point(unseen)
            }
        if len(value) > longest:
            return _("Texten är för lång. Skriv högst %(longest)s tecken.") % {"longest": longest}
        if value.startswith("="):
            return _("Här står en formel som text. Skriv själva värdet i stället.")
        if slug != "code" and PERSONAL_NUMBER.search(value):
            return _("Det ser ut som ett personnummer. Ta bort det: portalen tar aldrig in sådana.")
        return ""


def entries(kind: str, table: Table, faults: list[Fault]) -> tuple[list[Entry], int]:
    """The rows, and how many of the template's examples are left out."""
    rows = [row for row in table.rows if not is_example(row)]
    merged: set[str] = set()
    found = [Entry(kind, table, row, faults, merged) for row in rows]
    return found, len(table.rows) - len(rows)


def is_example(row: Row) -> bool:
    names = (row.values.get(slug, "") for slug in ("name", "unit"))
    return any(name.strip().casefold().startswith(EXAMPLE) for name in names)


def _trouble(trouble: str) -> str:
    kind, _space, rest = trouble.partition(" ")
    if kind == MERGED:
        return _("Cellerna %(cells)s är sammanslagna. Dela dem och fyll i varje rad för sig.") % {
            "cells": rest
        }
    if kind == "error":
        return _("Cellen visar felet %(error)s. Rätta formeln, eller skriv värdet i stället.") % {
            "error": shown(rest)[:40]
        }
    return _(
        "Cellen har en formel utan sparat värde. Öppna filen i Excel och spara den, eller skriv"
        " värdet i stället."
    )


def _email_problem(value: str) -> str:
    """A letter that only looks like one of ours would make the address somebody else's."""
    strange = next((sign for sign in value if not sign.isascii()), "")
    if strange:
        return _(
            "Tecknet %(sign)s (%(code)s) kan inte stå i adressen, och är kanske en annan bokstav"
            " än det ser ut som. Skriv adressen för hand."
        ) % {"sign": strange, "code": _code_point(strange)}
    if value.endswith(EXAMPLE_ADDRESS):
        return _("Adressen är mallens exempel. Skriv personens egen, eller lämna den tom.")
    try:
        validate_email(value)
    except ValidationError:
        return _("Det är ingen e-postadress. Skriv den som namn@exempel.se.")
    return ""


def _code_point(sign: str) -> str:
    return f"U+{ord(sign):04X}"
