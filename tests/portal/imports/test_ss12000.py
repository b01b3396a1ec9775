"""Reading what an SS 12000 service holds, out of a saved file."""

import datetime
import json
from typing import Any

import pytest
from django.utils import timezone

from portal.days import today
from portal.imports.records import StaffReading, StaffRecord, UnitReading, Unreadable
from portal.imports.ss12000 import read_staff, read_units
from portal.terms import UNIT_ROLES, Role, SchoolForm
from tests.portal.imports.school_data import (
    BJORK,
    FORVALTNING,
    NORRA,
    SKOLA,
    TALL,
    duty,
    organisation,
    person,
    school_data,
)

NOW = timezone.now()
YESTERDAY, TODAY, TOMORROW = (
    (today() + datetime.timedelta(days)).isoformat() for days in (-1, 0, 1)
)
Data = dict[str, Any]


@pytest.fixture(autouse=True)
def _still_the_same_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may pass midnight between reading this file and running it."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def data() -> Data:
    return school_data()


def units(data: Data) -> UnitReading:
    return read_units(json.dumps(data).encode())


def staff(data: Data) -> StaffReading:
    return read_staff(json.dumps(data).encode())


def only(data: Data, duty: Data, *others: Data) -> StaffRecord:
    """The record of these duties alone."""
    (record,) = staff(data | {"duties": [duty, *others]}).records
    return record


def told(reading: UnitReading | StaffReading) -> list[str]:
    return [f"{remark.where}: {remark.problem}" for remark in reading.remarks]


def test_school_units_are_read_with_their_area(data: Data) -> None:
    bjork, tall = units(data).records
    assert (bjork.name, bjork.code, bjork.area) == ("Björkskolan", "12345678", "Norra området")
    assert bjork.school_forms == (SchoolForm.FKLASS, SchoolForm.GR, SchoolForm.FTH)
    assert (tall.name, tall.code, tall.school_forms) == ("Tallens förskola", "", (SchoolForm.FS,))
    assert [bjork.is_closed, tall.is_closed] == [False, False]


@pytest.mark.parametrize("wrap", [lambda each: each, lambda each: {"data": each}])
def test_a_file_holds_lists_bare_or_as_they_were_answered(data: Data, wrap: Any) -> None:
    saved = {name: wrap(each) for name, each in data.items()}
    assert len(units(saved).records) == 2
    assert len(staff(saved).records) == 5


def test_the_saved_answer_of_organisations_is_enough_for_units(data: Data) -> None:
    assert len(units({"data": data["organisations"], "pageToken": None}).records) == 2


@pytest.mark.parametrize(
    ("types", "form"),
    [
        ("GRS", SchoolForm.GRAN),
        ("TR", SchoolForm.GRAN),
        ("GYS", SchoolForm.GYAN),
        ("FSK", SchoolForm.FKLASS),
        ("SARVUXGR", SchoolForm.VUX),
        ("SFI", SchoolForm.VUX),
    ],
)
def test_older_school_types_are_known(data: Data, types: str, form: SchoolForm) -> None:
    data["organisations"][3]["schoolTypes"] = [types]
    assert units(data).records[0].school_forms == (form,)


@pytest.mark.parametrize(
    ("fields", "closed"),
    [({"endDate": YESTERDAY}, True), ({"endDate": TODAY}, False), ({"endDate": None}, False)],
)
def test_a_unit_is_closed_when_its_last_day_has_passed(
    data: Data, fields: Data, closed: bool
) -> None:
    data["organisations"][3] |= fields
    assert units(data).records[0].is_closed is closed


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"startDate": TOMORROW}, "Björkskolan: Enheten har inte startat"),
        ({"schoolTypes": ["KKU"]}, "Björkskolan: Skolformen KKU finns inte i portalen"),
    ],
)
def test_a_unit_that_is_not_taken_in_takes_its_staff_with_it(
    data: Data, fields: Data, says: str
) -> None:
    data["organisations"][3] |= fields
    reading = units(data)
    assert [unit.name for unit in reading.records] == ["Tallens förskola"]
    assert says in told(reading)[0]
    assert {each.unit_name for each in staff(data).records} == {"Tallens förskola"}
    assert told(staff(data))[0].startswith("Björkskolan: 3 tjänster ligger inte på en enhet")


def test_nobody_works_at_a_unit_that_has_closed(data: Data) -> None:
    data["organisations"][3]["endDate"] = YESTERDAY
    assert {each.unit_name for each in staff(data).records} == {"Tallens förskola"}


