"""What an edition says, in a file or in the database: plain values, named as in the models."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from factors.terms import PromptKind
from portal.terms import Level, SchoolForm

T = TypeVar("T")
NATIONAL, LOCAL = "national", "local"
FORMS, LEVELS, KINDS = SchoolForm.values, Level.values, PromptKind.values


@dataclass(frozen=True, slots=True)
class SourceEntry:
    slug: str
    title: str
    address: str
    read_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class GoalEntry:
    school_form: str
    text: str
    complete: bool
    source: str


@dataclass(frozen=True, slots=True)
class SubGoalEntry:
    """`follows` is the row of the same school form in the base edition; 0 is none."""

    school_form: str
    row: int
    text: str
    complete: bool
    note: str
    source: str
    follows: int


@dataclass(frozen=True, slots=True)
class StatementEntry:
    """An empty `source` is the factor's; `follows` is "factor/row/level" in the base edition."""

    row: int
    level: str
    text: str
    complete: bool
    own_wording: bool
    note: str
    source: str
    follows: str


@dataclass(frozen=True, slots=True)
class FactorEntry:
    slug: str
    name: str
    why: str
    signs: str
    stem: str
    complete: bool
    note: str
    source: str
    adds_to: str
    statements: tuple[StatementEntry, ...]


@dataclass(frozen=True, slots=True)
class PromptEntry:
    kind: str
    text: str
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class EditionEntry:
    """Without a day it is a draft; `base` is the slug of the edition that it goes on from."""

    slug: str
    scope: str
    title: str
    published_on: datetime.date | None
    base: str
    background: str
    note: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    edition: EditionEntry
    sources: tuple[SourceEntry, ...]
    national_goals: tuple[GoalEntry, ...]
    sub_goals: tuple[SubGoalEntry, ...]
    factors: tuple[FactorEntry, ...]
    prompts: tuple[PromptEntry, ...]

    @property
    def in_order(self) -> "Catalogue":
        """The same for the same content, in whatever order a file has it.

        The order of sources, factors and prompts of a kind means something, and stays.
        """
        return replace(
            self,
            national_goals=_sorted(self.national_goals, _form),
            sub_goals=_sorted(self.sub_goals, lambda goal: (_form(goal), goal.row)),
            factors=tuple(
                replace(factor, statements=_sorted(factor.statements, _cell))
                for factor in self.factors
            ),
            prompts=_sorted(self.prompts, lambda prompt: KINDS.index(prompt.kind)),
        )


def _form(goal: GoalEntry | SubGoalEntry) -> int:
    return FORMS.index(goal.school_form)


def _cell(statement: StatementEntry) -> tuple[int, int]:
    return statement.row, LEVELS.index(statement.level)


def _sorted(entries: Iterable[T], key: Callable[[T], Any]) -> tuple[T, ...]:
    return tuple(sorted(entries, key=key))
