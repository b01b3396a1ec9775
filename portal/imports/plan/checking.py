"""What is wrong with one record of somebody, whoever it is."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from portal.imports.plan.comparing import fault, unstorable
from portal.imports.records import Fault, StaffRecord

LONGEST_NAME, LONGEST_EMAIL, LONGEST_TEAM, LONGEST_ID = 150, 254, 100, 64


def faults_in(record: StaffRecord) -> list[Fault]:
    found = [
        unstorable(record.where, _("Namn"), record.name, LONGEST_NAME),
        unstorable(record.where, _("Arbetslag"), record.team, LONGEST_TEAM),
        unstorable(record.where, _("E-post"), record.email, LONGEST_EMAIL),
        unstorable(record.where, _("Id"), record.source_id, LONGEST_ID),
        _strange_email(record),
    ]
    if record.is_protected and not record.source_id:
        problem = _("Personen har skyddade uppgifter, och id saknas. Ta bort raden.")
        found.append(Fault(record.where, problem))
    elif not (record.is_protected or record.name or record.email):
        found.append(fault(record.where, _("Namn"), _("Namnet saknas. Fyll i det.")))
    return [each for each in found if each]


def _strange_email(record: StaffRecord) -> Fault | None:
    """A letter that only looks like one of ours would make the address somebody else's."""
    email = record.email.strip()
    if not email or record.is_protected:
        return None
    try:
        validate_email(email)
    except ValidationError:
        is_sound = False
    else:
        is_sound = email.isascii()
    problem = _("Adressen går inte att använda. Skriv den för hand, som namn@exempel.se.")
    return None if is_sound else fault(record.where, _("E-post"), problem)