def test_a_code_that_is_none_is_told_and_left_out(data: Data) -> None:
    data["organisations"][3]["schoolUnitCode"] = "DS01"
    reading = units(data)
    assert reading.records[0].code == ""
    assert told(reading) == [
        "Björkskolan: Koden DS01 är ingen skolenhetskod, så enheten tas med utan kod."
    ]


def test_a_school_is_a_unit_only_where_it_is_not_divided(data: Data) -> None:
    school = organisation(SKOLA, "Björkskolan hela", "Skola", NORRA, schoolTypes=["GR"])
    data["organisations"].append(school)
    assert "Björkskolan hela" in [unit.name for unit in units(data).records]
    data["organisations"][3]["parentOrganisation"] = {"id": SKOLA}
    assert "Björkskolan hela" not in [unit.name for unit in units(data).records]
    assert only(data, duty("d", "p-tea", SKOLA, "Lärare")).unit_name == "Björkskolan"
    data["organisations"][4]["parentOrganisation"] = {"id": SKOLA}
    with pytest.raises(Unreadable):
        only(data, duty("d", "p-tea", SKOLA, "Lärare"))


def test_organisations_in_a_ring_have_no_area(data: Data) -> None:
    data["organisations"][2] = organisation(NORRA, "Norra", "Förvaltning", NORRA)
    assert units(data).records[0].area == ""
    data["organisations"][2] = organisation(NORRA, "Norra", "Förvaltning", BJORK)
    assert units(data).records[0].area == ""


def test_a_service_that_tells_no_types_is_read_by_the_codes(data: Data) -> None:
    for each in data["organisations"]:
        del each["organisationType"]
    assert [unit.name for unit in units(data).records] == ["Björkskolan", "Tallens förskola"]


def test_staff_is_read_by_duty(data: Data) -> None:
    reading = staff(data)
    rut, _, tea, kim, _ = reading.records
    assert (rut.name, rut.email, rut.role) == ("Rut Ek", "rut@ekby.example", Role.REKTOR)
    assert (rut.unit_code, rut.unit_name) == ("12345678", "Björkskolan")
    assert (rut.source_id, rut.where) == ("p-rut", "Rut Ek, Rektor")
    assert (tea.role, tea.duty) == (Role.UNDERVISNING, "Lärare")
    assert (kim.role, kim.duty) == ("", "Kurator")
    assert reading.faults == reading.remarks == []
    assert reading.roles == UNIT_ROLES


@pytest.mark.parametrize("marking", ["Sekretessmarkering", "Skyddad folkbokföring", "Ny", True, []])
@pytest.mark.parametrize("is_marked", ["persons", "duties"])
def test_nothing_but_the_id_of_a_marked_person_leaves_the_reader(
    data: Data, marking: object, is_marked: str
) -> None:
    record = only(data, duty("d", "p-tea", BJORK, "Lärare"))
    assert (record.name, record.is_protected) == ("Tea Alm", False)
    marked = duty("d", "p-tea", BJORK, "Lärare")
    if is_marked == "persons":
        data["persons"][1]["securityMarking"] = marking
    else:
        marked["person"]["securityMarking"] = marking
    record = only(data, marked)
    assert record.is_protected
    assert record.source_id == "p-tea"
    assert record.role == Role.UNDERVISNING
    for secret in ("Tea", "Alm", "ekby.example"):
        assert secret not in repr(record)


@pytest.mark.parametrize("marking", ["Ingen", "", None, False])
def test_who_has_no_marking_is_not_protected(data: Data, marking: object) -> None:
    data["persons"][1]["securityMarking"] = marking
    assert not only(data, duty("d", "p-tea", BJORK, "Lärare")).is_protected


def test_a_marked_person_may_stand_in_the_duty_alone(data: Data) -> None:
    hidden = duty("d", "p-dold", BJORK, "Lärare")
    hidden["person"] |= {"securityMarking": "Sekretessmarkering", "displayName": "Dold Person"}
    record = only(data, hidden)
    assert (record.source_id, record.name, record.is_protected) == ("p-dold", "", True)
    with pytest.raises(Unreadable):
        only(data | {"deletedEntities": ["p-dold"]}, hidden)


