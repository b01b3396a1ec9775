"""What a catalogue file says, when all of it is right: plain values, named as in the models."""

import datetime
import hashlib
import json
from dataclasses import asdict, dataclass

NATIONAL, LOCAL = "national", "local"


@dataclass(frozen=True, slots=True)
class GoalEntry:
    school_form: str
    text: str


@dataclass(frozen=True, slots=True)
class SubGoalEntry:
    school_form: str
    row: int
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class StatementEntry:
    row: int
    level: str
    text: str
    complete: bool
    own_wording: bool
    note: str


@dataclass(frozen=True, slots=True)
class FactorEntry:
    slug: str
    name: str
    why: str
    signs: str
    stem: str
    note: str
    statements: tuple[StatementEntry, ...]


@dataclass(frozen=True, slots=True)
class PromptEntry:
    kind: str
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class EditionEntry:
    slug: str
    scope: str
    title: str
    published_on: datetime.date
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    edition: EditionEntry
    national_goals: tuple[GoalEntry, ...]
    sub_goals: tuple[SubGoalEntry, ...]
    factors: tuple[FactorEntry, ...]
    prompts: tuple[PromptEntry, ...]

    @property
    def checksum(self) -> str:
        """The same for the same content, however the file is indented or ordered."""
        content = json.dumps(asdict(self), default=str, sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()
