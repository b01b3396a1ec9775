"""What statistics are read into: one entry for each figure, and what was wrong on the way."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import NamedTuple

from factors.figures.values import value_of
from portal.imports.records import Fault


class FigureKey(NamedTuple):
    """What makes a figure the same figure; a unit is told by its code."""

    unit: str
    school_form: str
    measure: str
    programme: str
    period: str


@dataclass(frozen=True, slots=True)
class FigureEntry:
    unit: str
    school_form: str
    measure: str
    programme: str
    period: str
    text: str
    kind: str

    @property
    def key(self) -> FigureKey:
        return FigureKey(self.unit, self.school_form, self.measure, self.programme, self.period)

    @property
    def published(self) -> dict[str, object]:
        """What the source says, as the columns of a figure."""
        value = value_of(self.text, self.kind)
        return {"text": self.text, "kind": self.kind, "value": value}


@dataclass(slots=True)
class FiguresRead:
    entries: dict[FigureKey, FigureEntry] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def dumped(entries: Iterable[FigureEntry]) -> str:
    return json.dumps([list(asdict(entry).values()) for entry in entries])


def loaded(content: str) -> list[FigureEntry]:
    return [FigureEntry(*values) for values in json.loads(content)]
