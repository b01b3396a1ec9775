"""Where units and staff can come from, besides a sheet: services, and what was saved from them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.imports import register, ss12000
from portal.imports.documents import parsed
from portal.imports.kinds import STAFF, UNITS
from portal.imports.records import StaffReading, UnitReading, Unreadable
from portal.models import Organisation

__all__ = ["STAFF", "UNITS", "Source", "read_json", "sources_of"]


@dataclass(frozen=True, slots=True)
class Source:
    """A service that one kind of record can be fetched from."""

    slug: str
    name: str | Promise
    kind: str
    fetch: Callable[[Organisation], UnitReading | StaffReading]


REGISTER = Source("skolenhetsregistret", register.NAME, UNITS, register.fetch_units)
SS12000_UNITS = Source("ss12000-enheter", ss12000.NAME, UNITS, ss12000.fetch_units)
SS12000_STAFF = Source("ss12000-personal", ss12000.NAME, STAFF, ss12000.fetch_staff)


def sources_of(organisation: Organisation) -> list[Source]:
    """What the installation has an address for; nothing is asked before a person says so."""
    found = [REGISTER] if settings.SCHOOL_REGISTER else []
    if ss12000.has_service(organisation):
        found += [SS12000_UNITS, SS12000_STAFF]
    return found


def read_json(kind: str, data: bytes, organisation: Organisation) -> UnitReading | StaffReading:
    """Read a saved file, whichever of the formats it is in."""
    document = parsed(data, register.FIELDS | ss12000.FIELDS)
    if ss12000.is_extract(document):
        read = ss12000.saved_units if kind == UNITS else ss12000.saved_staff
        return read(document)
    if not register.is_register(document):
        raise Unreadable(
            _(
                "Filen är JSON, men varken från Skolenhetsregistret eller enligt SS 12000. Välj en"
                " annan fil."
            )
        )
    if kind == STAFF:
        raise Unreadable(
            _("Skolenhetsregistret har ingen personal. Läs in filen som enheter i stället.")
        )
    return register.units_in(document, organisation)
