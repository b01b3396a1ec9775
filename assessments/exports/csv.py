"""All tables as one, for Excel in Swedish and for other programs: a column says which it is."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.exports.tables import COLUMNS, Table, Value, tables_of, told
from assessments.report.parts import Report
from portal.cells import csv_lines


def csv_of(report: Report) -> str:
    return "".join(csv_lines(_lines(report)))


def _lines(report: Report) -> Iterator[list[object]]:
    yield [_("Tabell"), _("Rapport"), *(column.heading for column in COLUMNS.values())]
    for table in tables_of(report):
        yield from _lines_of(report, table)


def _lines_of(report: Report, table: Table) -> Iterator[list[object]]:
    for row in table.rows(report):
        values = (told(row, key) if key in table.columns else None for key in COLUMNS)
        yield [table.title, report.reference, *(_written(value) for value in values)]


def _written(value: Value) -> str:
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    return "" if value is None else str(value)
