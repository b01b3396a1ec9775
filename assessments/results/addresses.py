"""Where the overview leads: what is chosen stays in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.http import urlencode

from assessments.models import Round
from assessments.results.filters import Filter
from portal.terms import Level


@dataclass(frozen=True, slots=True)
class Addresses:
    """`kept`: what else the reader chose, of the table alone."""

    round: Round
    filter: Filter
    kept: dict[str, str] = field(default_factory=dict)

    @property
    def query(self) -> str:
        """What the filter adds to an address."""
        return f"?{self.more[1:]}" if self.filter else ""

    @property
    def more(self) -> str:
        """What the filter adds to an address that chooses something already."""
        return f"&{urlencode(self.filter.query)}" if self.filter else ""

    def here(self) -> str:
        return self.filtered(self.filter)

    def everything(self) -> str:
        return self.filtered(Filter())

    def filtered(self, filter: Filter) -> str:
        return self._page("results", filter.query | self.kept)

    def at_level(self, level: Level) -> str:
        return self._page("results", self.filter.query | self.kept | {"niva": level})

    def included(self, filter: Filter, **about: str | int) -> str:
        """The page that tells what is in a figure."""
        return self._page("results_included", filter.query | about)

    def unit(self, slug: str) -> str:
        return self._page("unit_results", {}, slug)

    def _page(self, name: str, chosen: Mapping[str, str | int], *where: object) -> str:
        place = (self.round.organisation.slug, self.round.pk, *where)
        path = reverse(f"assessments:{name}", args=place)
        return f"{path}?{urlencode(chosen)}" if chosen else path
