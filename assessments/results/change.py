"""Two rounds at once: what is told of a change, and what is not."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.disclosure import Figure
from assessments.reading import NEAR, change_words, listed, step_apart
from portal.terms import Level

NAMED = 3


def both_may_show(before: Figure, after: Figure) -> bool:
    """A change is told only where each of the two rounds shows a figure of its own.

    It isolates nobody. Both figures are sums of whole blocks of their own round, and are shown
    there already. An answer is in one round only, also where a person gave one in each, so
    whatever is added and subtracted falls apart into a sum of blocks in the one round and a sum
    of blocks in the other, and none of these is of fewer than five persons.
    """
    return before.distribution.n > 0 and after.distribution.n > 0


@dataclass(frozen=True, slots=True)
class Change:
    before: Figure
    after: Figure

    @property
    def told(self) -> bool:
        return both_may_show(self.before, self.after)

    @property
    def size(self) -> Decimal:
        """How far apart the two means are as they are shown; zero where nothing is told."""
        if not self.told:
            return Decimal(0)
        return step_apart(self.before.distribution, self.after.distribution)

    @property
    def is_small(self) -> bool:
        return abs(self.size) < NEAR

    @property
    def words(self) -> str:
        if self.told:
            return change_words(self.before.distribution, self.after.distribution)
        return _("Kan inte jämföras: %(reasons)s.") % {"reasons": listed(self._reasons())}

    def _reasons(self) -> Iterable[str]:
        if self.before.absence is self.after.absence:
            yield _("%(reason)s båda gångerna") % {"reason": self.after.absence.label}
            return
        if not self.before.distribution.n:
            yield _("%(reason)s då") % {"reason": self.before.absence.label}
        if not self.after.distribution.n:
            yield _("%(reason)s nu") % {"reason": self.after.absence.label}


@dataclass(frozen=True, slots=True)
class Makeup:
    """The units whose voices are in one level's figures, by name, in each of the two rounds."""

    level: Level
    before: tuple[str, ...]
    after: tuple[str, ...]

    def of_all(self) -> str:
        """How the sum of all units has changed, in words; "" where it has not."""
        came = [name for name in self.after if name not in self.before]
        left = [name for name in self.before if name not in self.after]
        if not (self.before and self.after and (came or left)):
            return ""
        told = {_("%(units)s ingick då men inte nu"): left, _("%(units)s ingår först nu"): came}
        parts = [words % {"units": few_named(names)} for words, names in told.items() if names]
        return _("På %(level)s gäller siffrorna inte samma enheter: %(changes)s.") % {
            "level": self.level.place,
            "changes": "; ".join(parts),
        }

    def of(self, unit: str) -> str:
        """With whom the unit's voices are counted, in words; "" where it always stands alone."""
        before, after = _without(unit, self.before), _without(unit, self.after)
        if not (self.before and self.after and (before or after)):
            return ""
        if set(before) == set(after):
            return _(
                "Svaren på %(level)s räknas båda gångerna ihop med %(units)s: siffrorna gäller "
                "enheterna tillsammans."
            ) % {"level": self.level.place, "units": few_named(after)}
        return _(
            "Svaren på %(level)s räknades då %(before)s men nu %(after)s, så siffrorna gäller "
            "inte samma enheter."
        ) % {"level": self.level.place, "before": _counted(before), "after": _counted(after)}


def _without(unit: str, names: tuple[str, ...]) -> list[str]:
    return [name for name in names if name != unit]


def _counted(others: list[str]) -> str:
    return _("ihop med %(units)s") % {"units": few_named(others)} if others else _("för sig")


def few_named(names: list[str]) -> str:
    """The first of them by name, and how many there are more."""
    if len(names) <= NAMED + 1:
        return listed(names)
    return listed([*names[:NAMED], _("%(others)d enheter till") % {"others": len(names) - NAMED}])
