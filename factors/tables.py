"""The catalogue's tables as pages show them: numbered rows, a column for each level or form."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from factors.models import Factor, NationalGoal, Prompt, Source, Statement, SubGoal
from factors.terms import OVERALL_ROW, PromptKind
from portal.terms import Level, SchoolForm


class Column(NamedTuple):
    number: int
    heading: Level | SchoolForm


class Cell(NamedTuple):
    column: Column
    entry: Statement | SubGoal | None


class Row(NamedTuple):
    number: int
    cells: list[Cell]


class PromptGroup(NamedTuple):
    kind: PromptKind
    prompts: list[Prompt]
    notes: list[str]


def levels() -> list[Column]:
    return [Column(number, level) for number, level in enumerate(Level, 1)]


def level_rows(statements: Iterable[Statement]) -> list[Row]:
    """The factor's table, without the overall question."""
    cells = {(entry.row, entry.level): entry for entry in statements if not entry.is_overall}
    return _rows(levels(), cells)


def overall_questions(statements: Iterable[Statement]) -> list[str]:
    """The overall question: one, unless the levels are asked in different words."""
    return list(dict.fromkeys(entry.text for entry in statements if entry.row == OVERALL_ROW))


def school_forms(goals: Iterable[SubGoal]) -> list[Column]:
    """The school forms that have sub-goals."""
    found = {goal.school_form for goal in goals}
    forms = [form for form in SchoolForm if form in found]
    return [Column(number, form) for number, form in enumerate(forms, 1)]


def goal_rows(goals: Sequence[SubGoal]) -> list[Row]:
    return _rows(school_forms(goals), {(goal.row, goal.school_form): goal for goal in goals})


def chosen(columns: Sequence[Column], value: str | None) -> int:
    """The number of the column that a narrow screen shows first."""
    return next((column.number for column in columns if column.heading == value), 1)


def forms_without(goals: Iterable[NationalGoal | SubGoal]) -> str:
    """The school forms that the source says nothing about, as the end of a sentence."""
    found = {goal.school_form for goal in goals}
    return in_words([form.label.lower() for form in SchoolForm if form not in found])


def in_words(words: Sequence[str]) -> str:
    """förskola, sameskola och fritidshem"""
    if len(words) < 2:
        return "".join(words)
    return _("%(words)s och %(last)s") % {"words": ", ".join(words[:-1]), "last": words[-1]}


def notes(rows: Iterable[Row]) -> dict[str, list[Cell]]:
    """What is remarked about the source's wording, and where: the same remark once."""
    remarks: dict[str, list[Cell]] = {}
    for row in rows:
        for cell in row.cells:
            if cell.entry and cell.entry.note:
                remarks.setdefault(cell.entry.note, []).append(cell)
    return remarks


def sources(factor: Factor, statements: Iterable[Statement]) -> list[Source]:
    """Where the factor and its table were read, each once."""
    found = [factor.source, *(entry.source for entry in statements)]
    return list(dict.fromkeys(source for source in found if source))


def prompt_groups(prompts: Iterable[Prompt]) -> list[PromptGroup]:
    groups = []
    for kind in PromptKind:
        chosen = [prompt for prompt in prompts if prompt.kind == kind]
        remarks = list(dict.fromkeys(prompt.note for prompt in chosen if prompt.note))
        if chosen:
            groups.append(PromptGroup(kind, chosen, remarks))
    return groups


def _rows(
    columns: Sequence[Column],
    cells: dict[tuple[int, str], Statement] | dict[tuple[int, str], SubGoal],
) -> list[Row]:
    numbers = sorted({number for number, _level in cells})
    return [
        Row(number, [Cell(column, cells.get((number, column.heading))) for column in columns])
        for number in numbers
    ]
