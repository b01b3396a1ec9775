"""Why a sheet is not read, and what to do about it."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.imports.documents import shown
from portal.imports.records import Unreadable
from portal.imports.sheets.columns import NEEDS
from portal.imports.sheets.table import FIRST_ROWS, MOST_COLUMNS, MOST_MERGED, MOST_ROWS

REASONS: dict[str, str | Promise] = {
    "broken": _(
        "Filen är skadad och går inte att läsa. Öppna den i Excel, välj Spara som, Excel-arbetsbok"
        " (.xlsx), och försök igen."
    ),
    "old": _(
        "Filen är i det äldre Excelformatet. Öppna den i Excel, välj Spara som, Excel-arbetsbok"
        " (.xlsx), och läs in den nya filen."
    ),
    "locked": _(
        "Filen är låst med lösenord. Ta bort lösenordet i Excel, spara filen och försök igen."
    ),
    "other": _(
        "Filen är varken Excel (.xlsx) eller CSV. Öppna den i kalkylprogrammet, spara om som .xlsx"
        " och läs in den nya filen."
    ),
    "entities": _(
        "Filen innehåller kod som kan skada och läses inte. Kopiera raderna till en ny arbetsbok"
        " och läs in den."
    ),
    "large": _(
        "Filen är för stor eller krånglig att läsa. Kopiera bara raderna och kolumnerna som behövs"
        " till en ny arbetsbok och läs in den."
    ),
    "rows": _(
        "Filen har fler än %(rows)s rader, och så många tar portalen inte emot på en gång. Ta bort"
        " rader som inte ska med, och kontrollera att det är rätt fil."
    ),
    "columns": _(
        "Filen har fler än %(columns)s kolumner. Kopiera bara kolumnerna som behövs till en ny fil"
        " och läs in den."
    ),
    "merged": _(
        "Rubrikerna är sammanslagna, eller också är fler än %(merged)s andra celler det. Dela dem i"
        " Excel, skriv en rubrik över varje kolumn, fyll i varje rad för sig och försök igen."
    ),
    "hidden": _("Bladet med rätt kolumner är dolt. Visa bladet i Excel, spara och försök igen."),
    "headings": _(
        "Det finns inga rubriker som portalen känner igen på de första %(first)s raderna. Det som"
        " behövs är %(needed)s. Utgå gärna från mallen."
    ),
    "empty": _("Filen har inga rader att läsa in under rubrikerna. Fyll i den och försök igen."),
    "people": _(
        "Filen ser ut att ha personal och inte enheter. Välj Personal, eller en annan fil."
    ),
}


def refusal(kind: str, reason: str) -> Unreadable:
    needed = "; ".join(str(need.label) for need in NEEDS[kind])
    values = {
        "rows": MOST_ROWS,
        "columns": MOST_COLUMNS,
        "merged": MOST_MERGED,
        "first": FIRST_ROWS,
        "needed": needed,
    }
    return Unreadable(str(REASONS[reason]) % values)


def without(missing: list[Promise], headings: list[str]) -> Unreadable:
    message = gettext(
        "Filen saknar kolumn för: %(missing)s. De kolumner som finns är: %(found)s. Lägg till det"
        " som saknas, eller byt namn på rubriken. Utgå gärna från mallen."
    )
    found = ", ".join(shown(text)[:40] for text in headings[:20])
    return Unreadable(message % {"missing": "; ".join(map(str, missing)), "found": found})
