"""What one SS 12000 service holds, as saved in one file or fetched page by page."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.imports.documents import Values, listed, mapping, objects, text, texts
from portal.imports.records import Fault, Unreadable

LISTS = ("organisations", "persons", "duties")
# All that is read: what is not here, such as civicNo, addresses and enrolments, is dropped.
FIELDS = frozenset(
    {
        *LISTS,
        "data",
        "dutyAt",
        "dutyRole",
        "deletedEntities",
        "displayName",
        "emails",
        "endDate",
        "familyName",
        "givenName",
        "id",
        "organisationType",
        "pageToken",
        "parentOrganisation",
        "person",
        "schoolTypes",
        "schoolUnitCode",
        "securityMarking",
        "startDate",
        "type",
        "value",
    }
)


@dataclass(frozen=True, slots=True)
class Extract:
    """Objects by their id, without those that have been deleted."""

    organisations: dict[str, Values]
    persons: dict[str, Values] = field(default_factory=dict)
    duties: dict[str, Values] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def extract(
    organisations: Iterable[object],
    persons: Iterable[object] = (),
    duties: Iterable[object] = (),
    deleted: frozenset[str] = frozenset(),
) -> Extract:
    faults: list[Fault] = []
    lists = zip(LISTS, (organisations, persons, duties), strict=True)
    by_id = {name: _without(deleted, _by_id(name, each, faults)) for name, each in lists}
    return Extract(**by_id, faults=faults)


def _without(deleted: frozenset[str], by_id: dict[str, Values]) -> dict[str, Values]:
    """A duty goes with its person, also where the service has forgotten to say so."""
    return {
        id: each
        for id, each in by_id.items()
        if not deleted & {id, text(mapping(each.get("person")), "id")}
    }


def _by_id(name: str, values: Iterable[object], faults: list[Fault]) -> dict[str, Values]:
    found = objects(values)
    if nameless := sum(1 for each in found if not text(each, "id")):
        problem = ngettext(
            "%(count)s post har inget id. Be den som sköter källan att rätta den.",
            "%(count)s poster har inget id. Be den som sköter källan att rätta dem.",
            nameless,
        )
        faults.append(Fault(name, problem % {"count": nameless}))
    return {id: each for each in found if (id := text(each, "id"))}


def is_extract(document: object) -> bool:
    """Whether it is a file with several lists, or the saved answer of /organisations alone."""
    values = mapping(document)
    return any(name in values for name in LISTS) or isinstance(values.get("data"), list)


def saved_extract(document: object, *needed: str) -> Extract:
    """An extract out of one file, where each list stands bare or as {"data": [...]}."""
    values = mapping(document)
    if isinstance(values.get("data"), list):
        values = {"organisations": values["data"]}
    if missing := [name for name in needed if _items(values.get(name)) is None]:
        raise Unreadable(
            _("Listan %(names)s saknas i filen. Spara den ur källan också, i samma fil.")
            % {"names": ", ".join(missing)}
        )
    lists = {name: _items(values.get(name)) or [] for name in needed}
    return extract(**lists, deleted=deleted_ids(values.get("deletedEntities")))


def _items(value: object) -> list[object] | None:
    inner = mapping(value).get("data", value)
    return inner if isinstance(inner, list) else None


def deleted_ids(value: object) -> frozenset[str]:
    """Ids that have been deleted, whichever list they were in: all share one space of ids."""
    inner = mapping(value).get("data", value)
    lists = [inner, *(mapping(inner).get(name) for name in LISTS)]
    bare = (id for each in lists for id in texts(each))
    in_objects = (text(mapping(each), "id") for each in listed(inner))
    return frozenset({*bare, *in_objects} - {""})
