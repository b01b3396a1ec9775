"""Writes a catalogue to the database, all of it or nothing."""

from enum import Enum

from django.db import transaction
from django.utils.translation import gettext as _

from factors.catalogue.content import LOCAL, Catalogue
from factors.catalogue.dumping import content_of
from factors.catalogue.faults import CatalogueError, Fault
from factors.catalogue.writing import write
from factors.models import Edition
from portal.models import Organisation


class Outcome(Enum):
    LOADED = "loaded"
    UNCHANGED = "unchanged"


@transaction.atomic
def load(catalogue: Catalogue, organisation: Organisation | None = None) -> Outcome:
    """Makes the catalogue a published edition: the organisation's own, or the national one."""
    check_scope(catalogue, organisation)
    entry = catalogue.edition
    if entry.published_on is None:
        message = _("Saknas. En utgåva som läses in här är publicerad: skriv vilken dag.")
        raise CatalogueError(Fault("edition.published_on", message))
    earlier = Edition.objects.filter(organisation=organisation, slug=entry.slug).first()
    if earlier is None:
        write(catalogue, organisation).publish(by=None, day=entry.published_on)
        return Outcome.LOADED
    if content_of(earlier) != catalogue:
        raise CatalogueError(Fault("edition.slug", _taken(earlier)))
    return Outcome.UNCHANGED


def check_scope(catalogue: Catalogue, organisation: Organisation | None) -> None:
    local = catalogue.edition.scope == LOCAL
    if local and organisation is None:
        message = _("Filen är en lokal utgåva. Ange vilken huvudman den hör till: --organisation.")
        raise CatalogueError(Fault("edition.scope", message))
    if organisation and not local:
        message = _("Filen är en nationell utgåva. Läs in den utan --organisation.")
        raise CatalogueError(Fault("edition.scope", message))


def _taken(edition: Edition) -> str:
    if edition.is_draft:
        message = _("Det finns ett utkast med adressnamnet %s. Ge filen ett annat adressnamn.")
        return message % edition.slug
    message = _(
        "Utgåvan %s är publicerad och ändras inte, för att gamla svar ska betyda samma sak som"
        " när de gavs. Ge filen ett nytt adressnamn och läs in den som en ny utgåva."
    )
    return message % edition.slug
