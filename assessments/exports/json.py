"""The figures for other programs, in the shape that docs/results.schema.json describes."""

import json
from decimal import Decimal
from typing import Any

from assessments.exports.about import not_shown
from assessments.exports.rows import Row
from assessments.exports.tables import TABLES, tables_of
from assessments.figure import Status
from assessments.report.parts import EditionPart, Report

FORMAT, FORMAT_VERSION = "styrkedjan-results", 1


def json_of(report: Report) -> str:
    return json.dumps(document_of(report), ensure_ascii=False, indent=2) + "\n"


def document_of(report: Report) -> dict[str, Any]:
    rows: dict[str, list[Any]] = {table.key: [] for table in TABLES}
    for table in tables_of(report):
        rows[table.key] = [_values(row, table.columns) for row in table.rows(report)]
    return _head(report) | rows


def _head(report: Report) -> dict[str, Any]:
    organisation, round = report.organisation, report.round
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "organisation": {"name": organisation.name, "made_up": organisation.is_demo},
        "unit": _unit(report),
        "round": {
            "title": round.title,
            "opened_on": round.opens_on.isoformat(),
            "closed_on": round.closed_on.isoformat() if round.closed_on else None,
            "fewest_shown": round.floor,
        },
        "report": {
            "reference": report.reference,
            "version": report.version,
            "made_on": report.made_on.isoformat(),
        },
        "levels": [str(level.value) for level in report.levels],
        "editions": [_edition(part) for part in report.editions],
        "not_shown": list(not_shown(report)),
    }


def _unit(report: Report) -> dict[str, Any] | None:
    unit = report.unit
    if unit is None:
        return None
    return {
        "name": unit.name,
        "code": unit.code,
        "school_forms": [str(form) for form in unit.school_forms],
    }


def _edition(part: EditionPart) -> dict[str, Any]:
    edition = part.edition
    return {
        "slug": edition.slug,
        "title": edition.title,
        "local": edition.is_local,
        "published_on": edition.published_on.isoformat() if edition.published_on else None,
        "sources": [{"title": each.title, "address": each.address} for each in part.sources],
    }


def _values(row: Row, columns: tuple[str, ...]) -> dict[str, Any]:
    return {key: _plain(getattr(row, key)) for key in columns}


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, Status):
        return value.value
    return list(value) if isinstance(value, tuple) else value
