"""The tables of an export: which columns each has, what they are called and what they hold."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.exports.rows import Row, participation_rows, rating_rows, unit_rows
from assessments.figure import Status
from assessments.reading import listed
from assessments.report.parts import Report
from portal.terms import Level

Value = str | int | Decimal | None


class Column(NamedTuple):
    heading: Promise
    width: int
    format: str = "General"


class Table(NamedTuple):
    key: str
    title: Promise
    columns: tuple[str, ...]
    rows: Callable[[Report], Iterator[Row]]


# By the field of a row, in the order of a file that holds them all.
COLUMNS = {
    "place": Column(gettext_lazy("Gäller"), 26),
    "unit_code": Column(gettext_lazy("Skolenhetskod"), 15),
    "school_forms": Column(gettext_lazy("Skolformer"), 22),
    "together_with": Column(gettext_lazy("Räknat tillsammans med"), 28),
    "edition": Column(gettext_lazy("Utgåva"), 24),
    "factor": Column(gettext_lazy("Framgångsfaktor"), 32),
    "factor_slug": Column(gettext_lazy("Faktorns adressnamn"), 22),
    "local": Column(gettext_lazy("Lokal"), 8),
    "row": Column(gettext_lazy("Rad"), 6, "0"),
    "level": Column(gettext_lazy("Nivå"), 14),
    "rated_by": Column(gettext_lazy("Skattad av"), 14),
    "statement": Column(gettext_lazy("Påstående"), 70),
    "asked": Column(gettext_lazy("Tillfrågade"), 13, "0"),
    "answered": Column(gettext_lazy("Svarade"), 10, "0"),
    "share": Column(gettext_lazy("Andel som svarade"), 12, "0 %"),
    "answers": Column(gettext_lazy("Svar"), 8, "0"),
    "step_1": Column(gettext_lazy("1 Stämmer inte"), 11, "0"),
    "step_2": Column(gettext_lazy("2 Stämmer delvis"), 11, "0"),
    "step_3": Column(gettext_lazy("3 Stämmer till stor del"), 13, "0"),
    "step_4": Column(gettext_lazy("4 Stämmer helt"), 11, "0"),
    "unsure": Column(gettext_lazy("Kan inte bedöma"), 11, "0"),
    "n": Column(gettext_lazy("Valde ett steg (n)"), 12, "0"),
    "mean": Column(gettext_lazy("Medel"), 9, "0.0"),
    "span": Column(gettext_lazy("Spännvidd mellan nivåerna"), 14, "0.0"),
    "status": Column(gettext_lazy("Visas, eller varför inte"), 28),
}

PLACE = ("place", "unit_code")
FACTOR = ("edition", "factor", "factor_slug", "local")
STEPS = ("step_1", "step_2", "step_3", "step_4", "unsure")
TABLES = (
    Table(
        "participation",
        gettext_lazy("Svarande"),
        (*PLACE, "together_with", "level", "asked", "answered", "share", "status"),
        participation_rows,
    ),
    Table(
        "ratings",
        gettext_lazy("Skattningar"),
        (
            *(*FACTOR, "row", "level", "rated_by", "statement", *PLACE, "together_with"),
            *("answers", *STEPS, "n", "mean", "span", "status"),
        ),
        rating_rows,
    ),
    Table(
        "units",
        gettext_lazy("Enheter"),
        (*PLACE, "school_forms", "together_with", *FACTOR, "level", "n", "mean", "status"),
        unit_rows,
    ),
)


def tables_of(report: Report) -> tuple[Table, ...]:
    """Only the huvudman's report sets units side by side."""
    return TABLES[:2] if report.unit else TABLES


def told(row: Row, key: str) -> Value:
    """What a sheet says in the column: words in Swedish, and numbers as numbers."""
    value = getattr(row, key)
    if isinstance(value, Level | Status):
        return str(value.label)
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    return listed(value) if isinstance(value, tuple) else value
