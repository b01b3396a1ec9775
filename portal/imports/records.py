"""What every source of units and staff is read into, whether a file, a register or SS 12000."""

from dataclasses import dataclass, field

from portal.terms import Role


class Unreadable(Exception):
    """Nothing could be read; the message says why, and what the person can do now."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a source. `where` is "rad 7, kolumn E-post" or an object's id."""

    where: str
    problem: str


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """A unit as a source tells of it. `code` is empty where there is none, as for preschools.

    `school_forms` is empty where the source does not tell: a known unit keeps its own, and a new
    one is at fault.
    """

    where: str
    name: str
    code: str = ""
    school_forms: tuple[str, ...] = ()
    area: str = ""
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class StaffRecord:
    """One role of one person at one place; somebody with two roles is in two records.

    `role` is empty where the source's own word (`duty`) does not decide it, and is then asked.
    The unit is named by its code where the source has one, else by its name; neither for roles at
    huvudman level. `source_id` is the person's identity in SS 12000. A protected person has a
    security marking: neither name nor address is ever stored.
    """

    where: str
    name: str = ""
    email: str = ""
    role: Role | str = ""
    duty: str = ""
    unit_code: str = ""
    unit_name: str = ""
    team: str = ""
    source_id: str = ""
    is_protected: bool = False


@dataclass(frozen=True, slots=True)
class UnitReading:
    """`remarks` tell what was not taken in and why; they hinder nothing, as faults do.

    A reading is whole when a unit that it does not name is gone. Skolenhetsregistret never is: it
    knows no preschools.
    """

    records: list[UnitRecord] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class StaffReading:
    """`roles` are those that the source knows of: who holds another role and is not named stays."""

    records: list[StaffRecord] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)
    roles: tuple[Role, ...] = tuple(Role)
