"""What a source of units would change: which are recognised, and what is at fault instead."""

import pytest

from portal.days import today
from portal.imports.records import UnitRecord
from portal.models import Unit
from portal.terms import SchoolForm
from tests.conftest import Cast, add_unit
from tests.portal.imports.records import of_staff, of_units, problems, staff, unit


def test_a_unit_is_known_by_its_code_and_then_renamed(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.bjork.pk).update(code="12345678")
    plan = of_units(cast, unit("Björkskolan F-6", code="12345678", school_forms=(), area="Södra"))
    (changed,) = plan.changed
    assert changed.unit == cast.bjork
    told = [(each.field, each.before, each.after) for each in changed.changes]
    assert told == [("Namn", "Björkskolan", "Björkskolan F-6"), ("Område", "Norra", "Södra")]


def test_a_unit_without_a_code_is_known_by_its_name_and_gets_one(cast: Cast) -> None:
    plan = of_units(cast, unit("lillskolan ", code="12345678"))
    fields = {change.field: change.after for each in plan.changed for change in each.changes}
    assert fields == {"Namn": "lillskolan ", "Skolenhetskod": "12345678"}
    assert not plan.new


def test_the_same_letters_made_in_another_way_are_the_same_name(cast: Cast) -> None:
    plan = of_units(cast, unit("Bjo\u0308rkskolan", school_forms=()))
    assert (len(plan.new), plan.changed[0].unit) == (0, cast.bjork)
    assert len(of_units(cast, unit("Bjorkskolan")).new) == 1


def test_another_code_is_another_unit_though_the_name_is_the_same(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.bjork.pk).update(code="12345678")
    plan = of_units(cast, unit("Björkskolan", code="87654321"))
    assert [(each.name, each.code, each.slug) for each in plan.new] == [
        ("Björkskolan", "87654321", "bjorkskolan-2")
    ]


def test_what_a_source_leaves_empty_stays(cast: Cast) -> None:
    assert not of_units(cast, unit("Björkskolan", school_forms=(), area=""))


@pytest.mark.parametrize(
    ("records", "says"),
    [
        ([unit("Nya skolan", school_forms=())], "kolumn Skolform: Enheten är ny"),
        ([unit("")], "kolumn Namn: Namnet saknas"),
        ([unit("x" * 151)], "kolumn Namn: Texten är för lång. Skriv högst 150 tecken"),
        ([unit("Nya", area="x" * 81)], "kolumn Område: Texten är för lång"),
        ([unit("Nya\0")], "kolumn Namn: Texten har tecken som inte syns"),
        ([unit("Nya", code="1234")], "kolumn Skolenhetskod: En skolenhetskod har åtta siffror"),
        ([unit("Nya", "rad 2"), unit("NYA", "rad 3")], "Flera enheter heter"),
        (
            [unit("Nya", "rad 2", code="11111111"), unit("Ny", "rad 3", code="11111111")],
            "rad 3: Samma enhet står på två ställen, också rad 2",
        ),
        (
            [unit("Lillskolan", code="11111111"), unit("Lillskolan", code="22222222")],
            "Samma enhet står på två ställen",
        ),
    ],
)
def test_a_unit_that_cannot_be_taken_in_is_told_with_what_to_do(
    cast: Cast, records: list[UnitRecord], says: str
) -> None:
    assert says in problems(of_units(cast, *records))


def test_two_units_of_one_name_are_never_taken_for_each_other(cast: Cast) -> None:
    add_unit(cast.organisation, "Björkskolan", "bjorkskolan-2", SchoolForm.GR)
    plan = of_units(cast, unit("Björkskolan"))
    assert "Skriv skolenhetskoden" in problems(plan)
    assert "Skriv skolenhetskoden" in problems(of_staff(cast, staff("Ny", "ny@ekby.example")))


def test_units_that_a_whole_source_does_not_name_may_be_closed(cast: Cast) -> None:
    named = [unit("Björkskolan", school_forms=()), unit("Lillskolan", is_closed=True)]
    plan = of_units(cast, *named, is_whole=True)
    assert [(each.unit, each.reason) for each in plan.leaving] == [
        (cast.lill, "Nedlagd enligt källan"),
        (cast.tall, "Finns inte i källan"),
    ]
    assert [each.unit for each in of_units(cast, *named).leaving] == [cast.lill]


def test_a_closed_unit_is_not_opened_by_a_source(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.lill.pk).update(closed_on=today())
    plan = of_units(cast, unit("Lillskolan", area="Södra"), unit("Gamla", is_closed=True))
    assert not plan
    assert "nedlagd i portalen" in plan.remarks[0].problem
    assert "har aldrig funnits här" in plan.remarks[1].problem
    told = problems(of_staff(cast, staff("Ny", "ny@ekby.example", "Lillskolan")))
    assert "Lillskolan är nedlagd" in told
