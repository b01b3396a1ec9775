import datetime

import pytest

from assessments.cycle.drawing import year_drawing
from assessments.cycle.years import one_year_on, school_year, year_name, year_of
from assessments.models import CyclePhase
from assessments.terms import Phase


def days(month: int, day: int, to_month: int, to_day: int) -> tuple[datetime.date, datetime.date]:
    first, last = (2026 if each >= 7 else 2027 for each in (month, to_month))
    return datetime.date(first, month, day), datetime.date(last, to_month, to_day)


PHASES = [
    CyclePhase(year=2026, phase=phase, begins_on=begins, ends_on=ends)
    for phase, (begins, ends) in zip(
        Phase,
        [days(8, 17, 10, 16), days(11, 2, 12, 18), days(1, 11, 4, 30), days(5, 3, 6, 18)],
        strict=True,
    )
]


def test_the_school_year_begins_on_the_first_of_july() -> None:
    assert year_of(datetime.date(2026, 6, 30)) == 2025
    assert year_of(datetime.date(2026, 7, 1)) == 2026
    assert [year_name(2026), year_name(2099)] == ["2026/27", "2099/00"]


def test_a_day_is_moved_one_year_on_also_from_a_leap_year() -> None:
    assert one_year_on(datetime.date(2026, 12, 31)) == datetime.date(2027, 12, 31)
    assert one_year_on(datetime.date(2028, 2, 29)) == datetime.date(2029, 2, 28)


@pytest.mark.parametrize(
    ("month", "day", "reading", "passed"),
    [
        (8, 16, "Härnäst: Var är vi? Från och med 17 augusti.", 0),
        (8, 17, "Nu: Var är vi? Till och med 16 oktober.", 0),
        (10, 16, "Nu: Var är vi? Till och med 16 oktober.", 0),
        (10, 17, "Härnäst: Vart ska vi? Från och med 2 november.", 1),
        (6, 30, "Läsårets fyra delar har varit.", 4),
    ],
)
def test_a_day_is_told_by_its_phase(month: int, day: int, reading: str, passed: int) -> None:
    today = datetime.date(2026 if month >= 7 else 2027, month, day)
    year = school_year(2026, PHASES, today)
    assert year.reading == reading
    assert sum(each.has_passed for each in year.stretches) == passed
    drawing = year_drawing(year)
    assert f"<title>{reading}</title>" in drawing
    assert "<text" not in drawing
    assert drawing.count("<path") == 4


def test_another_years_days_are_not_this_years() -> None:
    year = school_year(2027, PHASES, datetime.date(2027, 8, 1))
    assert year.reading == "Läsåret 2027/28 har inga datum ännu."
    assert [each.begins_on for each in year.stretches] == [None] * 4
