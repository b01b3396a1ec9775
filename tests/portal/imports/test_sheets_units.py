"""Units out of a sheet: which columns, and what is wrong with a row."""

import pytest

from portal.imports.sheets.columns import COLUMNS, UNITS
from portal.models import Unit
from portal.terms import SchoolForm
from tests.portal.imports.sheets import refusal, told, units_sheet

HEADINGS = "Enhet;Skolenhetskod;Skolform;Område"
BJORK = "Björkskolan;12345678;Grundskola;Norra"


def sheet(*rows: str, headings: str = HEADINGS) -> str:
    return "\n".join([headings, *rows])


def forms_of(text: str) -> tuple[str, ...]:
    [record] = units_sheet(sheet(f'Björkskolan;;"{text}";')).records
    return record.school_forms


def test_a_row_is_a_unit() -> None:
    reading = units_sheet(sheet(BJORK, "Tallens förskola;;Förskola;"))
    bjork, tall = reading.records
    assert (bjork.where, bjork.name, bjork.code) == ("rad 2", "Björkskolan", "12345678")
    assert (bjork.school_forms, bjork.area) == ((SchoolForm.GR,), "Norra")
    assert (tall.code, tall.school_forms, tall.area) == ("", (SchoolForm.FS,), "")
    assert reading.is_whole


@pytest.mark.parametrize(
    "headings",
    [
        "Namn;Kod;Skolformer;Rektorsområde",
        "Skolenhet;SKOLENHETS-KOD;Skolform(er);omrade",
        "name;code;school forms;area",
    ],
)
def test_columns_go_by_their_usual_names(headings: str) -> None:
    assert units_sheet(sheet(BJORK, headings=headings)) == units_sheet(sheet(BJORK))


def test_the_name_is_all_that_is_needed() -> None:
    [record] = units_sheet("Enhet\nBjörkskolan").records
    assert (record.name, record.school_forms) == ("Björkskolan", ())
    assert "saknar kolumn för: Enhet" in refusal(UNITS, "Skolform;Kod\nGR;12345678")


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("GR", (SchoolForm.GR,)),
        ("gr, fth", (SchoolForm.GR, SchoolForm.FTH)),
        ("Fritids; F-klass / Grundskolan", (SchoolForm.FKLASS, SchoolForm.GR, SchoolForm.FTH)),
        ("Förskoleklass och grundskola samt fritidshem", ("FKLASS", "GR", "FTH")),
        ("Anpassad grundskola", (SchoolForm.GRAN,)),
        ("grundsärskola", (SchoolForm.GRAN,)),
        ("Gymnasium\nGymnasiesärskola", (SchoolForm.GY, SchoolForm.GYAN)),
        ("Komvux, SFI", (SchoolForm.VUX,)),
        ("Förskola, förskola", (SchoolForm.FS,)),
        ("Preschool and preschool class", (SchoolForm.FS, SchoolForm.FKLASS)),
        ("Sameskola, specialskola", (SchoolForm.SP, SchoolForm.SAM)),
        ("", ()),
    ],
)
def test_school_forms_are_read_by_code_and_by_name(text: str, forms: tuple[str, ...]) -> None:
    assert forms_of(text) == forms


def test_every_school_form_goes_by_the_name_that_the_portal_gives_it() -> None:
    for form in SchoolForm:
        assert forms_of(str(form.label)) == (form,)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (";12345679;GR;", "rad 3, kolumn Enhet: Namnet saknas"),
        ("Granskolan;;Grundskola, balett;", "kolumn Skolform: balett är ingen skolform"),
        ("Granskolan;1234;GR;", "kolumn Skolenhetskod: Koden har färre än åtta siffror"),
        (f"Granskolan;;GR;{'o' * 81}", "kolumn Område: Texten är för lång. Skriv högst 80 tecken"),
        (f"{'G' * 151};;GR;", "kolumn Enhet: Texten är för lång. Skriv högst 150 tecken"),
        ("Granskolan;12345678;GR;", "kolumn Skolenhetskod: Samma enhet står också på rad 2"),
        ("björkskolan;;GR;", "kolumn Enhet: Samma enhet står också på rad 2"),
    ],
)
def test_a_fault_tells_its_row_and_column_and_what_to_do(row: str, says: str) -> None:
    reading = units_sheet(sheet(BJORK, row))
    assert says in told(reading.faults)
    assert (len(reading.faults), len(reading.records)) == (1, 1)


def test_rows_that_are_the_same_are_read_once_with_a_remark() -> None:
    reading = units_sheet(sheet(BJORK, BJORK))
    assert (len(reading.records), reading.faults) == (1, [])
    assert told(reading.remarks) == "rad 3: Raden är likadan som rad 2 och läses en gång."


def test_two_schools_in_one_building_may_share_a_name() -> None:
    reading = units_sheet(sheet(BJORK, BJORK.replace("12345678", "12345679")))
    assert (len(reading.records), reading.faults) == (2, [])


def test_a_list_of_people_is_never_read_as_units() -> None:
    assert "ut att ha personal" in refusal(UNITS, "Namn;Skolenhetskod;Roll\nTea;12345678;Lärare")


def test_texts_are_no_longer_than_there_is_room_for() -> None:
    longest = {column.slug: column.longest for column in COLUMNS[UNITS]}
    assert longest["unit"] == Unit._meta.get_field("name").max_length
    assert longest["area"] == Unit._meta.get_field("area").max_length
