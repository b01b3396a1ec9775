"""What is said of one statement at one place: a figure, or the reason why there is none."""

from collections.abc import Set
from dataclasses import dataclass, field, replace
from enum import Enum

from django.utils.translation import gettext_lazy as _

from assessments.distribution import EMPTY, Distribution
from portal.terms import Level, SchoolForm, main_form


class Status(Enum):
    """Whether there is a figure, and why not: reasons that always read differently."""

    SHOWN = "shown"
    UNSURE = "unsure"
    FEW = "few"
    PARTLY = "partly"
    NONE = "none"
    NO_STATEMENT = "no_statement"
    CUT = "cut"
    OPEN = "open"
    WAITING = "waiting"
    NOT_ASKED = "not_asked"

    @property
    def label(self) -> str:
        return str(LABELS[self])


LABELS = {
    Status.SHOWN: _("visas"),
    Status.UNSURE: _("kan inte bedöma"),
    Status.FEW: _("för få svar"),
    Status.PARTLY: _("visas bara ihop med andra"),
    Status.NONE: _("inga svar"),
    Status.NO_STATEMENT: _("ingen rad på den här nivån"),
    Status.CUT: _("avklippt i källan"),
    Status.OPEN: _("pågår fortfarande"),
    Status.WAITING: _("stängd, väntar"),
    Status.NOT_ASKED: _("ingår inte i omgången"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """What may be said of one statement for one level somewhere.

    `answered` and `asked` count persons of the whole block (with any answer in the round, also
    "kan inte bedöma"); `distribution.n` those with a step on this statement. Both are zero where
    there are too few answers, since what is left out is left out of everything.
    """

    status: Status
    distribution: Distribution = EMPTY
    answered: int = 0
    asked: int = 0
    pooled_with: tuple[str, ...] = ()

    @property
    def shown(self) -> bool:
        return self.status is Status.SHOWN

    @property
    def absence(self) -> Status:
        """Why there is no mean: also where there are answers, but none of them a step."""
        return Status.UNSURE if self.shown else self.status


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many were asked and answered in some blocks, and why there may be no figure of them."""

    absence: Status
    answered: int = 0
    asked: int = 0

    def figure(self, counted: Distribution | None) -> Figure:
        status = Status.SHOWN if counted else self.absence
        return Figure(status, counted or EMPTY, self.answered, self.asked)


@dataclass(slots=True)
class Place:
    """One level at one unit (or at the huvudman), and the block that its voices are in.

    Voices that rate what the level above says of itself are in other blocks: it `mirrors`.
    """

    level: Level
    status: Status
    unit: int | None
    name: str
    slug: str
    school_forms: tuple[str, ...]
    area: str
    block: int | None
    answered: int
    asked: int
    mirrors: bool = False
    pool: dict[int | None, str] = field(default_factory=dict)

    @property
    def pooled_with(self) -> tuple[str, ...]:
        """The names of the other units of the block."""
        if len(self.pool) < 2:
            return ()
        return tuple(name for unit, name in self.pool.items() if unit != self.unit)

    @property
    def main_form(self) -> SchoolForm:
        return main_form(self.school_forms)

    def within(self, units: Set[int | None]) -> "Place":
        """The place as it looks among these units alone: without a block that is partly outside."""
        if self.pool.keys() <= units:
            return self
        return replace(self, status=Status.PARTLY, block=None, answered=0, asked=0)

    def figure(self, distribution: Distribution | None) -> Figure:
        status = self.status
        if status is Status.SHOWN and distribution is None:
            status = Status.FEW if self.level.anonymous or self.mirrors else Status.NONE
        return Figure(status, distribution or EMPTY, self.answered, self.asked, self.pooled_with)
