"""Units out of a table, each row once."""

from dataclasses import replace

from django.utils.translation import gettext as _

from portal.imports.kinds import UNITS
from portal.imports.records import Fault, UnitReading, UnitRecord
from portal.imports.sheets import notes
from portal.imports.sheets.entry import Entry, entries
from portal.imports.sheets.table import Table
from portal.imports.sheets.words import forms_in


def units_in(table: Table) -> UnitReading:
    reading = UnitReading(faults=list(notes.doubles(table)))
    found, examples = entries(UNITS, table, reading.faults)
    known: dict[str, UnitRecord] = {}
    for entry in found:
        record = _record(entry)
        if not entry.wrong and _is_new(entry, record, known, reading.remarks):
            reading.records.append(record)
    reading.remarks.extend(notes.remarks(table, examples))
    return replace(reading, faults=notes.bounded(reading.faults))


def _record(entry: Entry) -> UnitRecord:
    name = entry.text("unit")
    if entry.is_empty("unit"):
        entry.fault("unit", _("Namnet saknas. Fyll i det."))
    forms, unknown = forms_in(entry.text("forms", line_break=";"))
    if unknown:
        problem = _(
            "%(words)s är ingen skolform som portalen känner. Skriv till exempel Förskola,"
            " Grundskola eller Fritidshem, med komma emellan."
        )
        entry.fault("forms", problem % {"words": ", ".join(unknown)[:80]})
    return UnitRecord(entry.where, name, entry.code("code"), forms, entry.text("area"))


def _is_new(
    entry: Entry, record: UnitRecord, known: dict[str, UnitRecord], remarks: list[Fault]
) -> bool:
    """Two units may share a name if each has its code: two schools in one building."""
    name = record.name.casefold()
    same = known.get(record.code) if record.code else None
    namesake = known.get(name)
    if namesake and not (record.code and namesake.code):
        same = same or namesake
    if same is None:
        known.setdefault(name, record)
        known |= {record.code: record} if record.code else {}
        return True
    if replace(same, where="") == replace(record, where=""):
        problem = _("Raden är likadan som %(where)s och läses en gång.")
        remarks.append(Fault(record.where, problem % {"where": same.where}))
        return False
    problem = _(
        "Samma enhet står också på %(where)s, med andra uppgifter. Ta bort den ena raden, eller"
        " rätta koden om det är olika enheter."
    )
    entry.fault(
        "code" if same.code == record.code != "" else "unit", problem % {"where": same.where}
    )
    return False
