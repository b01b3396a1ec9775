"""The two tables that can be pasted into a draft, told as one: what stands, and how it is saved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from factors.grids import Cells, write_goals, write_levels
from factors.models import Edition, Factor, Source, Statement, SubGoal
from factors.pasting.headings import NameOf, form_of, level_of
from factors.terms import GOAL_LIMIT, OVERALL_ROW, STATEMENT_LIMIT
from portal.terms import Level, SchoolForm

Place = tuple[int, str]


@dataclass
class Sheet:
    """A table of a draft: `names` are its columns; the factor's source is not told again."""

    edition: Edition
    names: list[tuple[str, str]]
    name_of: NameOf
    limit: int
    entries: dict[Place, Statement | SubGoal]
    write: Callable[[Cells], None]
    written: Callable[[], QuerySet[Statement] | QuerySet[SubGoal]]
    column: str
    factor: Factor | None = None

    @property
    def source(self) -> Source | None:
        return self.factor.source if self.factor else None

    @property
    def texts(self) -> dict[Place, str]:
        return {place: entry.text for place, entry in self.entries.items()}

    def label(self, place: Place) -> str:
        row, name = place
        return _("Rad %(row)s, %(name)s") % {"row": row, "name": dict(self.names)[name]}

    def likely_start(self, rows: list[list[str]], columns: list[str]) -> int:
        """The row that the pasted table begins at: one that says the same, is cut, or is next."""
        first = dict(zip(columns, rows[0], strict=False)) if rows else {}
        for (row, name), entry in sorted(self.entries.items()):
            text = first.get(name, "")
            if text and (text.startswith(entry.text) or entry.text.startswith(text)):
                return row
        cut = [row for (row, _name), entry in self.entries.items() if not entry.complete]
        return min(cut, default=max((row for row, _name in self.entries), default=0) + 1)

    def save(
        self,
        texts: Mapping[Place, str],
        names: set[str],
        start: int,
        cut: set[Place],
        source: Source,
    ) -> None:
        """From the row on, these columns say what was pasted; the rest stands."""
        kept = {
            (row, name): text
            for (row, name), text in self.texts.items()
            if row < start or name not in names
        }
        self.write(kept | dict(texts))
        told = None if source == self.source else source
        for entry in self.written():
            place = (entry.row, getattr(entry, self.column))
            if place in texts:
                entry.source, entry.complete = told, place not in cut
                if self.texts.get(place) != entry.text:
                    entry.note = ""  # it was about the words that stood there
                entry.save(update_fields=["source", "complete", "note"])


def levels_of(factor: Factor) -> Sheet:
    def written() -> QuerySet[Statement]:
        return factor.statements.exclude(row=OVERALL_ROW)

    return Sheet(
        edition=factor.edition,
        names=[(level.value, str(level.label)) for level in Level],
        name_of=level_of,
        limit=STATEMENT_LIMIT,
        entries={(entry.row, entry.level): entry for entry in written()},
        write=lambda cells: write_levels(factor, cells),
        written=written,
        column="level",
        factor=factor,
    )


def goals_of(edition: Edition) -> Sheet:
    return Sheet(
        edition=edition,
        names=[(form.value, str(form.label)) for form in SchoolForm],
        name_of=form_of,
        limit=GOAL_LIMIT,
        entries={(goal.row, goal.school_form): goal for goal in edition.sub_goals.all()},
        write=lambda cells: write_goals(edition, cells),
        written=edition.sub_goals.all,
        column="school_form",
    )
