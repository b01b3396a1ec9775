"""Which of the people in a source are here already, and who they are."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from django.db.models import Q
from django.utils.translation import gettext as _

from portal.imports.plan.comparing import fault, key_of
from portal.imports.plan.people import Person
from portal.imports.records import Fault
from portal.models import Membership, Organisation, User

# So many values fit in one question to any database.
BATCH = 5_000
T = TypeVar("T")


Places = dict[tuple[str, int | None], dict[int, User]]


@dataclass(slots=True)
class Here:
    """An organisation's memberships, and the people in a source whom the portal knows.

    `now` are those who work here by name and unit; `former` those who did, and have no address.
    """

    held: list[Membership]
    now: Places
    former: Places
    ever_here: set[int]
    by_source_id: dict[str, User]
    by_email: dict[str, User]
    elsewhere: set[int]


def who_is_here(organisation: Organisation, people: list[Person]) -> Here:
    current = organisation.memberships.current().select_related("user", "unit", "team")
    held = list(current.order_by("user__sort_key", "user", "pk"))
    ended = organisation.memberships.exclude(ended_on=None)
    without = Q(user__email=None, user__is_protected=False, user__is_active=True)
    former = ended.filter(without).select_related("user")
    ids = _users({each.source_id for each in people}, "source_id__in")
    by_source_id = {user.source_id: user for user in ids if user.source_id}
    emails = _users({each.email for each in people}, "email__in")
    by_email = {user.email: user for user in emails if user.email}
    known = {user.pk for user in (*by_source_id.values(), *by_email.values())}
    return Here(
        held=held,
        now=_by_place(held),
        former=_by_place(former),
        ever_here=set(organisation.memberships.values_list("user", flat=True)),
        by_source_id=by_source_id,
        by_email=by_email,
        elsewhere=_working_elsewhere(organisation, known | {each.user_id for each in held}),
    )


def recognise(people: list[Person], here: Here) -> list[Fault]:
    """Set who each is. Those with an identity or an address go first, so that none takes theirs."""
    faults = [problem for person in people if (problem := _by_identity(person, here))]
    taken = {person.known.pk for person in people if person.known}
    for person in people:
        if person.name and not person.known:
            namesakes = _namesakes(person, here, taken)
            person.known = namesakes[0] if len(namesakes) == 1 else None
            if len(namesakes) > 1:
                faults.append(fault(person.where, _("Namn"), _unclear(person)))
    return faults + _taken_twice(people)


def _by_identity(person: Person, here: Here) -> Fault | None:
    """The identity in the source decides, and then the address."""
    by_id = here.by_source_id.get(person.source_id)
    by_email = here.by_email.get(person.email)
    person.known = by_id or by_email
    problem = ""
    if by_id and by_id.pk not in here.ever_here:
        problem = _("Id hör till någon annan i portalen. Hör av dig till den som driver den.")
    elif (by_id and by_email and by_id != by_email) or _has_another_id(person, by_email):
        problem = _(
            "Adressen hör redan till någon annan i portalen. Rätta den här, eller på sidan för den"
            " personen."
        )
    elif person.known and not person.known.is_active:
        problem = _("Uppgifterna om personen är borttagna. Ta bort raden.")
    return fault(person.where, _("E-post"), problem) if problem else None


def _has_another_id(person: Person, user: User | None) -> bool:
    ids = {person.source_id, user.source_id or ""} - {""} if user else set()
    return len(ids) > 1


def _by_place(memberships: Iterable[Membership]) -> Places:
    found: Places = defaultdict(dict)
    for each in memberships:
        if each.user.name:
            found[key_of(each.user.name), each.unit_id][each.user_id] = each.user
    return found


def _namesakes(person: Person, here: Here, taken: set[int]) -> list[User]:
    """Those of that name at the same units, and of those without an address who were there."""
    now = _at_places(person, here.now, taken)
    has_identity = person.email or person.source_id
    return now or ([] if has_identity else _at_places(person, here.former, taken))


def _at_places(person: Person, places: Places, taken: set[int]) -> list[User]:
    units = {unit.pk if unit else None for unit, _role in person.places}
    same: dict[int, User] = {}
    for unit in units:
        same |= places.get((key_of(person.name), unit), {})
    return [user for pk, user in same.items() if pk not in taken and not _is_other(person, user)]


def _is_other(person: Person, user: User) -> bool:
    return bool(person.email and user.email) or bool(person.source_id and user.source_id)


def _taken_twice(people: Iterable[Person]) -> list[Fault]:
    first: dict[User, Person] = {}
    faults = []
    for person in people:
        if person.known and first.setdefault(person.known, person) is not person:
            where = {"where": first[person.known].where}
            problem = _("Samma person står också på %(where)s. Skriv likadant på båda ställena.")
            faults.append(fault(person.where, _("E-post"), problem % where))
    return faults


def _unclear(person: Person) -> str:
    problem = _(
        "Flera på enheten heter %(name)s. Skriv e-postadressen, så att det syns vem det gäller."
    )
    return problem % {"name": person.name}


def _users(values: set[str], lookup: str) -> list[User]:
    wanted = values - {""}
    return [user for some in _batches(wanted) for user in User.objects.filter(**{lookup: some})]


def _working_elsewhere(organisation: Organisation, users: set[int]) -> set[int]:
    others = Membership.objects.current().exclude(organisation=organisation)
    return {
        user
        for some in _batches(users)
        for user in others.filter(user__in=some).values_list("user", flat=True)
    }


def _batches(values: Iterable[T]) -> Iterator[list[T]]:
    left = iter(values)
    while some := list(islice(left, BATCH)):
        yield some
