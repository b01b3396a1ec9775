"""Staff out of a sheet: which columns, and what is wrong with a row."""

import pytest

from portal.imports.sheets import notes
from portal.imports.sheets.columns import COLUMNS, STAFF
from portal.models import Team, Unit, User
from portal.terms import Role
from tests.portal.imports.sheets import people, refusal, staff_sheet, told

HEADINGS = "Namn;E-post;Enhet;Skolenhetskod;Roll;Arbetslag"
TEA = "Tea Ek;tea@x.example;Björkskolan;12345678;Lärare;Lag 1"


def sheet(*rows: str, headings: str = HEADINGS) -> str:
    return "\n".join([headings, *rows])


def fault_in(*rows: str) -> str:
    """The only fault of a sheet with a sound row before these."""
    reading = staff_sheet(sheet(TEA, *rows))
    assert len(reading.faults) == 1
    assert len(reading.records) == len(rows)
    return told(reading.faults)


def test_a_row_is_one_role_of_one_person_at_one_place() -> None:
    [record] = staff_sheet(sheet(TEA)).records
    assert (record.where, record.name, record.email) == ("rad 2", "Tea Ek", "tea@x.example")
    assert (record.unit_name, record.unit_code) == ("Björkskolan", "12345678")
    assert (record.role, record.duty, record.team) == (Role.UNDERVISNING, "Lärare", "Lag 1")


@pytest.mark.parametrize(
    "headings",
    [
        "Namn;Mejladress;Skola;Skolkod;Nivå;Lag",
        "NAMN;E - POST;ENHET;SKOLENHETSKOD;ROLL;ARBETSLAG",
        "Name;Email;Unit;Code;Role;Team",
        "Full name;E-mail address;School;School unit code;Job title;Work team",
        "Medarbetare;epostadress;Arbetsplats;Kod;Befattning;Arbetslagsnamn",
    ],
)
def test_columns_go_by_their_usual_names_in_swedish_and_english(headings: str) -> None:
    assert staff_sheet(sheet(TEA, headings=headings)).records == staff_sheet(sheet(TEA)).records


def test_columns_stand_in_any_order_and_names_may_be_in_two() -> None:
    text = sheet("Lärare;Ek;Björkskolan;x;Tea", headings="Tjänst;Efternamn;Enhet;Mejl;Förnamn")
    reading = staff_sheet(text.replace(";x;", ";tea@x.example;"))
    assert people(reading) == [("Tea Ek", "tea@x.example")]


def test_what_is_not_read_is_told() -> None:
    reading = staff_sheet(sheet(f"{TEA};070-1;Ekby", headings=f"{HEADINGS};Telefon;Ort"))
    assert told(reading.remarks) == "Kolumner: Kolumnerna läses inte: Telefon, Ort."


@pytest.mark.parametrize("heading", ["Personnummer", "PERSONNR", "Person-nummer", "Pnr (12)"])
def test_a_personnummer_is_never_read(heading: str) -> None:
    reading = staff_sheet(sheet(f"{TEA};19800101-1234", headings=f"{HEADINGS};{heading}"))
    assert told(reading.remarks).startswith(f"kolumn {heading}: Personnummer läses aldrig.")
    assert "1234" not in repr(reading).replace("12345678", "")


@pytest.mark.parametrize("number", ["198001011234", "800101-1234", "19800161-1234", "800101+1234"])
def test_a_personnummer_in_another_column_is_told_and_not_repeated(number: str) -> None:
    reading = staff_sheet(sheet(f"Bo {number};;Björkskolan;;Lärare;"))
    assert "rad 2, kolumn Namn: Det ser ut som ett personnummer" in told(reading.faults)
    assert number not in repr(reading)


def test_a_number_that_is_no_day_is_not_taken_for_a_personnummer() -> None:
    assert staff_sheet(sheet("Bo;;Skola 2120001234;;Lärare;")).records


def test_a_missing_column_is_told_with_those_that_are_there() -> None:
    says = refusal(STAFF, sheet("Tea;Lärare;x", headings="Namn;Roll;Mejl hem"))
    assert "saknar kolumn för: E-post; Enhet eller Skolenhetskod." in says
    assert "Namn, Roll, Mejl hem" in says


