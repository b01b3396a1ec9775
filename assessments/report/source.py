"""The editions that a round asked from, and what their tables lack."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from assessments.reading import listed
from assessments.report.parts import EditionPart
from assessments.results.asked import Asked, AskedFactor
from portal.terms import Level


def editions(asked: Asked) -> Iterator[EditionPart]:
    for edition in asked.editions:
        mine = [each for each in asked.factors if each.factor.edition_id == edition.pk]
        gaps = tuple(gap for each in mine for gap in _gaps(each))
        yield EditionPart(edition, tuple(edition.sources.all()), gaps)


def _gaps(asked: AskedFactor) -> Iterator[str]:
    """The edition's own remark on the factor, or else what its table lacks."""
    note = asked.factor.note
    remarks = [note] if note else [*cut_rows(asked), *_empty_cells(asked)]
    return (f"{asked.factor.name}: {remark}" for remark in remarks)


def cut_rows(asked: AskedFactor) -> Iterator[str]:
    """Rows that nobody could rate, since the source breaks off in them."""
    cut = {place for place, statement in asked.table.items() if not statement.complete}
    for number in sorted({row for row, _level in cut}):
        levels = [level for level in Level if (number, level) in cut]
        yield _("Rad %(row)d är avklippt i källan på %(levels)s och kan inte skattas där.") % {
            "row": number,
            "levels": _places(levels),
        }


def _empty_cells(asked: AskedFactor) -> Iterator[str]:
    """Rows where the source has no statement at a level ("-")."""
    for number in asked.rows:
        levels = [level for level in Level if not asked.statement(number, level)]
        if levels:
            yield _("Rad %(row)d har inget påstående på %(levels)s.") % {
                "row": number,
                "levels": _places(levels),
            }


def _places(levels: Iterable[Level]) -> str:
    return listed(level.place for level in levels)
