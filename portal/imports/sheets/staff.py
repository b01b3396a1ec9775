"""Staff out of a table: each row is one role of one person at one place."""

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from portal.imports.kinds import STAFF
from portal.imports.records import Fault, StaffReading, StaffRecord
from portal.imports.sheets import notes
from portal.imports.sheets.entry import Entry, entries
from portal.imports.sheets.table import Table
from portal.imports.sheets.words import role_in
from portal.terms import HUVUDMAN_ROLES, UNIT_ROLES, Role


def staff_in(table: Table) -> StaffReading:
    reading = StaffReading(faults=list(notes.doubles(table)))
    found, examples = entries(STAFF, table, reading.faults)
    known = Known()
    for entry in found:
        record = _record(entry)
        if not entry.wrong and known.is_new(entry, record, reading.remarks):
            reading.records.append(record)
    reading.remarks.extend(notes.remarks(table, examples))
    return replace(reading, faults=notes.bounded(reading.faults))


def _record(entry: Entry) -> StaffRecord:
    role, word = _role(entry)
    record = StaffRecord(
        where=entry.where,
        name=_name(entry),
        email=entry.email("email"),
        role=role,
        duty=word,
        unit_code=entry.code("code"),
        unit_name=entry.text("unit"),
        team=entry.text("team"),
    )
    _check_place(entry, role)
    return record


def _name(entry: Entry) -> str:
    parts = [entry.text("given"), entry.text("family")]
    name = entry.text("name") or " ".join(filter(None, parts))
    columns = ("name", "given", "family")
    if all(entry.is_empty(slug) for slug in columns):
        heading = next(slug for slug in columns if slug in entry.table.columns)
        entry.fault(heading, _("Namnet saknas. Fyll i det."))
    elif len(name) > entry.columns["name"].longest:
        entry.fault("given", _("Namnet är för långt. Förkorta det."))
    return name


def _role(entry: Entry) -> tuple[Role | str, str]:
    """The role and the word for it. An administrator at work is not yet one of the portal's."""
    word, duty = entry.text("role"), entry.text("duty")
    by_duty = role_in(duty)
    role = role_in(word) or ("" if by_duty == Role.ADMIN else by_duty)
    columns = [slug for slug in ("role", "duty") if slug in entry.table.columns]
    if columns and all(entry.is_empty(slug) for slug in columns):
        entry.fault(columns[0], _("Rollen saknas. Fyll i den."))
    return role, word or duty


def _check_place(entry: Entry, role: Role | str) -> None:
    named = [slug for slug in ("unit", "code") if not entry.is_empty(slug)]
    if role in UNIT_ROLES and not named:
        problem = _("Rollen %(role)s hör till en enhet. Fyll i enheten.")
        heading = "unit" if "unit" in entry.table.columns else "code"
        entry.fault(heading, problem % {"role": Role(role).label})
    elif role == Role.ADMIN and named:
        problem = _(
            "En administratör sköter hela portalen för huvudmannen. Lämna enheten tom om det är"
            " rätt. Skriv annars ett annat ord, till exempel Skoladministratör."
        )
        entry.fault(named[0], problem)
    elif role in HUVUDMAN_ROLES and named:
        problem = _("Rollen %(role)s gäller hela huvudmannen. Lämna enheten tom.")
        entry.fault(named[0], problem % {"role": Role(role).label})


@dataclass(slots=True)
class Known:
    """The rows that have been read, by what a later one could repeat or contradict."""

    by_email: dict[str, StaffRecord] = field(default_factory=dict)
    by_code: dict[str, StaffRecord] = field(default_factory=dict)
    rows: dict[StaffRecord, str] = field(default_factory=dict)

    def is_new(self, entry: Entry, record: StaffRecord, remarks: list[Fault]) -> bool:
        """Whoever has no address may have a namesake, so such rows are never the same."""
        row = replace(record, where="", duty="" if record.role else record.duty.casefold())
        if record.email and row in self.rows:
            problem = _("Raden är likadan som %(where)s och läses en gång.")
            remarks.append(Fault(record.where, problem % {"where": self.rows[row]}))
            return False
        self.rows[row] = record.where
        self._check_name(entry, record)
        self._check_unit(entry, record)
        return not entry.wrong

    def _check_name(self, entry: Entry, record: StaffRecord) -> None:
        other = self.by_email.setdefault(record.email, record)
        if record.email and other.name.casefold() != record.name.casefold():
            problem = _(
                "Adressen står också på %(where)s, med ett annat namn. Ge var och en sin egen"
                " adress, eller skriv namnet likadant om det är samma person."
            )
            entry.fault("email", problem % {"where": other.where})

    def _check_unit(self, entry: Entry, record: StaffRecord) -> None:
        if not (record.unit_code and record.unit_name):
            return
        other = self.by_code.setdefault(record.unit_code, record)
        if other.unit_name.casefold() != record.unit_name.casefold():
            problem = _(
                "Koden står också på %(where)s, med ett annat namn på enheten. Rätta koden, eller"
                " skriv namnet likadant."
            )
            entry.fault("code", problem % {"where": other.where})
