"""The choices of a round's form, in words."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from assessments.selection import chosen_twice, successor
from factors.models import Edition, Factor
from portal.models import Unit
from portal.terms import Level

LOOK_AGAIN = _(
    "En ny utgåva publicerades medan du skrev. Inget är sparat än: se efter att rätt"
    " framgångsfaktorer är förkryssade, och spara igen."
)

NOBODY_TO_MIRROR = _(
    "Spegling behöver två nivåer intill varandra: huvudman och rektor, eller rektor och"
    " undervisning. Välj en nivå till, eller kryssa ur speglingen."
)


def newer_factors(offered: list[Factor]) -> dict[int, Factor]:
    """Those that a draft was saved with, by id, and the same in a newer edition."""
    pairs = ((old, successor(old, offered[:place])) for place, old in enumerate(offered))
    return {old.pk: new for old, new in pairs if new}


def unaskable(factors: list[Factor], levels: list[Level], statements: Any) -> Iterator[str]:
    """Why the factors can't be asked about together at the levels."""
    yield from map(twice, chosen_twice(factors))
    for factor in factors:
        for level in levels:
            if not statements[factor.pk, level]:
                yield nothing_to_rate(factor, level)


def nothing_to_rate(factor: Factor, level: Level) -> str:
    return _(
        "”%(factor)s” har inga påståenden att skatta på %(level)s. Välj bort faktorn eller nivån."
    ) % {"factor": factor, "level": level.place}


def mirrors_nobody(chosen: Mapping[str, Any]) -> bool:
    """Whether the round is to mirror, and has no two levels next to each other."""
    levels = chosen.get("levels", [])
    wanted = bool(chosen.get("mirror") and levels)
    return wanted and not any(level.above in levels for level in levels)


def twice(factor: Factor) -> str:
    return _(
        "”%(factor)s” är förkryssad ur två utgåvor. Välj den ena: en omgång frågar om varje"
        " framgångsfaktor en gång."
    ) % {"factor": factor}


def by_key(things: Iterable[Factor] | Iterable[Unit]) -> dict[str, Any]:
    return {str(thing.pk): thing for thing in things}


def grouped(factors: list[Factor]) -> list[Any]:
    """The factors under the names of their editions."""
    names = {factor.slug: factor.name for factor in reversed(factors) if not factor.is_local}
    return [
        (edition_name(edition), [(factor.pk, factor_name(factor, names)) for factor in group])
        for edition, group in groupby(factors, key=lambda factor: factor.edition)
    ]


def factor_name(factor: Factor, national: Mapping[str, str]) -> str:
    if not factor.adds_to:
        return factor.name
    added = _("Tillägg till %(factor)s") % {"factor": national.get(factor.adds_to, factor.adds_to)}
    return format_html('{}<span class="helptext">{}</span>', factor.name, added)


def edition_name(edition: Edition) -> str:
    if not edition.is_local:
        return edition.title
    return format_html('{} <span class="badge local">{}</span>', edition.title, _("Lokal"))


def level_choice(level: Level) -> tuple[str, str]:
    label = '<span class="level {}">{}</span>'
    return level.value, format_html(label, level.value, level.label)


def unit_choice(unit: Unit) -> tuple[int, str]:
    label = '{}<span class="helptext">{}</span>'
    return unit.pk, format_html(label, unit.name, unit.school_form_names)
