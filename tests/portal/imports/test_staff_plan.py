"""What a source of staff would change: who is recognised, who leaves, and what is at fault."""

import pytest

from portal.days import today
from portal.imports.plan import StaffPlan
from portal.imports.records import StaffRecord
from portal.models import Membership, Team, User
from portal.terms import UNIT_ROLES, Role
from tests.conftest import Cast, add_organisation, add_person
from tests.portal.imports.records import of_staff, problems, staff

EVERYBODY_AT_BJORK = [
    staff(name, f"{name.lower()}@ekby.example")
    for name in ("Tea", "Tim", "Ture", "Tyra", "Tage", "Tilda")
]


def changes(plan: StaffPlan) -> list[tuple[str, str, str]]:
    found = [change for each in plan.people for change in each.changes]
    return [(each.field, each.before, each.after) for each in found]


def test_somebody_is_known_by_the_address_whatever_its_case(cast: Cast) -> None:
    plan = of_staff(cast, staff("Tea", " TEA@Ekby.Example "))
    assert (bool(plan), plan.unchanged) == (False, 1)


def test_the_identity_in_the_source_comes_before_the_address(cast: Cast) -> None:
    User.objects.filter(pk=cast.teachers[0].pk).update(source_id="p-tea")
    plan = of_staff(cast, staff("Tea Alm", "tea.alm@ekby.example", source_id="p-tea"))
    assert plan.changed[0].person == cast.teachers[0]
    assert changes(plan) == [
        ("Namn", "Tea", "Tea Alm"),
        ("E-post", "tea@ekby.example", "tea.alm@ekby.example"),
    ]


def test_who_has_no_address_is_known_by_name_and_unit(cast: Cast) -> None:
    User.objects.filter(pk=cast.teachers[0].pk).update(email=None)
    assert not of_staff(cast, staff("Tea"))
    assert len(of_staff(cast, staff("Tea", unit="Lillskolan")).new) == 1
    gets_one = of_staff(cast, staff("tea", "tea@ny.example"))
    assert changes(gets_one) == [("Namn", "Tea", "tea"), ("E-post", "", "tea@ny.example")]


def test_who_has_an_address_is_not_taken_for_a_namesake_with_another(cast: Cast) -> None:
    assert [each.shown for each in of_staff(cast, staff("Tea", "tea2@ekby.example")).new] == ["Tea"]


def test_a_source_with_fewer_addresses_than_the_portal_changes_none(cast: Cast) -> None:
    assert not of_staff(cast, staff("Tea"))


def test_who_comes_back_without_an_address_is_the_same_person(cast: Cast) -> None:
    User.objects.filter(pk=cast.teachers[0].pk).update(email=None)
    cast.teachers[0].memberships.update(ended_on=today())
    (back,) = of_staff(cast, staff("Tea")).new
    assert back.person == cast.teachers[0]


def test_namesakes_without_addresses_are_a_fault(cast: Cast) -> None:
    User.objects.filter(pk=cast.teachers[1].pk).update(name="Tea", email=None)
    assert "Flera på enheten heter Tea. Skriv e-postadressen" in problems(
        of_staff(cast, staff("Tea"))
    )


@pytest.mark.parametrize(
    ("records", "says"),
    [
        ([staff("Ny", "ny@x.example", "Granskolan")], "Granskolan finns inte i portalen"),
        ([staff("Ny", "ny@x.example", "")], "kolumn Enhet: Enheten saknas"),
        ([staff("Ny", "ny@x.example", role=Role.HUVUDMAN)], "Lämna enheten tom"),
        ([staff("")], "kolumn Namn: Namnet saknas"),
        ([staff("x" * 151)], "kolumn Namn: Texten är för lång"),
        ([staff("Ny\0")], "Texten har tecken som inte syns"),
        ([staff("Ny", team="x" * 101)], "kolumn Arbetslag: Texten är för lång"),
        ([staff("Ny", source_id="x" * 65)], "Texten är för lång"),
        ([staff("Ny", "ny")], "kolumn E-post: Adressen går inte att använda"),
        ([staff("Ny", "n\u0443@x.example")], "kolumn E-post: Adressen går inte att använda"),
        ([staff("Ny", "ny@\u0435kby.se")], "kolumn E-post: Adressen går inte att använda"),
        ([staff("Ny"), staff("NY")], "rad om NY, kolumn E-post: Är det här en annan person än på"),
        ([staff("Ny", "a@x.example"), staff("Ny")], "Ny står flera gånger på enheten"),
        (
            [staff("Anna", "a@x.example"), staff("Åke", "A@x.example")],
            "rad om Åke, kolumn E-post: Är det här en annan person än på rad om Anna?",
        ),
        (
            [staff("A", "a@x.example", source_id="1"), staff("B", "a@x.example", source_id="2")],
            "Adressen står också på rad om A",
        ),
        ([staff("", is_protected=True)], "Personen har skyddade uppgifter, och id saknas"),
    ],
)
def test_a_person_who_cannot_be_taken_in_is_told_with_what_to_do(
    cast: Cast, records: list[StaffRecord], says: str
) -> None:
    plan = of_staff(cast, *records)
    assert says in problems(plan)
    assert not plan


