"""What a round can be made of: the factors on offer, and units that are chosen together."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from factors.models import Factor, Statement
from portal.models import Organisation, Unit
from portal.terms import SchoolForm


class QuickChoice(NamedTuple):
    value: str
    label: str | Promise
    size: int


class QuickChoices(NamedTuple):
    label: str | Promise
    choices: list[QuickChoice]


def offered_factors(organisation: Organisation, kept: Iterable[int] = ()) -> list[Factor]:
    """The newest national edition's factors, then the organisation's own, each in its newest.

    What nobody can rate is not offered. Those that a draft was saved with are kept, last.
    """
    found = list(
        _published(organisation)
        .annotate(ratable=Exists(Statement.objects.ratable().filter(factor=OuterRef("pk"))))
        .only("name", "slug", "position", "adds_to", "edition__title", "edition__organisation")
        .order_by("-edition__published_on", "-edition_id", "position")
    )
    newest = next((factor.edition for factor in found if not factor.is_local), None)
    national = [factor for factor in found if factor.edition == newest]
    local: dict[str, Factor] = {}
    for factor in found:
        if factor.is_local:
            local.setdefault(factor.slug, factor)
    offered = [factor for factor in [*national, *local.values()] if factor.ratable]
    saved = set(kept)
    return offered + [each for each in found if each.pk in saved and each not in offered]


def _published(organisation: Organisation) -> Any:
    editions = Q(edition__organisation=None) | Q(edition__organisation=organisation)
    published = Factor.objects.filter(editions, edition__published_on__isnull=False)
    return published.select_related("edition")


class Replaced(NamedTuple):
    """A factor of an edition that is no longer the newest, and what has come in its place."""

    old: Factor
    new: Factor | None


def replaced_factors(
    organisation: Organisation, chosen: Iterable[Any], offered: Sequence[Factor]
) -> list[Replaced]:
    """What was chosen on a page that was made before the newest edition was published."""
    here = {str(factor.pk) for factor in offered}
    values = {str(value) for value in chosen} - here
    gone = [value for value in values if value.isascii() and value.isdigit()]
    if not gone:
        return []
    old = _published(organisation).filter(pk__in=[int(value[:18]) for value in gone])
    return [Replaced(factor, successor(factor, offered)) for factor in old]


def successor(factor: Factor, offered: Iterable[Factor]) -> Factor | None:
    """The same factor in the newest edition of the same keeper."""
    newest = (each for each in offered if each.slug == factor.slug and each != factor)
    return next((each for each in newest if each.is_local == factor.is_local), None)


def chosen_twice(factors: Sequence[Factor]) -> list[Factor]:
    """The later ones of those that are chosen from two editions of the same keeper."""
    return [each for place, each in enumerate(factors) if successor(each, factors[:place])]


def in_asking_order(factors: Iterable[Factor]) -> list[Factor]:
    """What adds to a national factor is asked right after it."""
    chosen = list(factors)
    slugs = {factor.slug for factor in chosen if not factor.is_local}
    added = [each for each in chosen if each.is_local and each.adds_to in slugs]
    ordered: list[Factor] = []
    for factor in chosen:
        if factor in added:
            continue
        mine = [each for each in added if each.adds_to == factor.slug and not factor.is_local]
        ordered += [factor, *mine]
    return ordered


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
