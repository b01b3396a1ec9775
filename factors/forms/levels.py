import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from factors.forms.cells import (
    PARTS,
    cell_fields,
    differing,
    is_remarked,
    refuse_remarks_on_nothing,
    remark_of,
    source_choices,
    stands,
)
from factors.forms.seen import SeenForm
from factors.grids import order_rows, write_levels
from factors.models import Factor, Statement
from factors.terms import LAST_ROW, OVERALL_ROW, STATEMENT_LIMIT
from portal.terms import Level

# A row as the page knows it: one that is being written ("n1"), or one that stands ("r", and the
# number of a statement in it, which stays the same when somebody else moves the row).
KEY = re.compile(r"n[1-9][0-9]?|r[1-9][0-9]{0,18}")
FIRST_ROWS = 3


@dataclass(frozen=True, slots=True)
class Cell:
    level: Level
    text: BoundField
    cut: BoundField
    note: BoundField
    source: BoundField

    @property
    def is_remarked(self) -> bool:
        return is_remarked(self.cut, self.note, self.source)


@dataclass(frozen=True, slots=True)
class Row:
    key: str
    number: int
    cells: list[Cell]


class LevelsForm(SeenForm):
    """A factor's table, all of it: an empty cell, or a dash, is no statement."""

    def __init__(self, factor: Factor, data: QueryDict | None = None) -> None:
        self.factor = factor
        statements = Statement.objects.filter(factor=factor.pk).exclude(row=OVERALL_ROW)
        self.statements = {(each.row, each.level): each for each in statements}
        self.rows_by_key = {f"r{each.pk}": each.row for each in self.statements.values()}
        super().__init__(data)
        self.keys = keys_in(data) if data is not None else self._standing_keys()
        self.sources = source_choices(factor.edition, _("Samma som faktorn"))
        for number, key in enumerate(self.keys, 1):
            for level in Level:
                self._add_cell(number, key, level)

    def _standing_keys(self) -> list[str]:
        first: dict[int, int] = {}
        for each in self.statements.values():
            first[each.row] = min(each.pk, first.get(each.row, each.pk))
        stand = [f"r{first[row]}" for row in sorted(first)]
        return stand or [f"n{number}" for number in range(1, FIRST_ROWS + 1)]

    def _add_cell(self, number: int, key: str, level: Level) -> None:
        label = _("Rad %(row)d, %(level)s") % {"row": number, "level": level.label.lower()}
        standing = self._statement(key, level)
        fields = cell_fields(f"{key}-{level}", label, STATEMENT_LIMIT, self.sources, standing)
        self.fields.update(fields)

    def _statement(self, key: str, level: str) -> Statement | None:
        return self.statements.get((self.rows_by_key.get(key, 0), level))

    def standing(self) -> dict[str, Any]:
        return {f"{row}-{level}": stands(each) for (row, level), each in self.statements.items()}

    @cached_property
    def overtaken(self) -> list[tuple[str, Any]]:
        """The cells that somebody else has written otherwise than the person's own page has."""
        if not self.is_stale:
            return []
        found = differing(self, self._names())
        shown = [self.rows_by_key[key] for key in self.keys if key in self.rows_by_key]
        for (row, level), each in sorted(self.statements.items()):
            if row not in shown:
                label = _("En rad som saknas nedan, %(level)s")
                found.append((label % {"level": Level(level).label.lower()}, each.text))
        if shown != sorted(shown):
            found.append((str(_("Raderna")), str(_("De står i en annan ordning."))))
        return found

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        refuse_remarks_on_nothing(self, self._names())
        return cleaned

    def _names(self) -> list[str]:
        return [f"{key}-{level}" for key in self.keys for level in Level]

    @property
    def rows(self) -> list[Row]:
        return [
            Row(key, number, [self._cell(key, level) for level in Level])
            for number, key in enumerate(self.keys, 1)
        ]

    def _cell(self, key: str, level: Level) -> Cell:
        return Cell(level, *(self[f"{part}-{key}-{level}"] for part in PARTS))

    def save(self) -> None:
        kept = [key for key in self.keys if any(text for _cell, text in self._texts(key))]
        numbers = {key: number for number, key in enumerate(kept, 1)}
        order_rows(self.factor, [self.rows_by_key.get(key) for key in kept])
        cells = {
            (numbers[key], level): text for key in kept for level, text in self._texts(key) if text
        }
        remarks = {
            (numbers[key], level.value): remark_of(self.cleaned_data, f"{key}-{level}")
            for key in kept
            for level in Level
        }
        write_levels(self.factor, cells, remarks)

    def _texts(self, key: str) -> Iterator[tuple[str, str]]:
        for level in Level:
            yield level.value, self.cleaned_data[f"text-{key}-{level}"]


def keys_in(data: QueryDict) -> list[str]:
    """The rows as the page has them, after what was pressed there."""
    keys = [key for key in dict.fromkeys(data.getlist("rad")) if KEY.fullmatch(key)][:LAST_ROW]
    do, _colon, key = data.get("do", "").partition(":")
    if do == "add" and len(keys) < LAST_ROW:
        return [*keys, new_key(keys)]
    if key in keys:
        place = keys.index(key)
        keys.remove(key)
        if do != "remove":
            keys.insert(max(0, place + {"up": -1, "down": 1}.get(do, 0)), key)
    return keys


def new_key(keys: list[str]) -> str:
    return next(f"n{number}" for number in range(1, LAST_ROW + 1) if f"n{number}" not in keys)
