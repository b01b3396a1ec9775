"""Writes a catalogue to the database, all of it or nothing."""

from dataclasses import asdict
from enum import Enum

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from factors.catalogue.content import LOCAL, Catalogue, FactorEntry, PromptEntry
from factors.catalogue.faults import CatalogueError, Fault
from factors.models import Edition, Factor, NationalGoal, Prompt, Statement, SubGoal
from portal.models import Organisation


class Outcome(Enum):
    LOADED = "loaded"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"


@transaction.atomic
def load(catalogue: Catalogue, organisation: Organisation | None = None) -> Outcome:
    """Makes the catalogue an edition: the organisation's own, or the national one."""
    _check_scope(catalogue, organisation)
    same = Edition.objects.filter(organisation=organisation, slug=catalogue.edition.slug)
    earlier = same.first()
    if earlier and earlier.checksum == catalogue.checksum:
        return Outcome.UNCHANGED
    if earlier:
        _remove(earlier)
    _write(catalogue, organisation)
    return Outcome.REPLACED if earlier else Outcome.LOADED


def _check_scope(catalogue: Catalogue, organisation: Organisation | None) -> None:
    local = catalogue.edition.scope == LOCAL
    if local and organisation is None:
        message = _("Filen är en lokal utgåva. Ange vilken huvudman den hör till: --organisation.")
        raise CatalogueError(Fault("edition.scope", message))
    if organisation and not local:
        message = _("Filen är en nationell utgåva. Läs in den utan --organisation.")
        raise CatalogueError(Fault("edition.scope", message))


def _remove(edition: Edition) -> None:
    try:
        edition.delete()
    except ProtectedError:
        message = _(
            "Utgåvan %s används av en omgång och kan inte ändras, för att gamla svar ska betyda"
            " samma sak som när de gavs. Ge filen ett nytt adressnamn och läs in den som en ny"
            " utgåva."
        )
        raise CatalogueError(Fault("edition.slug", message % edition.slug)) from None


def _write(catalogue: Catalogue, organisation: Organisation | None) -> None:
    entry = catalogue.edition
    edition = Edition.objects.create(
        organisation=organisation,
        slug=entry.slug,
        title=entry.title,
        published_on=entry.published_on,
        source=entry.source,
        note=entry.note,
        checksum=catalogue.checksum,
    )
    _write_goals(edition, catalogue)
    _write_factors(edition, catalogue.factors)
    _write_prompts(edition, catalogue.prompts)


def _write_goals(edition: Edition, catalogue: Catalogue) -> None:
    NationalGoal.objects.bulk_create(
        NationalGoal(edition=edition, **asdict(goal)) for goal in catalogue.national_goals
    )
    SubGoal.objects.bulk_create(
        SubGoal(edition=edition, **asdict(goal)) for goal in catalogue.sub_goals
    )


def _write_factors(edition: Edition, entries: tuple[FactorEntry, ...]) -> None:
    factors = Factor.objects.bulk_create(
        Factor(
            edition=edition,
            slug=entry.slug,
            name=entry.name,
            position=position,
            why=entry.why,
            signs=entry.signs,
            stem=entry.stem,
            note=entry.note,
        )
        for position, entry in enumerate(entries, 1)
    )
    Statement.objects.bulk_create(
        Statement(factor=factor, **asdict(statement))
        for factor, entry in zip(factors, entries, strict=True)
        for statement in entry.statements
    )


def _write_prompts(edition: Edition, entries: tuple[PromptEntry, ...]) -> None:
    """A prompt's position is its place in the file."""
    Prompt.objects.bulk_create(
        Prompt(edition=edition, position=position, **asdict(entry))
        for position, entry in enumerate(entries, 1)
    )
