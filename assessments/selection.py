"""What a round can be made of: the factors on offer, and units that are chosen together."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from factors.models import Factor
from portal.models import Organisation, Unit
from portal.terms import SchoolForm


class QuickChoice(NamedTuple):
    value: str
    label: str | Promise
    size: int


class QuickChoices(NamedTuple):
    label: str | Promise
    choices: list[QuickChoice]


def offered_factors(organisation: Organisation) -> list[Factor]:
    """The newest national edition's factors, then the organisation's own, each in its newest."""
    editions = Q(edition__organisation=None) | Q(edition__organisation=organisation)
    factors = list(
        Factor.objects.filter(editions, edition__published_on__isnull=False)
        .select_related("edition")
        .only("name", "slug", "position", "edition__title", "edition__organisation")
        .order_by("-edition__published_on", "-edition", "position")
    )
    newest = next((factor.edition for factor in factors if not factor.is_local), None)
    local: dict[str, Factor] = {}
    for factor in factors:
        if factor.is_local:
            local.setdefault(factor.slug, factor)
    return [factor for factor in factors if factor.edition == newest] + list(local.values())


def offered_units(organisation: Organisation) -> list[Unit]:
    return list(organisation.units.filter(closed_on=None))


def chosen_with(unit: Unit) -> set[str]:
    """The values of the quick choices that choose the unit."""
    values = {"all", *(f"form:{form}" for form in unit.school_forms)}
    return values | {f"area:{unit.area}"} if unit.area else values


def quick_choices(units: Iterable[Unit]) -> list[QuickChoices]:
    counts = Counter(value for unit in units for value in chosen_with(unit))
    forms = [
        QuickChoice(f"form:{form}", form.label, counts[f"form:{form}"])
        for form in SchoolForm
        if counts[f"form:{form}"]
    ]
    areas = sorted({unit.area for unit in units if unit.area})
    return [
        QuickChoices(_("Alla"), [QuickChoice("all", _("Alla enheter"), counts["all"])]),
        QuickChoices(_("Efter skolform"), forms),
        QuickChoices(
            _("Efter område"),
            [QuickChoice(f"area:{area}", area, counts[f"area:{area}"]) for area in areas],
        ),
    ]
