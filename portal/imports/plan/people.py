"""Who a source tells of: its rows gathered into people, each at fault or sound."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from portal.imports.plan.checking import faults_in
from portal.imports.plan.comparing import Units, fault, key_of
from portal.imports.records import Fault, StaffRecord
from portal.models import Unit, User
from portal.terms import HUVUDMAN_ROLES, Role

LEFT_OUT = "leave"
Place = tuple[Unit | None, Role]
Identity = tuple[object, ...]


@dataclass(slots=True)
class Person:
    """Somebody as a source tells of them, in one record or several. `known` is who that is here."""

    where: str
    name: str
    email: str
    source_id: str
    is_protected: bool
    places: dict[Place, str] = field(default_factory=dict)
    known: User | None = None

    @property
    def shown(self) -> str:
        return self.name or self.email or _("Person med skyddade uppgifter")


@dataclass(frozen=True, slots=True)
class Question:
    """A word for what people do that does not decide their role, so somebody has to."""

    key: str
    duty: str
    count: int


def questions_in(records: Iterable[StaffRecord]) -> list[Question]:
    counts: Counter[str] = Counter()
    words: dict[str, str] = {}
    for record in records:
        if not record.role:
            counts[key_of(record.duty)] += 1
            words.setdefault(key_of(record.duty), record.duty)
    return [Question(key, words[key], counts[key]) for key in sorted(words)]


def gathered(
    records: Iterable[StaffRecord], units: Units, decided: Mapping[str, str]
) -> tuple[list[Person], list[Fault], list[Fault]]:
    """The people with their places, the faults, and the remarks."""
    people: dict[Identity, Person] = {}
    faults: list[Fault] = []
    remarks: list[Fault] = []
    for record in records:
        role = record.role or decided.get(key_of(record.duty), LEFT_OUT)
        if role == LEFT_OUT:
            continue
        place, problems = _place(record, Role(role), units)
        problems += faults_in(record)
        if not problems:
            person = people.setdefault(_identity(record, place), _person(record))
            problems += _differs(person, record, place)
        if problems:
            faults += problems
        else:
            remarks += _add(person, record, place)
    found = list(people.values())
    return found, faults + _shared(found) + _mixed_up(found), remarks


def _person(record: StaffRecord) -> Person:
    is_protected = record.is_protected
    return Person(
        where=record.where,
        name="" if is_protected else record.name,
        email="" if is_protected else record.email.strip().lower(),
        source_id=record.source_id,
        is_protected=is_protected,
    )


def _identity(record: StaffRecord, place: Place) -> Identity:
    if record.source_id:
        return ("id", record.source_id)
    if record.email:
        return ("email", record.email.strip().lower())
    return ("name", key_of(record.name), place[0])


def _place(record: StaffRecord, role: Role, units: Units) -> tuple[Place, list[Fault]]:
    """Where the role is held. For a duty at a unit the person may choose the huvudman level."""
    name = record.unit_name or record.unit_code
    found = units.named(record.unit_code, record.unit_name) if name else []
    if role in HUVUDMAN_ROLES:
        is_wrong = bool(name and record.role)
        problem = _("Rollen gäller hela huvudmannen. Lämna enheten tom.")
        return (None, role), [fault(record.where, _("Enhet"), problem)] if is_wrong else []
    if not name:
        problem = _("Enheten saknas. Fyll i den.")
    elif not found:
        problem = _("%(name)s finns inte i portalen. Läs in enheterna först, eller rätta namnet.")
    elif len(found) > 1:
        problem = _("Flera enheter heter %(name)s. Skriv skolenhetskoden i stället.")
    elif found[0].closed_on is not None:
        problem = _("%(name)s är nedlagd i portalen. Öppna den igen, eller välj en annan enhet.")
    else:
        return (found[0], role), []
    return (None, role), [fault(record.where, _("Enhet"), problem % {"name": name})]


def _differs(person: Person, record: StaffRecord, place: Place) -> list[Fault]:
    """Two names at one address are two people, one of whom has lost theirs."""
    is_nameless = not (record.source_id or record.email)
    has_two_names = bool(person.name and record.name) and key_of(person.name) != key_of(record.name)
    is_same = person.is_protected == record.is_protected and (
        person.is_protected or (person.email == record.email.strip().lower() and not has_two_names)
    )
    if is_same and not (is_nameless and place in person.places):
        return []
    problem = _(
        "Är det här en annan person än på %(where)s? Ge då var och en sin egen e-postadress. Är"
        " det samma, skriv namn och adress likadant, och samma roll bara en gång."
    )
    return [fault(record.where, _("E-post"), problem % {"where": person.where})]


def _add(person: Person, record: StaffRecord, place: Place) -> list[Fault]:
    """Add a place; a person is in one team at each, so another is told and left out."""
    team = person.places.get(place, "")
    person.places[place] = team or record.team
    person.name = person.name or ("" if person.is_protected else record.name)
    if not (team and record.team) or key_of(team) == key_of(record.team):
        return []
    problem = _("%(name)s står i två arbetslag på enheten och läggs i %(team)s.")
    return [Fault(record.where, problem % {"name": person.shown, "team": team})]


def _shared(people: list[Person]) -> list[Fault]:
    """Who have the same address by two identities could sign in as each other."""
    first: dict[str, Person] = {}
    faults = []
    for person in people:
        other = first.setdefault(person.email, person)
        if person.email and other is not person:
            problem = _("Adressen står också på %(where)s. Var och en behöver en egen.")
            where = {"where": other.where}
            faults.append(fault(person.where, _("E-post"), problem % where))
    return faults


def _mixed_up(people: list[Person]) -> list[Fault]:
    """Somebody without an address, whose namesake at the same unit has one or is without too."""
    faults = []
    namesakes: dict[Identity, list[Person]] = defaultdict(list)
    for person in people:
        for unit in {unit for unit, _role in person.places} if person.name else ():
            namesakes[key_of(person.name), unit].append(person)
    for same in namesakes.values():
        bare = [each for each in same if not (each.email or each.source_id)]
        if bare and len(same) > 1:
            problem = _(
                "%(name)s står flera gånger på enheten, någon gång utan e-postadress. Skriv"
                " adressen på alla rader, eller skilj namnen åt om det är olika personer."
            )
            faults.append(fault(bare[0].where, _("E-post"), problem % {"name": bare[0].name}))
    return faults