@pytest.mark.parametrize(
    ("emails", "chosen"),
    [
        ([("Privat", "a@hem.example"), ("Arbete övrigt", "b@jobb.example")], "b@jobb.example"),
        ([("Arbete övrigt", "a@jobb.example"), ("Skola personal", "b@x.example")], "b@x.example"),
        ([("", "a@jobb.example")], "a@jobb.example"),
        ([("Skola personal", "inte en adress"), ("Arbete", "b@x.example")], "b@x.example"),
        ([("Privat", "a@hem.example")], ""),
        ([("Skola elev", "a@elev.example")], ""),
        ([], ""),
    ],
)
def test_only_a_work_address_is_taken(
    data: Data, emails: list[tuple[str, str]], chosen: str
) -> None:
    data["persons"][1] = person("p-tea", "Tea", "Alm", *emails)
    assert only(data, duty("d", "p-tea", BJORK, "Lärare")).email == chosen


def test_who_has_no_work_address_is_counted(data: Data) -> None:
    data["persons"][0]["emails"] = []
    assert told(staff(data)) == ["E-post: 1 person har ingen e-postadress för arbetet i källan."]


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({"endDate": YESTERDAY}, 4),
        ({"endDate": TODAY}, 5),
        ({"startDate": TOMORROW}, 4),
        ({"startDate": TODAY}, 5),
        ({"startDate": f"{TODAY}T00:00:00+01:00"}, 5),
        ({"startDate": None, "endDate": "snart"}, 5),
    ],
)
def test_a_duty_counts_from_its_first_day_to_its_last(data: Data, fields: Data, count: int) -> None:
    data["duties"][2] |= fields
    assert len(staff(data).records) == count


def test_several_duties_of_the_same_role_are_one_record(data: Data) -> None:
    lower = duty("d-1", "p-tea", BJORK, "Lärare")
    assert only(data, lower, duty("d-2", "p-tea", BJORK, "Förstelärare")).duty == "Lärare"
    at_both = [lower, duty("d-2", "p-tea", TALL, "Lärare")]
    assert len(staff(data | {"duties": at_both}).records) == 2


def test_duties_elsewhere_and_without_a_person_are_told(data: Data) -> None:
    data["duties"] += [
        duty("d-6", "p-kim", FORVALTNING, "Skoladministratör"),
        duty("d-7", "p-tea", FORVALTNING, "Annan personal"),
        duty("d-8", "p-okand", BJORK, "Lärare"),
        duty("d-9", "p-kim", "o-okand", "Kurator"),
    ]
    reading = staff(data)
    assert len(reading.records) == 5
    assert told(reading) == [
        "Utbildningsförvaltningen: 2 tjänster ligger inte på en enhet i portalen och tas inte med.",
        "o-okand: 1 tjänst ligger inte på en enhet i portalen och tas inte med.",
        "Björkskolan: 1 tjänst saknar person i källan och tas inte med.",
    ]


@pytest.mark.parametrize(
    "deleted",
    [
        {"persons": ["p-rut"], "duties": ["d-3"]},
        {"data": {"persons": ["p-rut"], "duties": ["d-3"]}, "pageToken": None},
        [{"entityType": "Person", "id": "p-rut"}, {"entityType": "Duty", "id": "d-3"}],
        {"data": [{"id": "p-rut"}, {"id": "d-3"}]},
        ["p-rut", "d-3"],
    ],
)
def test_what_has_been_deleted_is_not_read(data: Data, deleted: object) -> None:
    records = staff(data | {"deletedEntities": deleted}).records
    assert [each.source_id for each in records] == ["p-kim", "p-hemlig"]


def test_the_personal_number_is_never_read(data: Data) -> None:
    assert "198001019999" not in repr(staff(data))


@pytest.mark.parametrize("missing", ["organisations", "persons", "duties"])
def test_a_file_without_a_list_is_refused(data: Data, missing: str) -> None:
    del data[missing]
    with pytest.raises(Unreadable, match=f"Listan {missing} saknas"):
        staff(data)


def test_a_source_without_any_duty_lets_nobody_go(data: Data) -> None:
    data["duties"] = []
    with pytest.raises(Unreadable, match="ingen tjänst"):
        staff(data)


def test_a_source_without_any_unit_is_refused(data: Data) -> None:
    with pytest.raises(Unreadable, match="ingen skolenhet"):
        units(data | {"organisations": data["organisations"][:3]})


def test_what_breaks_the_standard_is_at_fault(data: Data) -> None:
    data["organisations"][4]["displayName"] = None
    data["persons"] += ["Tea Alm", {"givenName": "Tea"}]
    data["duties"].append(duty("d-6", "p-tea", BJORK, ""))
    assert [fault.where for fault in units(data).faults] == [TALL]
    assert [(fault.where, fault.problem) for fault in staff(data).faults] == [
        ("persons", "2 poster har inget id. Be den som sköter källan att rätta dem."),
        ("d-6", "Tjänsten saknar roll. Lägg in den i källan."),
    ]
