"""Statistics out of a file: a number only where the source has one, and every fault is told."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factors.figures.content import FigureEntry, FiguresRead, dumped, loaded
from factors.figures.measures import measure_name
from factors.figures.reading import FILE_LIMIT, MOST_FIGURES, read_figures
from factors.figures.values import SIGNS, State, state_of, value_of
from factors.terms import FigureKind
from portal.imports.records import Unreadable
from portal.terms import SchoolForm
from tests.factors.figures import BJORK, CERTIFIED, FEW, LILL, MERIT, answer, figure


def read(document: object, name: str = "fil.json") -> FiguresRead:
    return read_figures(json.dumps(document).encode(), name)


def entries(document: object, name: str = "fil.json") -> list[FigureEntry]:
    found = read(document, name)
    assert not found.faults
    return list(found.entries.values())


def faults(document: object) -> dict[str, str]:
    return {fault.where: fault.problem for fault in read(document).faults}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("89,6", "89.6"),
        ("100", "100"),
        ("0,0", "0.0"),
        ("-3,25", "-3.25"),
        ("\N{MINUS SIGN}3", "-3"),
        ("1 234,5", "1234.5"),
        ("1\N{NO-BREAK SPACE}234,5", "1234.5"),
        ("1\N{NARROW NO-BREAK SPACE}234\N{NARROW NO-BREAK SPACE}567", "1234567"),
        ("cirka 340", "340"),
        ("Cirka 1 100", "1100"),
        ("~100", "100"),
    ],
)
def test_a_swedish_number_is_understood(text: str, value: str) -> None:
    assert value_of(text, "EXISTS") == Decimal(value)


@pytest.mark.parametrize("text", [*sorted(SIGNS), "89.6", "1 23", "12,34,5", "cirka", "٣", "1e5"])
def test_what_is_no_number_is_never_one(text: str) -> None:
    assert value_of(text, "EXISTS") is None


@given(st.decimals(min_value=-9_999_999, max_value=9_999_999, places=3))
def test_every_number_survives_being_written_in_swedish(number: Decimal) -> None:
    for space in ("", " ", "\N{NO-BREAK SPACE}"):
        text = f"{number:,}".replace(",", space).replace(".", ",")
        assert value_of(text, "EXISTS") == number


@given(st.text(), st.sampled_from([FEW, FigureKind.MISSING, FigureKind.NOT_REQUIRED, "NY_SORT"]))
def test_only_what_exists_has_a_value_whatever_is_written(text: str, kind: str) -> None:
    assert value_of(text, kind) is None


@pytest.mark.parametrize(
    ("text", "kind", "state"),
    [
        ("89,6", "EXISTS", State.NUMBER),
        ("0,0", "EXISTS", State.NUMBER),
        ("cirka 340", "EXISTS", State.ROUNDED),
        ("~100", "ROUNDED_OFF_DUE_TO_FEW_PUPILS_NOT_ELIGIBLE", State.ROUNDED),
        ("..", FEW, State.FEW),
        ("..", "EXISTS", State.FEW),
        (".", "MISSING", State.MISSING),
        ("..", "MISSING", State.MISSING),
        ("-", "EXISTS", State.MISSING),
        ("", "EXISTS", State.MISSING),
        ("*", "TEACHERS_EXCLUDED_DUE_TO_NO_REQUIRED_LEGITIMATION", State.NOT_REQUIRED),
        ("12", "NY_SORT", State.UNKNOWN),
    ],
)
def test_what_kind_of_figure_it_is(text: str, kind: str, state: State) -> None:
    assert state_of(text, kind) is state


def test_an_answer_of_the_source_is_read() -> None:
    document = answer(
        **{MERIT: [figure("231,5"), figure("..", "2023/24", FEW)], CERTIFIED: [figure("89,6")]},
        hasLibrary=True,
        notPublished=None,
    )
    found = entries(document)
    whose = (BJORK, SchoolForm.GR)
    assert [(each.unit, each.school_form) for each in found] == [whose] * 3
    assert [(each.measure, each.period, each.text, each.kind) for each in found] == [
        (MERIT, "2024/25", "231,5", "EXISTS"),
        (MERIT, "2023/24", "..", FEW),
        (CERTIFIED, "2024/25", "89,6", "EXISTS"),
    ]


@pytest.mark.parametrize(
    ("document", "name"),
    [
        ({"schoolUnitCode": BJORK, "schoolForm": "GRAN", "body": {MERIT: [figure("1")]}}, ""),
        ({"schoolUnitCode": BJORK, "schoolForm": "gran", MERIT: [figure("1")]}, ""),
        ({"body": {MERIT: [figure("1")]}}, f"{BJORK}-gran.json"),
        ({MERIT: [figure("1")]}, f"statistik_{BJORK}_GRAN.json"),
        ([answer(form="gran", **{MERIT: [figure("1")]})], "alla.json"),
    ],
)
def test_unit_and_school_form_are_told_in_one_of_three_ways(document: Any, name: str) -> None:
    (found,) = entries(document, name)
    assert (found.unit, found.school_form) == (BJORK, "GRAN")


def test_a_list_has_a_document_for_each_unit_and_form() -> None:
    document = [answer(BJORK, **{MERIT: [figure("1")]}), answer(LILL, "fsk", x=[figure("2")])]
    assert [(each.unit, each.school_form) for each in entries(document)] == [
        (BJORK, "GR"),
        (LILL, "FKLASS"),
    ]


def test_upper_secondary_measures_are_each_programmes_own() -> None:
    programmes = [
        {"programCode": code, "gradesPointsForStudents": [figure(value)], "sveSubjectTest": "Sv 3"}
        for code, value in (("EK", "14,2"), ("NA", "15,1"))
    ]
    found = entries(answer(form="gy", **{CERTIFIED: [figure("84")]}, programMetrics=programmes))
    assert [(each.programme, each.text) for each in found] == [
        ("", "84"),
        ("EK", "14,2"),
        ("NA", "15,1"),
    ]


def test_a_measure_or_kind_that_nobody_knows_is_kept_by_its_code() -> None:
    (found,) = entries(answer(nyttMatt=[figure("12", kind="NY_SORT")]))
    assert (found.measure, found.kind, found.text) == ("nyttMatt", "NY_SORT", "12")
    assert measure_name("nyttMatt") == "nyttMatt"
    assert measure_name(MERIT) == "Genomsnittligt meritvärde i årskurs 9"


def test_no_value_for_no_year_says_nothing() -> None:
    (found,) = entries(answer(**{MERIT: [figure(None, None, "MISSING"), figure("1")]}))
    assert found.text == "1"


def test_a_null_is_kept_as_missing() -> None:
    (found,) = entries(answer(**{MERIT: [figure(None, kind="MISSING")]}))
    assert (found.text, state_of(found.text, found.kind)) == ("", State.MISSING)


@pytest.mark.parametrize(
    ("series", "place", "told"),
    [
        ([figure("nittio")], "[0].value", "”nittio” är ingen siffra"),
        ([figure("89.6")], "[0].value", "ingen siffra"),
        ([figure(89.6)], "[0].value", "ska vara text"),
        ([figure("1"), figure("1", kind=None)], "[1].valueType", "slag saknas"),
        ([figure("1", kind="exists")], "[0].valueType", "slag saknas"),
        ([figure("1", None)], "[0].timePeriod", "Läsåret saknas"),
        ([figure("1", "i fjol")], "[0].timePeriod", "2025/26"),
        ([figure("1" * 41, kind="NY_SORT")], "[0].value", "för lång"),
        ([figure("1"), figure("2")], "[1]", "en gång till"),
        ([figure("1"), {"value": "7", "timePeriod": "2024/25"}], "[1].valueType", "slag saknas"),
    ],
)
def test_every_fault_is_told_with_its_place(series: Any, place: str, told: str) -> None:
    found = faults([answer(**{CERTIFIED: [figure("1")]}), answer(**{MERIT: series})])
    assert list(found) == [f"[1].body.{MERIT}{place}"]
    assert told in next(iter(found.values()))


def test_all_faults_are_told_at_once() -> None:
    document = [answer(**{MERIT: [figure("x")], CERTIFIED: [figure("y")]}), {MERIT: [figure("1")]}]
    assert len(faults(document)) == 3


def test_whose_figures_they_are_must_be_told() -> None:
    assert "12345678-gr.json" in faults({MERIT: [figure("1")]})["Hela filen"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"{",
        b"[" * 100_000,
        b"[]",
        b'{"a": ' + b"9" * 5_000 + b"}",
        b" " * (FILE_LIMIT + 1),
        json.dumps(answer()).encode(),
    ],
)
def test_what_is_no_statistics_is_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        read_figures(data, f"{BJORK}-gr.json")
    assert str(refused.value).endswith(".")


def test_there_is_an_end_to_how_much_is_read() -> None:
    series = ",".join(['{"value":"1","valueType":"X","timePeriod":"2024"}'] * (MOST_FIGURES + 1))
    with pytest.raises(Unreadable, match="50000"):
        read_figures(f'{{"m":[{series}]}}'.encode(), f"{BJORK}-gr.json")


hostile = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda children: (
        st.lists(children, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["body", "programMetrics", "_links", "value", "valueType", "timePeriod", MERIT, "å"]
            ),
            children,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(hostile)
def test_any_json_is_read_or_refused(document: Any) -> None:
    try:
        found = read(document, f"{BJORK}-gr.json")
    except Unreadable:
        return
    assert found.entries or found.faults


def test_what_was_read_is_the_same_after_being_kept() -> None:
    found = entries(answer(**{MERIT: [figure("231,5"), figure("..", "2023/24", FEW)]}))
    assert loaded(dumped(found)) == found
