"""Asking an organisation's SS 12000 service, page by page.

The address and the token stand in the environment. Neither is ever shown or logged.
"""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from portal import environment
from portal.imports.documents import Values, mapping, objects, text
from portal.imports.fetching import NotFound, Params, Service
from portal.imports.records import StaffReading, UnitReading
from portal.imports.ss12000.extract import FIELDS, deleted_ids, extract
from portal.imports.ss12000.organisations import referred
from portal.imports.ss12000.staff import staff_in
from portal.imports.ss12000.units import units_in
from portal.models import Organisation

NAME = gettext_lazy("SS 12000-tjänsten")
PREFIX = "STYRKEDJAN_SS12000_"
PAGE_SIZE = "200"
MOST_PAGES = 500
STAFF: Params = {"relationship.entity.type": "duty"}
DELETED: Params = {"entities": ["Person", "Duty", "Organisation"]}
NO_FILTERS: Params = {}
NO_LIST = gettext_lazy(
    "%(name)s svarar utan någon lista. Ingenting är ändrat. Hör av dig till den som sköter den."
)
STARTS_OVER = gettext_lazy(
    "%(name)s börjar om i stället för att ta slut. Ingenting är ändrat. Hör av dig till den som"
    " sköter den, eller läs in en fil i stället."
)


def has_service(organisation: Organisation) -> bool:
    return bool(_address(organisation))


def fetch_units(organisation: Organisation) -> UnitReading:
    with _service(organisation) as service:
        organisations = objects(_items(service, "organisations"))
        return units_in(extract(organisations, deleted=_deleted(service)))


def fetch_staff(organisation: Organisation) -> StaffReading:
    """Duties first: of a service that sends its pupils too, only staff is kept."""
    with _service(organisation) as service:
        organisations = objects(_items(service, "organisations"))
        duties = objects(_items(service, "duties"))
        staff = {referred(duty, "person") for duty in duties}
        persons = [
            person
            for person in _items(service, "persons", STAFF)
            if text(mapping(person), "id") in staff
        ]
        return staff_in(extract(organisations, persons, duties, _deleted(service)))


def _service(organisation: Organisation) -> Service:
    token = environment.text(f"{PREFIX}TOKEN_{_variable(organisation)}", "").strip()
    return Service(str(NAME), _address(organisation), FIELDS, token)


def _address(organisation: Organisation) -> str:
    variable = _variable(organisation)
    return environment.text(PREFIX + variable, "").strip() if variable else ""


def _variable(organisation: Organisation) -> str:
    """The slug as it ends the settings' names, or "" where that could be another's as well."""
    variable = organisation.slug.upper().replace("-", "_")
    is_its_own = variable.lower().replace("_", "-") == organisation.slug
    return variable if is_its_own and not variable.startswith("TOKEN_") else ""


def _items(service: Service, name: str, filters: Params = NO_FILTERS) -> Iterator[object]:
    """The objects of all pages; one older service names its list rather than calls it data."""
    for page in _pages(service, f"/{name}", filters):
        found = page.get("data", page.get(name))
        if not isinstance(found, list):
            raise service.unreadable(NO_LIST)
        yield from found


def _pages(service: Service, path: str, filters: Params) -> Iterator[Values]:
    """Each page by the token of the one before, which carries the filters with it."""
    passed: set[str] = set()
    params: Params = {"limit": PAGE_SIZE, **filters}
    for _page in range(MOST_PAGES):
        page = mapping(service.get(path, params))
        yield page
        token = page.get("pageToken")
        if not token:
            return
        if not isinstance(token, str) or token in passed:
            break
        passed.add(token)
        params = {"pageToken": token}
    raise service.unreadable(STARTS_OVER)


def _deleted(service: Service) -> frozenset[str]:
    """What is deleted may linger in the lists. A service that keeps no such list has no page."""
    try:
        pages = list(_pages(service, "/deletedEntities", DELETED))
    except NotFound:
        return frozenset()
    return frozenset().union(*map(deleted_ids, pages))
