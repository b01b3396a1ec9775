"""The comparison as one huvudman reads it: how many stand at each step, and its own beside."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.comparing import Asked, newest, own_steps
from assessments.drawings import NO_BREAK_SPACE
from assessments.models import Comparison
from assessments.reading import listed
from assessments.terms import STEPS, Step
from factors.models import Factor
from portal.models import Organisation
from portal.terms import Level

Counts = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class ComparedLevel:
    """One level of a factor; no `counts`: too few organisations have a figure there."""

    level: Level
    counts: Counts | None
    own: Step | None

    @property
    def bar(self) -> tuple[int, ...]:
        """As a distribution: there is no huvudman that cannot judge."""
        return (*(self.counts or ()), 0)

    @property
    def caption(self) -> str:
        """The bar's numbers as text: "7 huvudmän · 2: 3 · 3: 4"."""
        counted = self._counted()
        return " · ".join(
            [self._all, *(f"{step.value}:{NO_BREAK_SPACE}{count}" for step, count in counted)]
        )

    @property
    def reading(self) -> str:
        """The bar in one sentence, for those who hear the page."""
        words = _("%(count)d närmast %(step)s")
        told = [
            words % {"count": count, "step": str(step.label).lower()}
            for step, count in self._counted()
        ]
        return f"{self._all}: {listed(told)}."

    @property
    def _all(self) -> str:
        number = sum(self.counts or ())
        return ngettext("%(n)d huvudman", "%(n)d huvudmän", number) % {"n": number}

    def _counted(self) -> list[tuple[Step, int]]:
        pairs = zip(STEPS, self.counts or (), strict=False)
        return [(step, count) for step, count in pairs if count]


@dataclass(frozen=True, slots=True)
class Compared:
    factor: Factor
    levels: tuple[ComparedLevel, ...]


def compared_by(organisation: Organisation, comparison: Comparison) -> list[Compared]:
    """The factors that are compared, in the catalogue's order; none where all are of too few."""
    counts = {
        Asked(row.factor.slug, Level(row.level)): row.counts
        for row in comparison.factors.select_related("factor")
    }
    own = own_steps(organisation, comparison)
    factors = newest({asked.slug for asked in counts})
    in_order = sorted(factors.values(), key=lambda each: (each.edition_id, each.position))
    return [Compared(factor, _levels(factor, counts, own)) for factor in in_order]


def _levels(
    factor: Factor, counts: dict[Asked, Counts], own: dict[Asked, int]
) -> tuple[ComparedLevel, ...]:
    asked = (Asked(factor.slug, level) for level in Level)
    return tuple(
        ComparedLevel(each.level, counts.get(each), STEPS[own[each] - 1] if each in own else None)
        for each in asked
        if each in counts or each in own
    )
