"""What the demo organisation is made of, as the files in fixtures/demo tell it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings

from portal.terms import Level, SchoolForm

FOLDER = settings.BASE_DIR / "fixtures" / "demo"


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """A unit. `rates` and `comments` are for each round in turn.

    `came` and `left` are how many teachers did between the first two rounds. A lean is how much
    brighter things are seen here than elsewhere, in steps on the scale.
    """

    name: str
    slug: str
    area: str
    forms: list[SchoolForm]
    leaders: list[str]
    teachers: int
    rates: list[float]
    comments: list[int]
    code: str | None = None
    teams: list[str] = field(default_factory=list)
    staff: list[str] = field(default_factory=list)
    came: int = 0
    left: int = 0
    closes_early: bool = False
    lean: float = 0.0
    leader_lean: float = 0.0
    leans: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shape:
    """How the levels answer on one row: their centres, what parts them, what changed in a year."""

    huvudman: float | None = None
    rektor: float | None = None
    undervisning: float | None = None
    change: float = 0.0
    split: float = 0.0
    unsure: float = 0.03

    def centre(self, level: Level) -> float:
        centre: float | None = getattr(self, level.value)
        if centre is None:
            raise ValueError(f"The demo has no shape for {level} here.")
        return centre


@dataclass(frozen=True, slots=True)
class Text:
    """A comment on a row, where it `holds` or not, or a reflection on a prompt."""

    factor: str
    level: Level
    text: str
    row: int | None = None
    holds: bool = False
    prompt: int | None = None
    shared: bool = False
    forms: tuple[SchoolForm, ...] = ()


class Plan:
    """Everything that the files say, each read when it is asked for."""

    @cached_property
    def organisation(self) -> dict[str, Any]:
        return _read("units")["organisation"]

    @cached_property
    def units(self) -> list[UnitPlan]:
        return [UnitPlan(**record) for record in _read("units")["units"]]

    @cached_property
    def names(self) -> dict[str, list[str]]:
        return _read("names")

    @cached_property
    def shapes(self) -> dict[tuple[str, int], Shape]:
        return {
            (factor, int(row)): Shape(**record)
            for factor, rows in _read("shapes").items()
            for row, record in rows.items()
        }

    @cached_property
    def comments(self) -> list[Text]:
        return _texts("comments")

    @cached_property
    def reflections(self) -> list[Text]:
        return _texts("reflections")


def _texts(name: str) -> list[Text]:
    return [
        Text(factor, **record | {"forms": tuple(record.get("forms", ()))})
        for factor, records in _read(name).items()
        for record in records
    ]


def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return content
