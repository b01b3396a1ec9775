"""Staff out of the duties and persons of SS 12000.

The name and address of a person with a security marking go no further than this module. Private
addresses are not taken either: what the portal sends is work.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.days import today
from portal.imports.documents import Values, day, listed, mapping, shown, text
from portal.imports.duties import role_of
from portal.imports.records import Fault, StaffReading, StaffRecord, Unreadable
from portal.imports.ss12000.extract import Extract
from portal.imports.ss12000.organisations import Organisations, is_ended, referred
from portal.imports.ss12000.units import code_of
from portal.terms import UNIT_ROLES

UNMARKED = (None, False, "", "Ingen")
# In the order that they are wanted. The later ones stand in older services.
WORK_EMAILS = ("Skola personal", "Pedagogisk personal", "Arbete övrigt", "Arbete", "Övrig personal")
UNTYPED = ""


def staff_in(extract: Extract) -> StaffReading:
    """One record for each role of a person at a unit today; who has left is in none."""
    tree = Organisations(extract.organisations)
    reading = StaffReading(faults=list(extract.faults), roles=UNIT_ROLES)
    found: dict[tuple[str, ...], StaffRecord] = {}
    elsewhere: Counter[str] = Counter()
    vacant: Counter[str] = Counter()
    for id, duty in _current(extract.duties):
        unit, person = tree.unit_at(referred(duty, "dutyAt")), _person(duty, extract)
        if unit is None:
            elsewhere[_place(duty, tree)] += 1
        elif person is None:
            vacant[_place(duty, tree)] += 1
        elif not text(duty, "dutyRole"):
            reading.faults.append(Fault(id, _("Tjänsten saknar roll. Lägg in den i källan.")))
        else:
            record = _record(id, duty, person, unit)
            key = (record.source_id, text(unit, "id"), record.role or record.duty)
            found.setdefault(key, record)
    if not (found or reading.faults):
        raise Unreadable(_("Här finns ingen tjänst på en enhet i dag. Kontrollera källan."))
    reading.records.extend(found.values())
    reading.remarks.extend(
        [*_elsewhere(elsewhere), *_vacant(vacant), *_unreachable(found.values())]
    )
    return reading


def _current(duties: dict[str, Values]) -> Iterator[tuple[str, Values]]:
    for id, duty in duties.items():
        starts = day(duty, "startDate")
        if not is_ended(duty) and not (starts and starts > today()):
            yield id, duty


def _person(duty: Values, extract: Extract) -> Values | None:
    """The person of a duty. One with a security marking may stand in the duty alone."""
    reference = mapping(duty.get("person"))
    known = extract.persons.get(text(reference, "id"))
    if _is_marked(reference):
        return reference if text(reference, "id") else None
    return known


def _is_marked(person: Values) -> bool:
    """Any other marking than none protects, also one that no standard knows."""
    marking = person.get("securityMarking")
    return (shown(marking) if isinstance(marking, str) else marking) not in UNMARKED


def _record(id: str, duty: Values, person: Values, unit: Values) -> StaffRecord:
    word = text(duty, "dutyRole")
    is_protected = _is_marked(person)
    names = (text(person, "givenName"), text(person, "familyName"))
    name = "" if is_protected else " ".join(filter(None, names))
    return StaffRecord(
        where=f"{name or id}, {word}",
        name=name,
        email="" if is_protected else _work_email(person),
        role=role_of(word),
        duty=word,
        unit_code=code_of(unit),
        unit_name=text(unit, "displayName"),
        source_id=text(person, "id"),
        is_protected=is_protected,
    )


def _work_email(person: Values) -> str:
    emails = [mapping(each) for each in listed(person.get("emails"))]
    for kind in (*WORK_EMAILS, UNTYPED):
        for email in emails:
            if text(email, "type") == kind and _is_email(text(email, "value")):
                return text(email, "value")
    return ""


def _is_email(value: str) -> bool:
    try:
        validate_email(value)
    except ValidationError:
        return False
    return True


def _place(duty: Values, tree: Organisations) -> str:
    at = mapping(duty.get("dutyAt"))
    known = tree.by_id.get(text(at, "id"), at)
    return text(known, "displayName") or text(at, "id") or _("okänd organisation")


def _elsewhere(places: Counter[str]) -> Iterator[Fault]:
    for place, count in places.items():
        message = ngettext(
            "%(count)s tjänst ligger inte på en enhet i portalen och tas inte med.",
            "%(count)s tjänster ligger inte på en enhet i portalen och tas inte med.",
            count,
        )
        yield Fault(place, message % {"count": count})


def _vacant(places: Counter[str]) -> Iterator[Fault]:
    for place, count in places.items():
        message = ngettext(
            "%(count)s tjänst saknar person i källan och tas inte med.",
            "%(count)s tjänster saknar person i källan och tas inte med.",
            count,
        )
        yield Fault(place, message % {"count": count})


def _unreachable(records: Iterable[StaffRecord]) -> Iterator[Fault]:
    without = {each.source_id for each in records if not (each.email or each.is_protected)}
    if count := len(without):
        message = ngettext(
            "%(count)s person har ingen e-postadress för arbetet i källan.",
            "%(count)s personer har ingen e-postadress för arbetet i källan.",
            count,
        )
        yield Fault(_("E-post"), message % {"count": count})
