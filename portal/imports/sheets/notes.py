"""What is told of a whole sheet rather than of one row."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from openpyxl.utils import get_column_letter

from portal.imports.documents import shown
from portal.imports.records import Fault
from portal.imports.sheets.columns import is_personal_number
from portal.imports.sheets.table import Table

# A person mends a few and reads the file again. All are counted.
MOST_FAULTS = 1_000
MOST_NAMED = 20
LONGEST = 40


def doubles(table: Table) -> Iterator[Fault]:
    for slug, place in table.doubles:
        where = _("rad %(row)s, kolumn %(first)s och %(second)s") % {
            "row": table.heading_row,
            "first": get_column_letter(table.places[slug] + 1),
            "second": get_column_letter(place + 1),
        }
        problem = _(
            "Båda kolumnerna läses som %(column)s. Ta bort den som inte ska med, eller byt namn på"
            " den."
        )
        yield Fault(where, problem % {"column": shown(table.columns[slug])[:LONGEST]})


def remarks(table: Table, examples: int) -> Iterator[Fault]:
    numbers = [text for text in table.unread if is_personal_number(text)]
    others = [text for text in table.unread if text not in numbers]
    for heading in numbers:
        problem = _("Personnummer läses aldrig. Ta gärna bort kolumnen ur filen.")
        yield Fault(_("kolumn %(column)s") % {"column": _named([heading])}, problem)
    if others:
        problem = _("Kolumnerna läses inte: %(columns)s.") % {"columns": _named(others)}
        yield Fault(_("Kolumner"), problem)
    if table.similar_sheets:
        problem = _(
            "Bara ett blad läses. De här har också kolumnerna: %(sheets)s. Läs in dem för"
            " sig om de ska med."
        )
        yield Fault(_("Blad"), problem % {"sheets": _named(table.similar_sheets)})
    if examples:
        problem = ngettext(
            "%(count)s exempelrad ur mallen är inte läst.",
            "%(count)s exempelrader ur mallen är inte lästa.",
            examples,
        )
        yield Fault(_("Exempel"), problem % {"count": examples})


def bounded(faults: list[Fault]) -> list[Fault]:
    if (rest := len(faults) - MOST_FAULTS) <= 0:
        return faults
    problem = _("%(count)s fel till visas inte. Rätta de första och läs in filen igen.")
    return [*faults[:MOST_FAULTS], Fault(_("Fler fel"), problem % {"count": rest})]


def _named(texts: list[str]) -> str:
    return ", ".join(shown(text)[:LONGEST] for text in texts[:MOST_NAMED])