def test_columns_that_mean_the_same_are_told_by_their_places() -> None:
    reading = staff_sheet(sheet(f"{TEA};t@y.example", headings=f"{HEADINGS};Mejl"))
    assert told(reading.faults).startswith(
        "rad 1, kolumn B och G: Båda kolumnerna läses som E-post"
    )


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("rektor", Role.REKTOR),
        ("Rektorsnivån", Role.REKTOR),
        ("Biträdande rektor", Role.REKTOR),
        ("Deputy principal", Role.REKTOR),
        ("UNDERVISNING", Role.UNDERVISNING),
        ("Undervisningsnivå", Role.UNDERVISNING),
        ("Förskollärare", Role.UNDERVISNING),
        ("preschool teacher", Role.UNDERVISNING),
        ("Kurator", ""),
        ("Skoladministratör", ""),
    ],
)
def test_the_word_for_a_role_decides_it_or_is_kept_to_be_asked(word: str, role: str) -> None:
    [record] = staff_sheet(sheet(f"Bo;;Skolan;;{word};")).records
    assert (record.role, record.duty) == (role, word)


def test_roles_at_huvudman_level_have_no_unit() -> None:
    rows = ["Siri;s@x.example;;;Huvudman;", "Agnes;a@x.example;;;Administratör;"]
    records = staff_sheet(sheet(*rows)).records
    assert [record.role for record in records] == [Role.HUVUDMAN, Role.ADMIN]


def test_a_duty_never_makes_anybody_administrator_of_the_portal() -> None:
    row, headings = "Bo;b@x.example;;Administratör", "Namn;E-post;Enhet;Befattning"
    [record] = staff_sheet(sheet(row, headings=headings)).records
    assert (record.role, record.duty) == ("", "Administratör")


def test_the_duty_decides_where_the_role_does_not() -> None:
    headings = "Namn;E-post;Enhet;Roll;Befattning"
    [record] = staff_sheet(sheet("Bo;;Skolan;;Rektor", headings=headings)).records
    assert (record.role, record.duty) == (Role.REKTOR, "Rektor")


def test_without_a_column_for_roles_they_are_asked() -> None:
    [record] = staff_sheet(sheet("Bo;;Skolan", headings="Namn;E-post;Enhet")).records
    assert (record.role, record.duty) == ("", "")


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (";b@x.example;Skolan;;Lärare;", "rad 3, kolumn Namn: Namnet saknas"),
        ("Bo;b@x.example;Skolan;;;", "rad 3, kolumn Roll: Rollen saknas"),
        ("Bo;b@x.example;;;Lärare;", "rad 3, kolumn Enhet: Rollen Undervisning hör till en enhet"),
        ("Bo;b@x.example;Skolan;;Huvudman;", "rad 3, kolumn Enhet: Rollen Huvudman gäller hela"),
        ("Bo;b@x.example;;12345679;Huvudman;", "kolumn Skolenhetskod: Rollen Huvudman gäller"),
        ("Bo;b@x.example;Skolan;;Administratör;", "kolumn Enhet: En administratör sköter hela"),
        ("Bo;bo(at)x.example;Skolan;;Lärare;", "rad 3, kolumn E-post: Det är ingen e-postadress"),
        ("Bo;bo@x;Skolan;;Lärare;", "Det är ingen e-postadress"),
        ("Bo;b@x.example,c@x.example;Skolan;;Lärare;", "Det är ingen e-postadress"),
        ("Bo;bо@x.example;Skolan;;Lärare;", "Tecknet о (U+043E) kan inte stå i adressen"),
        ("Bo;åke@x.example;Skolan;;Lärare;", "Tecknet å (U+00E5)"),
        ("Bo;bo@mallen.example;Skolan;;Lärare;", "Adressen är mallens exempel"),
        (f"Bo;{'b' * 250}@x.example;Skolan;;Lärare;", "högst 254 tecken"),
        (f"{'B' * 151};;Skolan;;Lärare;", "högst 150 tecken"),
        (f"Bo;;Skolan;;Lärare;{'L' * 101}", "kolumn Arbetslag: Texten är för lång"),
        ("B\u202eo;;Skolan;;Lärare;", "tecken som inte syns (U+202E)"),
        ("B\x07o;;Skolan;;Lärare;", "tecken som inte syns (U+0007)"),
        ("Bo;b\u200b@x.example;Skolan;;Lärare;", "kolumn E-post: Texten har ett tecken"),
        ("Bo;;Skolan;1234567;Lärare;", "färre än åtta siffror"),
        ("Bo;;Skolan;123456789;Lärare;", "har åtta siffror"),
        ("Bo;;Skolan;１２３４５６７８;Lärare;", "har åtta siffror"),
    ],
)
def test_a_fault_tells_its_row_and_column_and_what_to_do(row: str, says: str) -> None:
    assert says in fault_in(row)


