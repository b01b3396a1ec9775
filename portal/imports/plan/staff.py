"""What reading in staff would change, found without changing anything."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from portal.imports.plan.comparing import Units
from portal.imports.plan.differences import Differences, PersonPlan
from portal.imports.plan.knowing import recognise, who_is_here
from portal.imports.plan.people import Question, gathered, questions_in
from portal.imports.records import Fault, StaffReading
from portal.models import Membership, Organisation, Team, User
from portal.terms import Role

# More than a fifth of those in the source's roles, and somebody may have taken the wrong file.
MANY = 5
MOST_DUTIES = 50


@dataclass(slots=True)
class StaffPlan:
    """Nothing is compared while something is at fault, or a question has no answer."""

    new: list[PersonPlan] = field(default_factory=list)
    changed: list[PersonPlan] = field(default_factory=list)
    leaving: list[PersonPlan] = field(default_factory=list)
    unchanged: int = 0
    teams: list[Team] = field(default_factory=list)
    ends_many: bool = False
    questions: list[Question] = field(default_factory=list)
    is_unanswered: bool = False
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.leaving)

    @property
    def people(self) -> list[PersonPlan]:
        return [*self.new, *self.changed, *self.leaving]

    @property
    def ended(self) -> list[Membership]:
        return [membership for each in self.people for membership in each.ended]

    @property
    def new_administrators(self) -> list[str]:
        begun = ((each.shown, membership.role) for each in self.people for membership in each.begun)
        return [shown for shown, role in begun if role == Role.ADMIN]

    def outcome(self) -> object:
        """All that would be written, so that two plans can be told apart."""
        return [each.outcome() for each in self.people]


def plan_staff(
    reading: StaffReading, organisation: Organisation, by: User, decided: Mapping[str, str]
) -> StaffPlan:
    plan = StaffPlan(faults=list(reading.faults), remarks=list(reading.remarks))
    plan.questions = questions_in(reading.records)
    plan.is_unanswered = any(each.key not in decided for each in plan.questions)
    if len(plan.questions) > MOST_DUTIES:
        plan.faults.append(Fault(_("Roll"), _too_many_duties()))
    units = Units(organisation.units.all())
    people, faults, remarks = gathered(reading.records, units, decided)
    here = who_is_here(organisation, people)
    plan.faults += faults + recognise(people, here)
    plan.remarks += remarks
    if not (plan.faults or plan.is_unanswered):
        roles = {role for person in people for _unit, role in person.places}
        differences = Differences(organisation, here, roles & set(reading.roles), by)
        for person in people:
            _sort_in(plan, differences.of(person))
        for each in differences.of_unnamed():
            if each:
                _sort_in(plan, each)
        plan.teams = differences.teams.new
        plan.remarks += differences.remarks
        at_stake = sum(1 for each in here.held if each.role in differences.ending)
        plan.ends_many = len(plan.ended) * MANY > at_stake
    return plan


def _sort_in(plan: StaffPlan, each: PersonPlan) -> None:
    if each.is_new:
        plan.new.append(each)
    elif each.leaves:
        plan.leaving.append(each)
    elif each:
        plan.changed.append(each)
    else:
        plan.unchanged += 1


def _too_many_duties() -> str:
    return _(
        "Källan har fler än %(most)s olika roller som portalen inte känner igen. Skriv Rektor,"
        " Undervisning eller Huvudman i kolumnen för roll."
    ) % {"most": MOST_DUTIES}
