"""The units of a long table in groups, by area or school form, each by name."""

from dataclasses import dataclass, replace

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from assessments.disclosure import Place, Status
from assessments.places import whole
from assessments.results.filters import NO_AREA, Filter, Selection, area_name, area_of
from portal.sorting import sort_key
from portal.terms import SchoolForm

# Fewer units are seen at a glance.
MANY = 20


class Grouping(TextChoices):
    NONE = "ingen", _("Alla efter namn")
    AREA = "omrade", _("Efter område")
    FORM = "skolform", _("Efter skolform")


@dataclass(frozen=True, slots=True)
class Group:
    """Units at one level; `filter` lets in the same units and no others."""

    name: str
    filter: Filter
    places: list[Place]

    @property
    def outside(self) -> int:
        """How many are counted together with units of other groups, and so not in the sum."""
        seen = whole(self.places, {place.unit for place in self.places})
        return sum(place.status is Status.PARTLY for place in seen)


def groupings(selection: Selection) -> list[Grouping]:
    """The ways that divide what is chosen."""
    areas = {area_of(place) for place in selection.chosen}
    forms = {place.main_form for place in selection.chosen}
    divides = {Grouping.NONE: True, Grouping.AREA: len(areas) > 1, Grouping.FORM: len(forms) > 1}
    return [each for each in Grouping if divides[each]]


def usual(selection: Selection) -> Grouping:
    """By area where there are many units, or else by school form."""
    possible = groupings(selection) if len(selection.chosen) >= MANY else [Grouping.NONE]
    return possible[:2][-1]


def grouped(places: list[Place], grouping: Grouping, filter: Filter) -> list[Group]:
    if grouping is Grouping.AREA:
        return _by_area(places, filter)
    if grouping is Grouping.FORM:
        return _by_form(places, filter)
    return [Group("", filter, places)]


def _by_area(places: list[Place], filter: Filter) -> list[Group]:
    areas: dict[str, list[Place]] = {}
    for place in places:
        areas.setdefault(area_of(place), []).append(place)
    by_name = sorted(areas, key=lambda area: (area == NO_AREA, sort_key(area)))
    return [Group(area_name(each), replace(filter, area=each), areas[each]) for each in by_name]


def _by_form(places: list[Place], filter: Filter) -> list[Group]:
    forms: dict[SchoolForm, list[Place]] = {}
    for place in places:
        forms.setdefault(place.main_form, []).append(place)
    inside = [form for form in SchoolForm if form in forms]
    return [Group(str(form.label), replace(filter, form=form), forms[form]) for form in inside]
