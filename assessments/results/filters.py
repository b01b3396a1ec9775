"""Which units the results are of: a school form, an area, or all of them.

Figures follow by whole blocks alone: see `disclosure.Figures.within`.
"""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from assessments.disclosure import Figures, Place, Status
from portal.sorting import sort_key
from portal.terms import Level, SchoolForm

# In an address: units without an area are an area of their own.
NO_AREA = "-"


def area_of(place: Place) -> str:
    return place.area or NO_AREA


def area_name(area: str) -> str:
    return _("Utan område") if area == NO_AREA else area


@dataclass(frozen=True, slots=True)
class Filter:
    """Each narrows; what is empty does not."""

    form: SchoolForm | None = None
    area: str = ""

    def __bool__(self) -> bool:
        return bool(self.form or self.area)

    def lets_in(self, place: Place) -> bool:
        of_the_form = self.form in (None, place.main_form)
        return of_the_form and self.area in ("", area_of(place))

    @property
    def words(self) -> str:
        """ "grundskola, Norra"."""
        form = str(self.form.label).lower() if self.form else ""
        return ", ".join(part for part in (form, area_name(self.area)) if part)

    @property
    def query(self) -> dict[str, str]:
        """As it stands in an address."""
        found = {"skolform": self.form or "", "omrade": self.area}
        return {name: str(value) for name, value in found.items() if value}


@dataclass(frozen=True)
class Selection:
    """A filter and the units of a round that it lets in."""

    filter: Filter
    everywhere: Figures

    @cached_property
    def all(self) -> list[Place]:
        return self.everywhere.units()

    @cached_property
    def chosen(self) -> list[Place]:
        return [place for place in self.all if self.filter.lets_in(place)]

    @cached_property
    def figures(self) -> Figures:
        return self.everywhere if self.units is None else self.everywhere.within(self.units)

    @property
    def units(self) -> list[int | None] | None:
        """The chosen ones; None where no filter leaves any out."""
        return [place.unit for place in self.chosen] if self.filter else None

    @property
    def is_empty(self) -> bool:
        return bool(self.filter) and not self.chosen

    @property
    def partly(self) -> list[Place]:
        """Units whose block is not whole inside, and so is left out."""
        every = (place for level in Level for place in self.figures.places(level))
        return [place for place in every if place.status is Status.PARTLY]

    @cached_property
    def levels(self) -> list[Level]:
        """The levels that units have in the round."""
        units = (level for level in Level if level is not Level.HUVUDMAN)
        return [level for level in units if self.everywhere.places(level)]

    @property
    def forms(self) -> list[SchoolForm]:
        """Those that units of the round mainly are, in their own order."""
        found = {place.main_form for place in self.all}
        return [form for form in SchoolForm if form in found]

    @cached_property
    def areas(self) -> list[str]:
        found = {area_of(place) for place in self.all}
        return sorted(found, key=lambda area: (area == NO_AREA, sort_key(area)))