def test_an_address_that_is_somebody_elses_is_a_fault(cast: Cast) -> None:
    User.objects.filter(pk=cast.teachers[0].pk).update(source_id="p-tea")
    taken = staff("Tea", "tim@ekby.example", source_id="p-tea")
    assert "Adressen hör redan till någon annan" in problems(of_staff(cast, taken))
    other = staff("Tea", "tea@ekby.example", source_id="p-other")
    assert "Adressen hör redan till någon annan" in problems(of_staff(cast, other))


def test_somebody_is_not_reached_through_an_identity_from_elsewhere(cast: Cast) -> None:
    User.objects.filter(pk=cast.outsider.pk).update(source_id="p-ove")
    cast.outsider.memberships.update(ended_on=today())
    stolen = staff("Ove", "ove@nytt.example", source_id="p-ove")
    assert "Id hör till någon annan i portalen" in problems(of_staff(cast, stolen))


def test_two_rows_that_turn_out_to_be_one_person_are_a_fault(cast: Cast) -> None:
    User.objects.filter(pk=cast.teachers[0].pk).update(source_id="p-tea")
    by_id = staff("Tea", source_id="p-tea")
    by_email = staff("Tea", "tea@ekby.example", "Lillskolan")
    assert "Samma person står också på" in problems(of_staff(cast, by_id, by_email))


def test_who_works_elsewhere_too_keeps_name_and_address(cast: Cast) -> None:
    User.objects.filter(pk=cast.outsider.pk).update(source_id="p-ove")
    Membership.objects.create(
        user=cast.outsider, organisation=cast.organisation, unit=cast.bjork, role=Role.UNDERVISNING
    )
    assert not of_staff(cast, staff("Ove Ny", "ny@x.example", source_id="p-ove"))
    protected = of_staff(cast, staff("", source_id="p-ove", is_protected=True))
    assert not protected
    assert "också hos en annan huvudman" in protected.remarks[0].problem


def test_a_protected_person_gets_neither_name_nor_address(cast: Cast) -> None:
    (new,) = of_staff(cast, staff("Hemlig", "h@x.example", source_id="p", is_protected=True)).new
    assert (new.person.name, new.person.email, new.person.is_protected) == ("", None, True)
    assert new.shown == "Person med skyddade uppgifter"


def test_who_becomes_protected_loses_name_and_address_and_never_gets_them_back(cast: Cast) -> None:
    person = User.objects.filter(pk=cast.teachers[0].pk)
    person.update(source_id="p-tea")
    plan = of_staff(cast, staff("Tea", source_id="p-tea", is_protected=True))
    assert plan.changed[0].values == {"is_protected": True, "name": "", "email": None}
    person.update(name="", email=None, is_protected=True)
    assert not of_staff(cast, staff("Tea", "tea@ekby.example", source_id="p-tea"))


def test_a_person_may_have_several_places_and_roles(cast: Cast) -> None:
    at_both = [staff("Ny", "ny@x.example"), staff("Ny", "ny@x.example", "Lillskolan")]
    head = StaffRecord("rad 4", "Ny", "ny@x.example", Role.HUVUDMAN)
    (new,) = of_staff(cast, *at_both, head).new
    assert [(each.unit, each.role) for each in new.begun] == [
        (cast.bjork, "undervisning"),
        (cast.lill, "undervisning"),
        (None, "huvudman"),
    ]


def test_teams_are_found_by_name_and_made_where_there_is_none(cast: Cast) -> None:
    team = Team.objects.create(unit=cast.bjork, name="Lag A")
    Membership.objects.filter(user=cast.teachers[0]).update(team=team)
    rows = [
        staff("Tea", "tea@ekby.example", team="lag a"),
        staff("Tim", "tim@ekby.example", team="Lag B"),
        staff("Ture", "ture@ekby.example", team="LAG B"),
        staff("Tyra", "tyra@ekby.example"),
    ]
    plan = of_staff(cast, *rows)
    assert [(each.shown, each.moved[0].team) for each in plan.changed] == [
        ("Tim", plan.teams[0]),
        ("Ture", plan.teams[0]),
    ]
    assert [each.name for each in plan.teams] == ["Lag B"]


