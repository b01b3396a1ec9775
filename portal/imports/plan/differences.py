"""What differs between a person in a source and the same person here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from portal.imports.plan.comparing import Change, key_of
from portal.imports.plan.knowing import Here
from portal.imports.plan.people import Person
from portal.imports.records import Fault
from portal.models import Membership, Organisation, Team, Unit, User
from portal.terms import Role

Key = tuple[int | None, str]


@dataclass(slots=True)
class PersonPlan:
    """All that changes for one person. `person` is not saved yet where it is somebody new."""

    person: User
    shown: str
    is_new: bool = False
    leaves: bool = False
    values: dict[str, object] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    begun: list[Membership] = field(default_factory=list)
    moved: list[Membership] = field(default_factory=list)
    ended: list[Membership] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.values or self.begun or self.moved or self.ended)

    def outcome(self) -> object:
        begun = [(each.unit_id, each.role, str(each.team or "")) for each in self.begun]
        moved, ended = ([each.pk for each in some] for some in (self.moved, self.ended))
        return self.person.pk, self.shown, self.values, self.changes, begun, moved, ended


class Teams:
    """The teams of an organisation's units by name; `new` are those that are to be made."""

    def __init__(self, teams: Iterable[Team]) -> None:
        self.by_name = {(team.unit_id, key_of(team.name)): team for team in teams}
        self.new: list[Team] = []

    def named(self, unit: Unit | None, name: str) -> Team | None:
        if not (unit and name):
            return None
        key = unit.pk, key_of(name)
        if key not in self.by_name:
            self.by_name[key] = Team(unit=unit, name=name)
            self.new.append(self.by_name[key])
        return self.by_name[key]


class Differences:
    """Roles that a source names nobody for are not its to end, and neither are one's own."""

    def __init__(self, organisation: Organisation, here: Here, ending: set[Role], by: User) -> None:
        self.organisation, self.here, self.ending, self.by = organisation, here, ending, by
        self.teams = Teams(Team.objects.filter(unit__organisation=organisation))
        self.remarks: list[Fault] = []
        self.held: dict[int, dict[Key, Membership]] = defaultdict(dict)
        for each in here.held:
            self.held[each.user_id][each.unit_id, each.role] = each

    def of(self, person: Person) -> PersonPlan:
        plan = self._of_known(person, person.known) if person.known else _of_new(person)
        held = self.held.pop(plan.person.pk, {}) if person.known else {}
        plan.is_new = not held
        self._places(plan, person, held)
        wanted = {(unit.pk if unit else None, role) for unit, role in person.places}
        self._ends(plan, [each for key, each in held.items() if key not in wanted])
        return plan

    def of_unnamed(self) -> Iterator[PersonPlan]:
        """Those who are here and whom `of` has not been asked about."""
        for held in self.held.values():
            user = next(iter(held.values())).user
            plan = PersonPlan(user, str(user))
            self._ends(plan, list(held.values()))
            plan.leaves = len(plan.ended) == len(held)
            yield plan

    def _of_known(self, person: Person, user: User) -> PersonPlan:
        plan = PersonPlan(user, str(user) if user.pk in self.held else person.shown)
        if user.pk in self.here.elsewhere:
            if person.is_protected and not user.is_protected:
                self.remarks.append(Fault(person.where, _protected_elsewhere()))
            return plan
        if person.is_protected and not user.is_protected:
            plan.values = {"is_protected": True, "name": "", "email": None}
            plan.changes.append(Change(_("Skyddade personuppgifter"), _("nej"), _("ja")))
        elif not user.is_protected:
            _name_and_address(plan, person, user)
        if person.source_id and not user.source_id:
            plan.values["source_id"] = person.source_id
            plan.changes.append(Change(_("Id i källan"), "", person.source_id))
        return plan

    def _places(self, plan: PersonPlan, person: Person, held: dict[Key, Membership]) -> None:
        for (unit, role), name in person.places.items():
            team = self.teams.named(unit, name)
            now = held.get((unit.pk if unit else None, role))
            if now is None:
                begun = Membership(
                    user=plan.person,
                    organisation=self.organisation,
                    unit=unit,
                    role=role,
                    team=team,
                )
                plan.begun.append(begun)
            elif team and team != now.team:
                field = _("Arbetslag, %(unit)s") % {"unit": unit}
                plan.changes.append(Change(field, str(now.team or ""), team.name))
                now.team = team
                plan.moved.append(now)

    def _ends(self, plan: PersonPlan, unnamed: list[Membership]) -> None:
        ended = [each for each in unnamed if each.role in self.ending]
        if ended and plan.person == self.by:
            problem = _("Du står inte själv med allt du gör här. Dina egna uppdrag avslutas inte.")
            self.remarks.append(Fault(plan.shown, problem))
        else:
            plan.ended = ended


def _of_new(person: Person) -> PersonPlan:
    user = User(
        name=person.name,
        email=person.email or None,
        source_id=person.source_id or None,
        is_protected=person.is_protected,
    )
    return PersonPlan(user, person.shown)


def _name_and_address(plan: PersonPlan, person: Person, user: User) -> None:
    """What the source leaves empty it does not tell, so that stays."""
    if person.name not in ("", user.name):
        plan.values["name"] = person.name
        plan.changes.append(Change(_("Namn"), user.name, person.name))
    if person.email not in ("", user.email):
        plan.values["email"] = person.email
        plan.changes.append(Change(_("E-post"), user.email or "", person.email))


def _protected_elsewhere() -> str:
    return _(
        "Personen har skyddade uppgifter, men arbetar också hos en annan huvudman, så namn och"
        " adress är kvar i portalen. Hör av dig till den som driver den."
    )
