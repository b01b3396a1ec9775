import json
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from portal.imports.records import Unreadable
from portal.imports.register import fetch_units, read_units
from portal.models import Organisation
from portal.terms import SchoolForm
from tests.portal.imports.school_data import NUMBER, register_unit
from tests.portal.imports.services import Register, brief

ELSEWHERE = "5560001234"
FKLASS, GR, GRAN, FTH, VUX = (
    SchoolForm.FKLASS,
    SchoolForm.GR,
    SchoolForm.GRAN,
    SchoolForm.FTH,
    SchoolForm.VUX,
)


def as_bytes(document: object) -> bytes:
    return json.dumps(document).encode()


def bare(code: str, name: str, **fields: Any) -> dict[str, Any]:
    unit = register_unit(code, name, **fields)["data"]
    return {"schoolUnitCode": code} | unit["attributes"]


def told(found: list[Any]) -> list[str]:
    return [f"{fault.where}: {fault.problem}" for fault in found]


@pytest.mark.parametrize(
    "document",
    [
        register_unit("11111111", "Björkskolan"),
        [register_unit("11111111", "Björkskolan")],
        {"data": {"attributes": [bare("11111111", "Björkskolan")]}},
        [bare("11111111", "Björkskolan")],
        [brief([register_unit("11111111", "Björk")]), register_unit("11111111", "Björkskolan")],
        [register_unit("11111111", "Björkskolan"), brief([register_unit("11111111", "Björk")])],
    ],
)
def test_an_answer_is_read_however_it_was_saved(ekby: Organisation, document: object) -> None:
    reading = read_units(as_bytes(document), ekby)
    assert [(unit.code, unit.name, unit.school_forms) for unit in reading.records] == [
        ("11111111", "Björkskolan", (GR,))
    ]
    assert reading.faults == reading.remarks == []
    assert not reading.is_whole


def test_a_list_tells_no_school_forms(ekby: Organisation) -> None:
    document = brief([register_unit("11111111", "Björkskolan")])
    (unit,) = read_units(as_bytes(document), ekby).records
    assert unit.school_forms == ()


@pytest.mark.parametrize(
    ("types", "forms"),
    [
        (["GR", "FKLASS", "OPPFTH"], (FKLASS, GR, FTH)),
        (["GRAN", "gr"], (GR, GRAN)),
        (["VUXSFI", "VUXGY"], (VUX,)),
        (["GR", "NYFORM"], (GR,)),
        (None, ()),
        ("GR", ()),
        ([["GR"], 7, None], ()),
    ],
)
def test_school_types_are_the_forms_of_the_portal(
    ekby: Organisation, types: object, forms: tuple[SchoolForm, ...]
) -> None:
    document = register_unit("11111111", "Björkskolan", schoolTypes=types)
    (unit,) = read_units(as_bytes(document), ekby).records
    assert unit.school_forms == forms


@pytest.mark.parametrize(
    ("status", "closed"), [("AKTIV", [False]), ("VILANDE", [False]), ("UPPHORT", [True])]
)
def test_a_unit_that_has_ceased_is_closed(
    ekby: Organisation, status: str, closed: list[bool]
) -> None:
    document = register_unit("11111111", "Björkskolan", status=status)
    assert [unit.is_closed for unit in read_units(as_bytes(document), ekby).records] == closed


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"status": "PLANERAD"}, "planerad"),
        ({"status": "NYTT"}, "okänd status"),
        ({"status": None}, "okänd status"),
        ({"schoolTypes": ["NYFORM"]}, "Skolformen NYFORM finns inte i portalen"),
    ],
)
def test_a_unit_that_is_not_taken_in_is_told_and_hinders_nothing(
    ekby: Organisation, fields: dict[str, Any], says: str
) -> None:
    reading = read_units(as_bytes(register_unit("11111111", "Björkskolan", **fields)), ekby)
    assert reading.records == reading.faults == []
    (remark,) = told(reading.remarks)
    assert remark.startswith("Björkskolan 11111111: ")
    assert says in remark


