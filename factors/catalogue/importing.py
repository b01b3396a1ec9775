"""From a file that a person chose to a new draft; what is there already is never written over."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from factors.catalogue.content import LOCAL, Catalogue
from factors.catalogue.faults import CatalogueError, Fault
from factors.catalogue.files import decoded
from factors.catalogue.reading import unsorted
from factors.catalogue.sheets import values_in
from factors.catalogue.spots import Spots, located
from factors.catalogue.writing import Taken, write
from factors.drafts import free_slug
from factors.models import Edition
from portal.imports.sheets.excel import is_excel
from portal.models import Organisation


def draft_from(data: bytes, organisation: Organisation | None) -> Edition:
    """All that the file says, as a draft of its keeper's, or a CatalogueError and nothing."""
    catalogue, spots = read_file(data)
    try:
        _check_keeper(catalogue, organisation)
        with transaction.atomic():
            slug = free_slug(organisation, catalogue.edition.slug)
            entry = replace(catalogue.edition, slug=slug)
            return write(replace(catalogue, edition=entry), organisation)
    except CatalogueError as error:
        raise located(error, spots) from None
    except Taken as taken:
        raise located(CatalogueError(Fault("edition", str(taken))), spots) from None


def read_file(data: bytes) -> tuple[Catalogue, Spots]:
    """The content in the file's order, and for Excel where each entry stood."""
    values, spots = values_in(data) if is_excel(data) else (decoded(data), {})
    try:
        return unsorted(values), spots
    except CatalogueError as error:
        raise located(error, spots) from None


def _check_keeper(catalogue: Catalogue, organisation: Organisation | None) -> None:
    is_local = catalogue.edition.scope == LOCAL
    if is_local and organisation is None:
        message = _(
            "Filen är en lokal utgåva. Läs in den bland huvudmannens egna utgåvor, inte i den"
            " nationella katalogen."
        )
        raise CatalogueError(Fault("edition.scope", message))
    if organisation and not is_local:
        message = _(
            "Filen är en nationell utgåva. Här läses bara egna (lokala) utgåvor in. Välj en annan"
            " fil, eller gör den till en lokal utgåva utan nationella mål."
        )
        raise CatalogueError(Fault("edition.scope", message))
