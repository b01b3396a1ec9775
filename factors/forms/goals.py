from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from factors.forms.cells import (
    PARTS,
    CellText,
    cell_fields,
    differing,
    is_remarked,
    refuse_remarks_on_nothing,
    remark_of,
    source_choices,
    stands,
)
from factors.forms.fields import source_choice
from factors.forms.seen import SeenForm
from factors.grids import write_goals
from factors.models import Edition, NationalGoal
from factors.terms import GOAL_LIMIT, LAST_ROW
from portal.terms import SchoolForm

FIRST_ROWS = 5


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A row of the table, with what it says in other school forms: the same row is one theme."""

    number: int
    others: list[tuple[str, str]]
    text: BoundField
    cut: BoundField
    note: BoundField
    source: BoundField

    @property
    def is_remarked(self) -> bool:
        """Each has a source, so that one is named is nothing to unfold."""
        return is_remarked(self.cut, self.note) or bool(self.source.errors)


class GoalsForm(SeenForm):
    """A school form's national goal and its column of the table of sub-goals."""

    goal = CellText(limit=GOAL_LIMIT, required=False, label=_("Nationell målsättning"))
    goal_cut = forms.BooleanField(required=False, label=_("Avklippt i källan"))

    def __init__(
        self, edition: Edition, school_form: SchoolForm, data: QueryDict | None = None
    ) -> None:
        self.edition, self.school_form = edition, school_form
        goals = edition.sub_goals.select_related("source")
        self.sub_goals = {(goal.row, goal.school_form): goal for goal in goals}
        self.national = edition.national_goals.filter(school_form=school_form).first()
        super().__init__(data)
        self._add_national_goal()
        sources = source_choices(edition, _("Ingen angiven"))
        self.last_row = min(LAST_ROW, self._wanted_rows())
        for row in range(1, self.last_row + 1):
            label = _("Delmål på rad %(row)d") % {"row": row}
            standing = self.sub_goals.get((row, school_form))
            self.fields.update(cell_fields(str(row), label, GOAL_LIMIT, sources, standing))
            # Sub-goals are never rated.
            self.fields[f"cut-{row}"].label = _("Avklippt i källan")

    def _add_national_goal(self) -> None:
        self.fields["goal_source"] = source_choice(self.edition)
        if self.national:
            self.fields["goal"].initial = self.national.text
            self.fields["goal_cut"].initial = not self.national.complete
            self.fields["goal_source"].initial = self.national.source_id

    def _wanted_rows(self) -> int:
        """Those that stand, and as many more as the person has asked for."""
        stand = max((row for row, _form in self.sub_goals), default=0)
        asked = str(self.data.get("rows", ""))
        more = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else 0
        return max(FIRST_ROWS, stand, more + (self.data.get("do") == "add"))

    def standing(self) -> dict[str, Any]:
        it = self.national
        goal = it and (it.text, it.complete, it.source_id)
        mine = self._mine()
        return {"goal": goal} | {str(row): stands(each) for row, each in mine.items()}

    def _mine(self) -> dict[int, Any]:
        found = self.sub_goals.items()
        return {row: goal for (row, form), goal in found if form == self.school_form}

    @cached_property
    def overtaken(self) -> list[tuple[str, Any]]:
        if not self.is_stale:
            return []
        goal = [self[name] for name in ("goal", "goal_cut", "goal_source")]
        found = differing(self, self._names())
        if any(each.field.has_changed(each.field.initial, each.data) for each in goal):
            found.insert(0, (str(goal[0].label), goal[0].field.initial))
        return found

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        refuse_remarks_on_nothing(self, self._names())
        return cleaned

    def _names(self) -> list[str]:
        return [str(row) for row in range(1, self.last_row + 1)]

    @property
    def rows(self) -> list[GoalRow]:
        return [
            GoalRow(row, self._others(row), *(self[f"{part}-{row}"] for part in PARTS))
            for row in range(1, self.last_row + 1)
        ]

    def _others(self, row: int) -> list[tuple[str, str]]:
        """The names of the school forms that say it, and what they say."""
        said: dict[str, list[str]] = {}
        for form in SchoolForm:
            if form != self.school_form and (row, form) in self.sub_goals:
                said.setdefault(self.sub_goals[row, form].text, []).append(str(form.label))
        return [(", ".join(names), text) for text, names in said.items()]

    def save(self) -> None:
        cells = {cell: goal.text for cell, goal in self.sub_goals.items()}
        remarks = {}
        for row in range(1, self.last_row + 1):
            cell = (row, self.school_form.value)
            cells[cell] = self.cleaned_data[f"text-{row}"]
            remarks[cell] = remark_of(self.cleaned_data, str(row))
        written = {cell: text for cell, text in cells.items() if text}
        write_goals(self.edition, written, remarks)
        self._save_national_goal()

    def _save_national_goal(self) -> None:
        chosen = self.cleaned_data
        here = NationalGoal.objects.filter(edition=self.edition, school_form=self.school_form)
        if not chosen["goal"]:
            here.delete()
            return
        told = {
            "text": chosen["goal"],
            "complete": not chosen["goal_cut"],
            "source": chosen["goal_source"],
        }
        here.update_or_create(
            defaults=told, edition=self.edition, school_form=self.school_form.value
        )