@pytest.mark.parametrize(
    ("unit", "says"),
    [
        (bare("1234", "Björkskolan"), "Björkskolan 1234: Skolenhetskod"),
        (bare("１２３４５６７８", "Björkskolan"), "Skolenhetskod"),
        ({"schoolUnitCode": 12345678, "displayName": "Björk"}, "Björk: Skolenhetskod"),
        (bare("12345678", " \x00 "), "12345678: Namnet saknas"),
        ({"schoolUnitCode": None}, "enhet 1: Skolenhetskod"),
    ],
)
def test_a_unit_that_cannot_be_read_is_at_fault(
    ekby: Organisation, unit: dict[str, Any], says: str
) -> None:
    reading = read_units(as_bytes([unit]), ekby)
    assert reading.records == reading.remarks == []
    (fault,) = told(reading.faults)
    assert says in fault


def test_units_of_other_organisers_are_left_out_and_counted(ekby: Organisation) -> None:
    document = [
        register_unit("11111111", "Björkskolan", "212000-1234"),
        register_unit("22222222", "Friskolan", ELSEWHERE),
        register_unit("33333333", "Nya friskolan", ELSEWHERE),
    ]
    reading = read_units(as_bytes(document), ekby)
    assert [unit.code for unit in reading.records] == ["11111111"]
    assert told(reading.remarks) == [
        "Skolenhetsregistret: 2 enheter hör till andra huvudmän och tas inte med."
    ]


def test_another_organisers_file_is_refused(ekby: Organisation) -> None:
    with pytest.raises(Unreadable, match="annan huvudman"):
        read_units(as_bytes(register_unit("22222222", "Friskolan", ELSEWHERE)), ekby)


def test_several_organisers_are_refused_where_the_own_number_is_unknown(
    ekby: Organisation,
) -> None:
    ekby.organisation_number = ""
    own = register_unit("11111111", "Björkskolan")
    assert len(read_units(as_bytes([own]), ekby).records) == 1
    with pytest.raises(Unreadable, match="Lägg in huvudmannens organisationsnummer"):
        read_units(as_bytes([own, register_unit("22222222", "Friskolan", ELSEWHERE)]), ekby)


def test_the_principals_name_is_never_read(ekby: Organisation) -> None:
    assert "Rut Ek" not in repr(read_units(as_bytes(register_unit("11111111", "Björk")), ekby))


def test_a_name_is_one_line_that_can_be_shown(ekby: Organisation) -> None:
    document = register_unit("11111111", "Björk\x00\nskolan \u202e\ud800 norra")
    (unit,) = read_units(as_bytes(document), ekby).records
    assert unit.name == "Björk skolan norra"


def test_units_are_fetched_one_by_one_and_only_the_organisers(
    register: Register, ekby: Organisation
) -> None:
    reading = fetch_units(ekby)
    assert [(unit.name, unit.school_forms, unit.is_closed) for unit in reading.records] == [
        ("Björkskolan", (FKLASS, GR, FTH), False),
        ("Gamla skolan", (), True),
    ]
    assert register.asked == [
        f"/v2/school-units?organization_number={NUMBER}",
        "/v2/school-units/11111111",
    ]


def test_the_register_is_not_asked_without_an_organisation_number(
    register: Register, ekby: Organisation
) -> None:
    ekby.organisation_number = ""
    with pytest.raises(Unreadable, match="organisationsnummer saknas"):
        fetch_units(ekby)
    assert register.asked == []


def test_half_a_register_is_none(register: Register, ekby: Organisation) -> None:
    register.troubles = [200, 500, 500, 500]
    with pytest.raises(Unreadable, match="Skolenhetsregistret har ett fel just nu"):
        fetch_units(ekby)


def test_the_register_is_where_the_installation_says(
    register: Register, ekby: Organisation, settings: Settings
) -> None:
    settings.SCHOOL_REGISTER = register.address + "/"
    assert len(fetch_units(ekby).records) == 2