def test_all_that_is_wrong_with_a_row_is_told_at_once() -> None:
    reading = staff_sheet(sheet("Bo;b@;;1;Lärare;"))
    assert [fault.where for fault in reading.faults] == [
        "rad 2, kolumn E-post",
        "rad 2, kolumn Skolenhetskod",
    ]
    assert not reading.records


def test_addresses_are_in_lower_case_and_texts_without_needless_spaces() -> None:
    [record] = staff_sheet(sheet(" Bo \u00a0 Ek ;BO@X.Example ;Skolan;1234 5678;Lärare;")).records
    assert (record.name, record.email, record.unit_code) == ("Bo Ek", "bo@x.example", "12345678")


def test_letters_made_of_two_signs_are_the_same_letters() -> None:
    [record] = staff_sheet(sheet("A\u030asa;;Skolan;;Lärare;")).records
    assert record.name == "Åsa"


def test_blank_rows_are_skipped_and_counted() -> None:
    reading = staff_sheet(sheet("", TEA, ";;;;;", " ; ;;;;", "Bo;;Skolan;;Lärare;"))
    assert [record.where for record in reading.records] == ["rad 3", "rad 6"]
    assert not reading.faults


def test_rows_that_are_the_same_are_read_once_with_a_remark() -> None:
    reading = staff_sheet(sheet(TEA, TEA.replace("tea@", "TEA@")))
    assert len(reading.records) == 1
    assert told(reading.remarks) == "rad 3: Raden är likadan som rad 2 och läses en gång."


def test_whoever_has_no_address_may_have_a_namesake() -> None:
    reading = staff_sheet(sheet("Bo;;Skolan;;Lärare;", "Bo;;Skolan;;Lärare;"))
    assert len(reading.records) == 2


def test_somebody_may_hold_several_roles() -> None:
    reading = staff_sheet(sheet(TEA, "Tea Ek;tea@x.example;Lillskolan;;Rektor;"))
    assert [record.role for record in reading.records] == [Role.UNDERVISNING, Role.REKTOR]
    assert not reading.faults


def test_one_address_with_two_names_is_told_with_both_rows() -> None:
    says = fault_in("Tilda Al;Tea@X.example;Björkskolan;;Lärare;")
    assert "rad 3, kolumn E-post: Adressen står också på rad 2, med ett annat namn" in says


def test_one_code_with_two_names_is_told_with_both_rows() -> None:
    says = fault_in("Bo;b@x.example;Granskolan;12345678;Lärare;")
    assert "rad 3, kolumn Skolenhetskod: Koden står också på rad 2" in says


def test_faults_are_counted_and_only_so_many_told() -> None:
    rows = [f"Bo;fel{n};Skolan;;Lärare;" for n in range(1_500)]
    faults = staff_sheet(sheet(*rows)).faults
    assert len(faults) == notes.MOST_FAULTS + 1
    assert told(faults[-1:]) == (
        "Fler fel: 500 fel till visas inte. Rätta de första och läs in filen igen."
    )


def test_texts_are_no_longer_than_there_is_room_for() -> None:
    longest = {column.slug: column.longest for column in COLUMNS[STAFF]}
    fields = {"name": (User, "name"), "email": (User, "email"), "team": (Team, "name")}
    for slug, (model, field) in {**fields, "unit": (Unit, "name")}.items():
        assert longest[slug] == model._meta.get_field(field).max_length
