"""The units of an organisation: named, found, closed and merged; what they were stays."""

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.text import slugify

from portal.days import today
from portal.models import Organisation, Unit
from portal.models.organisations import RESERVED_UNIT_SLUGS
from portal.people import leave, move
from portal.sorting import search_key

LONGEST_SLUG = 60


def slugs_for(names: list[str], taken: set[str]) -> list[str]:
    """One address each, from the name without å, ä and ö, numbered where others have it."""
    found: list[str] = []
    taken = {*taken, *RESERVED_UNIT_SLUGS}
    for name in names:
        stem = slugify(name)[: LONGEST_SLUG - 6].strip("-_") or "enhet"
        slug, number = stem, 1
        while slug in taken:
            number += 1
            slug = f"{stem}-{number}"
        taken.add(slug)
        found.append(slug)
    return found


def new_slug(organisation: Organisation, name: str) -> str:
    return slugs_for([name], set(organisation.units.values_list("slug", flat=True)))[0]


def units_found(organisation: Organisation, text: str) -> QuerySet[Unit]:
    """Those where each word stands in the name or begins the code."""
    units = organisation.units.all()
    for word in text.split():
        key = search_key(word)
        named = Q(search_key__contains=key) if key else Q()
        units = units.filter(named | Q(code__startswith=word))
    return units


def with_people(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Each with `people`: how many work there today."""
    working = Q(memberships__ended_on=None, memberships__user__is_active=True)
    return units.annotate(people=Count("memberships__user", filter=working, distinct=True))


@transaction.atomic
def close(unit: Unit) -> int:
    """The unit is no more, and nobody works there; answers with how many left."""
    unit.closed_on = today()
    unit.save(update_fields=["closed_on"])
    return leave(unit)


@transaction.atomic
def merge(unit: Unit, into: Unit) -> None:
    """The unit goes on as a part of another; what was said in it stays under its own name."""
    move(unit, into)
    unit.merged_into = into
    unit.closed_on = today()
    unit.save(update_fields=["merged_into", "closed_on"])


def reopen(unit: Unit) -> None:
    """Closed by mistake. Those who worked there are not brought back."""
    unit.closed_on = unit.merged_into = None
    unit.save(update_fields=["closed_on", "merged_into"])
