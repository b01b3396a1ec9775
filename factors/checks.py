"""What is wrong, doubtful or worth knowing about an edition before it is published."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from factors import duplicates, signs
from factors.catalogue.content import NATIONAL, Catalogue
from factors.factor_checks import of_factor
from factors.findings import Finding, Severity
from factors.pasting.doubts import is_foreign
from factors.places import (
    Part,
    Place,
    factor_place,
    goals_place,
    prompts_place,
    sub_goal_spot,
    sub_goals_place,
    texts_of,
)
from portal.terms import SchoolForm


def check(
    catalogue: Catalogue, national: frozenset[str] = frozenset(), lineage_confirmed: bool = False
) -> list[Finding]:
    """The errors first; `national` is the slugs of the national factors that can be added to."""
    found = [
        *_edition(catalogue, lineage_confirmed),
        *_sources(catalogue),
        *_goals(catalogue),
        *(finding for factor in catalogue.factors for finding in of_factor(factor)),
        *_additions(catalogue, national),
        *_without_source(catalogue),
        *_odd_signs(catalogue),
        *_other_languages(catalogue),
        *_duplicates(catalogue),
    ]
    return sorted(found, key=lambda finding: list(Severity).index(finding.severity))


def _edition(catalogue: Catalogue, lineage_confirmed: bool) -> Iterator[Finding]:
    place = Place(Part.EDITION, _("Om utgåvan"))
    if not (catalogue.factors or catalogue.national_goals or catalogue.sub_goals):
        message = _("Utgåvan är tom. Lägg till minst en framgångsfaktor eller ett mål.")
        yield Finding(Severity.ERROR, place, message)
    if catalogue.edition.base and not lineage_confirmed:
        message = _(
            "Ingen har bekräftat vilka texter som följer vilka i förra utgåvan. Utan det visas"
            " ingen trend mellan utgåvorna."
        )
        yield Finding(Severity.WARNING, Place(Part.LINEAGE, _("Vad som följer vad")), message)


def _sources(catalogue: Catalogue) -> Iterator[Finding]:
    if catalogue.edition.scope != NATIONAL:
        return
    for source in catalogue.sources:
        lacks = [] if source.address else [_("adress")]
        lacks += [] if source.read_on else [_("dag då den lästes")]
        if lacks:
            place = Place(Part.SOURCES, _("Källor"), source.slug)
            message = _("Källan har ingen %s. Fyll i det, om det är känt.")
            yield Finding(Severity.NOTE, place, message % _(" och ingen ").join(lacks))


def _goals(catalogue: Catalogue) -> Iterator[Finding]:
    empty = _("Målet är tomt. Skriv det, eller ta bort det.")
    cut = _("Texten är inte fullständig, och visas som avklippt.")
    for goal in catalogue.national_goals:
        place = goals_place(str(SchoolForm(goal.school_form).label))
        if not goal.text.strip():
            yield Finding(Severity.ERROR, place, empty)
        elif not goal.complete:
            yield Finding(Severity.NOTE, place, cut)
    for sub in catalogue.sub_goals:
        place = sub_goals_place(sub_goal_spot(sub.row, sub.school_form))
        if not sub.text.strip():
            yield Finding(Severity.ERROR, place, empty)
        elif not sub.complete:
            yield Finding(Severity.NOTE, place, cut)
    having = {goal.school_form for goal in catalogue.national_goals}
    for form in SchoolForm:
        if form not in having and any(sub.school_form == form for sub in catalogue.sub_goals):
            message = _("Skolformen har delmål men ingen nationell målsättning.")
            yield Finding(Severity.NOTE, goals_place(str(form.label)), message)


def _additions(catalogue: Catalogue, national: frozenset[str]) -> Iterator[Finding]:
    for factor in catalogue.factors:
        if factor.adds_to and factor.adds_to not in national:
            message = _(
                "Faktorn är ett tillägg till %s, som inte finns i den nationella katalogen."
                " Välj en annan, eller ta bort kopplingen."
            )
            yield Finding(Severity.ERROR, factor_place(factor), message % factor.adds_to)


def _without_source(catalogue: Catalogue) -> Iterator[Finding]:
    """A statement has its factor's source; what is the portal's own wording needs none."""
    is_national = catalogue.edition.scope == NATIONAL
    severity = Severity.ERROR if is_national else Severity.WARNING
    message = _("Texten har ingen källa. Välj den, så att läsaren vet varifrån texten kommer.")
    places = [
        goals_place(str(SchoolForm(goal.school_form).label))
        for goal in catalogue.national_goals
        if not goal.source
    ]
    places += [
        sub_goals_place(sub_goal_spot(sub.row, sub.school_form))
        for sub in catalogue.sub_goals
        if not sub.source
    ]
    places += [factor_place(factor) for factor in catalogue.factors if not factor.source]
    for place in places:
        yield Finding(severity, place, message)
    for prompt in catalogue.prompts:
        if not prompt.source:
            yield Finding(Severity.WARNING, prompts_place(prompt.kind), message)


def _odd_signs(catalogue: Catalogue) -> Iterator[Finding]:
    for text in texts_of(catalogue):
        for is_error, message in signs.odd(text.text):
            severity = Severity.ERROR if is_error else Severity.WARNING
            yield Finding(severity, text.place, message)


def _other_languages(catalogue: Catalogue) -> Iterator[Finding]:
    message = _("Texten ser inte ut att vara på svenska. Jämför den med källan.")
    for text in texts_of(catalogue):
        if is_foreign(text.text):
            yield Finding(Severity.NOTE, text.place, message)


def _duplicates(catalogue: Catalogue) -> Iterator[Finding]:
    for is_error, place, message in duplicates.found(catalogue):
        yield Finding(Severity.ERROR if is_error else Severity.WARNING, place, message)