def test_of_two_teams_at_one_unit_the_first_is_taken_and_told(cast: Cast) -> None:
    rows = [staff("Ny", "ny@x.example", team=team) for team in ("A", "B")]
    plan = of_staff(cast, *rows)
    assert [str(each.team) for each in plan.new[0].begun] == ["A"]
    assert "står i två arbetslag på enheten och läggs i A" in plan.remarks[0].problem


def test_who_is_not_named_leaves_if_the_source_knows_of_the_role(cast: Cast) -> None:
    plan = of_staff(cast, *EVERYBODY_AT_BJORK, roles=UNIT_ROLES)
    assert [each.shown for each in plan.leaving] == ["Fia", "Folke"]  # and no rektor
    assert not of_staff(cast, *EVERYBODY_AT_BJORK, roles=(Role.REKTOR,)).leaving


def test_many_who_leave_are_told_of(cast: Cast) -> None:
    fia = staff("Fia", "fia@ekby.example", "Lillskolan")
    assert not of_staff(cast, *EVERYBODY_AT_BJORK, fia, roles=UNIT_ROLES).ends_many
    assert of_staff(cast, *EVERYBODY_AT_BJORK, roles=UNIT_ROLES).ends_many


def test_one_of_several_places_may_end(cast: Cast) -> None:
    Membership.objects.create(
        user=cast.teachers[0], organisation=cast.organisation, unit=cast.lill, role=Role.REKTOR
    )
    rows = [*EVERYBODY_AT_BJORK, staff("Rut", "rut@ekby.example", role=Role.REKTOR)]
    plan = of_staff(cast, *rows, roles=(Role.REKTOR,))
    assert [each.shown for each in plan.changed] == ["Tea"]
    assert [each.unit for each in plan.changed[0].ended] == [cast.lill]


def test_a_file_ends_neither_oneself_nor_the_last_administrator(cast: Cast) -> None:
    add_person("Alva", cast.organisation, Role.ADMIN)
    Membership.objects.create(
        user=cast.admin, organisation=cast.organisation, unit=cast.lill, role=Role.UNDERVISNING
    )
    asta = StaffRecord("rad 2", "Asta", "asta@ekby.example", Role.ADMIN)
    plan = of_staff(cast, *EVERYBODY_AT_BJORK, asta, roles=tuple(Role))
    assert [each.shown for each in plan.leaving] == ["Alva", "Fia", "Folke"]
    assert "Dina egna uppdrag avslutas inte" in plan.remarks[0].problem
    assert plan.new_administrators == ["Asta"]
    nobody = of_staff(cast, *EVERYBODY_AT_BJORK, roles=tuple(Role))
    assert [each.shown for each in nobody.leaving] == ["Fia", "Folke"]


def test_a_word_that_decides_no_role_is_asked_about_once(cast: Cast) -> None:
    rows = [
        staff("Kim", "kim@x.example", role="", duty="Kurator"),
        staff("Kaj", "kaj@x.example", role="", duty="kurator "),
        staff("Sam", "sam@x.example", role="", duty="Skolsköterska"),
    ]
    asked = of_staff(cast, *rows, roles=UNIT_ROLES)
    assert [(each.key, each.duty, each.count) for each in asked.questions] == [
        ("kurator", "Kurator", 2),
        ("skolsköterska", "Skolsköterska", 1),
    ]
    assert (asked.is_unanswered, bool(asked)) == (True, False)
    answers = {"kurator": "huvudman", "skolsköterska": "leave"}
    plan = of_staff(cast, *rows, roles=UNIT_ROLES, decided=answers)
    assert [(each.shown, each.begun[0].role, each.begun[0].unit) for each in plan.new] == [
        ("Kim", "huvudman", None),
        ("Kaj", "huvudman", None),
    ]
    assert not plan.leaving  # nobody is named as rektor or undervisning


def test_a_column_that_is_no_role_is_refused(cast: Cast) -> None:
    rows = [staff(f"N{n}", f"n{n}@x.example", role="", duty=f"Ord {n}") for n in range(51)]
    assert "fler än 50 olika roller" in problems(of_staff(cast, *rows))


def test_who_has_been_made_nobody_is_nobody_to_find(cast: Cast) -> None:
    User.objects.filter(pk=cast.teachers[0].pk).update(is_active=False)
    told = problems(of_staff(cast, staff("Tea", "tea@ekby.example")))
    assert "Uppgifterna om personen är borttagna" in told


def test_a_namesake_at_another_huvudman_is_somebody_else(cast: Cast) -> None:
    there = add_organisation("Grannby", "grannby")
    add_person("Ny", there, Role.HUVUDMAN)
    (new,) = of_staff(cast, StaffRecord("rad 2", "Ny", role=Role.HUVUDMAN)).new
    assert new.person.pk is None
