"""Writing what was shown: all of it or nothing, and the same source twice changes nothing."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.days import today
from portal.imports import applying
from portal.imports.applying import Gone, Outdated, apply
from portal.imports.keeping import Reading, keep, reading_of
from portal.imports.plan import fingerprint, plan_of
from portal.imports.records import Fault, StaffReading, StaffRecord, UnitReading
from portal.invitations import invite
from portal.models import AuditEvent, Import, Invitation, Membership, Team, Unit, User
from portal.models.imports import KEPT
from portal.terms import UNIT_ROLES, Role, SchoolForm
from tests.conftest import Cast, add_organisation, add_person, add_unit
from tests.portal.imports.records import staff, unit


def carried_out(kept: Import, *, seen: str = "", ends: bool = True) -> str:
    request: Any = RequestFactory().post("/")
    request.user, request.organisation = kept.made_by, kept.organisation
    seen = seen or fingerprint(plan_of(kept))
    return apply(request, kept, seen, ends=ends)


def read_in(cast: Cast, reading: Reading, **choices: Any) -> str:
    return carried_out(keep(cast.organisation, cast.admin, "fil", reading), **choices)


def teachers(*names: str, roles: tuple[Role, ...] = (), **more: Any) -> StaffReading:
    rows = [staff(name, f"{name.lower()}@ekby.example", **more) for name in names]
    return StaffReading(rows, roles=roles)


def written() -> tuple[int, ...]:
    models = (User, Membership, Team, Unit, AuditEvent)
    return *(model._base_manager.count() for model in models), ended().count()


def ended() -> Any:
    return Membership.objects.filter(ended_on=today())


def events() -> list[str]:
    return [str(event) for event in AuditEvent.objects.order_by("pk")]


def test_units_are_added_and_changed(cast: Cast) -> None:
    rows = [
        unit("Åbyskolan", code="12345678", area="Södra", school_forms=("GR", "FKLASS")),
        unit("Lillskolan", code="87654321"),
    ]
    assert read_in(cast, UnitReading(rows)) == "1 ny enhet och 1 ändrad"
    new = Unit.objects.get(slug="abyskolan")
    assert (new.name, new.code, new.area, new.organisation) == (
        ("Åbyskolan", "12345678", "Södra", cast.organisation)
    )
    assert (new.school_forms, new.search_key) == (("FKLASS", "GR"), "abyskolan")
    cast.lill.refresh_from_db()
    assert (cast.lill.code, cast.lill.closed_on) == ("87654321", None)
    assert events() == [
        "Enheten lades till: Åbyskolan",
        "Enheten ändrades: Lillskolan",
        "Filen lästes in: Enheter: 1 ny enhet och 1 ändrad",
    ]
    assert {event.actor for event in AuditEvent.objects.all()} == {cast.admin}


def test_a_unit_that_gets_another_name_is_found_and_sorted_by_it(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.bjork.pk).update(code="12345678")
    read_in(cast, UnitReading([unit("Åsskolan", code="12345678")], is_whole=False))
    cast.bjork.refresh_from_db()
    assert (cast.bjork.search_key, cast.bjork.slug) == ("asskolan", "bjorkskolan")
    assert list(cast.organisation.units.all()) == [cast.lill, cast.tall, cast.bjork]


def test_no_source_closes_a_unit(cast: Cast) -> None:
    reading = UnitReading([unit("Björkskolan"), unit("Lillskolan", is_closed=True)])
    assert read_in(cast, reading) == "1 ändrad"
    assert not cast.organisation.units.exclude(closed_on=None).exists()
    assert not ended().exists()


def test_people_are_added_with_roles_and_teams_and_each_leaves_a_trace(cast: Cast) -> None:
    rows = [
        staff("Åsa", "ASA@ekby.example", team="Lag A"),
        staff("Åsa", "asa@ekby.example", "Lillskolan", role=Role.REKTOR),
        staff("Ulf", team="lag a"),
        staff("Hemlig", source_id="p", is_protected=True),
    ]
    assert read_in(cast, StaffReading(rows, roles=())) == "3 nya personer"
    asa = User.objects.get(email="asa@ekby.example")
    assert (asa.name, asa.search_key, asa.has_usable_password()) == ("Åsa", "asa", False)
    assert {str(each) for each in asa.memberships.all()} == {
        "Åsa: Undervisning, Björkskolan",
        "Åsa: Rektor, Lillskolan",
    }
    assert {each.user.name for each in Team.objects.get().memberships.all()} == {"Åsa", "Ulf"}
    hidden = User.objects.get(source_id="p")
    assert (hidden.name, hidden.email, hidden.is_protected) == ("", None, True)
    assert events() == [
        "Personen lades till: Åsa",
        "Personen lades till: Ulf",
        f"Personen lades till: Person {hidden.pk}",
        "Uppdraget lades till: Åsa: Undervisning, Björkskolan",
        "Uppdraget lades till: Åsa: Rektor, Lillskolan",
        "Uppdraget lades till: Ulf: Undervisning, Björkskolan",
        f"Uppdraget lades till: Person {hidden.pk}: Undervisning, Björkskolan",
        "Filen lästes in: Personal: 3 nya personer",
    ]
    assert "Åsa" not in str(AuditEvent.objects.values_list("text"))


def test_who_leaves_is_ended_and_never_deleted(cast: Cast) -> None:
    names = ("Tea", "Tim", "Ture", "Tyra", "Tage")
    reading = teachers(*names, roles=UNIT_ROLES)
    assert read_in(cast, reading, ends=False) == ""
    assert not ended()
    assert read_in(cast, reading) == "3 avslutade uppdrag"
    assert {each.user.name for each in ended()} == {"Tilda", "Fia", "Folke"}
    assert User.objects.filter(name="Fia", is_active=True).exists()
    assert "Uppdraget avslutades: Fia: Undervisning, Lillskolan" in events()


def test_who_comes_back_has_a_new_membership(cast: Cast) -> None:
    cast.teachers[0].memberships.update(ended_on="2025-06-30")
    assert read_in(cast, teachers("Tea")) == "1 ny person"
    days = cast.teachers[0].memberships.order_by("pk").values_list("ended_on", flat=True)
    assert [str(day) for day in days] == ["2025-06-30", "None"]


def test_somebody_with_a_new_address_is_shut_out_from_the_old(cast: Cast) -> None:
    User.objects.filter(pk=cast.teachers[0].pk).update(source_id="p-tea")
    invite(cast.organisation, User.objects.filter(name="Tea"), cast.admin)
    browser = Client()
    browser.force_login(cast.teachers[0])
    assert browser.get("/ekby/").status_code == 200
    read_in(cast, StaffReading([staff("Tea", "tea@ny.example", source_id="p-tea")], roles=()))
    assert browser.get("/ekby/").status_code == 302
    assert not Invitation.objects.live().exists()
    assert User.objects.get(name="Tea").email == "tea@ny.example"
    assert events()[0] == "Personens uppgifter ändrades: Tea"


@pytest.mark.parametrize("kind", ["fault in the source", "unit that is gone"])
def test_nothing_is_written_while_anything_is_at_fault(cast: Cast, kind: str) -> None:
    reading = teachers("Ny", "Nya")
    if kind == "fault in the source":
        reading.faults.append(Fault("rad 4", "Fel."))
    else:
        reading.records.append(staff("Till", "till@x.example", "Granskolan"))
    before = written()
    with pytest.raises(Outdated):
        read_in(cast, reading)
    assert written() == before
    assert Import.objects.exists()


def test_nothing_is_written_if_it_breaks_midway(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = written()

    def breaks(*_: Any) -> None:
        assert User.objects.filter(name="Ny").exists()
        raise MemoryError

    monkeypatch.setattr(applying.audit, "record", breaks)
    with pytest.raises(MemoryError):
        read_in(cast, teachers("Ny", roles=UNIT_ROLES))
    assert written() == before
    assert Import.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda cast: add_person("Ny", cast.organisation, Role.HUVUDMAN),
        lambda cast: add_person("Nils", cast.organisation, Role.UNDERVISNING, cast.lill),
        lambda cast: cast.few[0].memberships.update(ended_on=today()),
        lambda cast: Unit.objects.filter(pk=cast.bjork.pk).update(closed_on=today()),
    ],
    ids=["the same person", "somebody who would leave", "somebody left", "the unit closed"],
)
def test_what_somebody_else_changed_meanwhile_is_shown_before_it_is_written(
    cast: Cast, change: Any
) -> None:
    kept = keep(cast.organisation, cast.admin, "fil", teachers("Ny", roles=UNIT_ROLES))
    seen = fingerprint(plan_of(kept))
    change(cast)
    before = written()
    with pytest.raises(Outdated):
        carried_out(kept, seen=seen)
    assert written() == before


def test_it_is_written_once(cast: Cast) -> None:
    kept = keep(cast.organisation, cast.admin, "fil", teachers("Ny"))
    seen = fingerprint(plan_of(kept))
    again = Import.objects.get(pk=kept.pk)
    carried_out(kept, seen=seen)
    with pytest.raises(Gone):
        carried_out(again, seen=seen)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_add_the_same_person_at_once_one_is_told_to_look_again(cast: Cast) -> None:
    """At two organisations, so that no lock of either holds the other back."""
    there = add_organisation("Grannby", "grannby")
    add_unit(there, "Björkskolan", "bjorkskolan", SchoolForm.GR)
    boss = add_person("Berit", there, Role.ADMIN)
    kept = [
        keep(where, by, "fil", teachers("Ny"))
        for where, by in ((cast.organisation, cast.admin), (there, boss))
    ]
    seen = [fingerprint(plan_of(each)) for each in kept]

    def attempt(number: int) -> str:
        try:
            return carried_out(kept[number], seen=seen[number])
        except Outdated:
            return "outdated"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(attempt, range(2))) == ["1 ny person", "outdated"]
    assert User.objects.filter(name="Ny").count() == 1


# Idempotence

NAMES = st.sampled_from(["Tea", "tea", "Ture", "Åsa", "Ny", ""])
EMAILS = st.sampled_from(
    ["", "ove@annanby.example", "tea@ekby.example", "TIM@ekby.example", "ny@x.example"]
)
ROWS = st.builds(
    StaffRecord,
    where=st.just("rad"),
    name=NAMES,
    email=EMAILS,
    role=st.sampled_from([*UNIT_ROLES, Role.HUVUDMAN, ""]),
    duty=st.sampled_from(["Kurator", "Annat"]),
    unit_name=st.sampled_from(["Björkskolan", "lillskolan", ""]),
    team=st.sampled_from(["", "Lag A", "lag a", "Lag B"]),
    source_id=st.sampled_from(["", "", "p-1", "p-2"]),
    is_protected=st.sampled_from([False, False, False, True]),
)
UNITS = st.builds(
    unit,
    name=st.sampled_from(["Björkskolan", "BJÖRKSKOLAN", "Lillskolan", "Nya skolan"]),
    code=st.sampled_from(["", "11111111", "22222222"]),
    school_forms=st.sampled_from([(), ("GR",), ("FS", "GR")]),
    area=st.sampled_from(["", "Norra", "Södra"]),
    is_closed=st.booleans(),
)
IN_ONE_DATABASE = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def without_faults(cast: Cast, reading: Reading, decided: dict[str, str]) -> Import:
    """Of the rows as many as fit together, each after the other."""
    rows, reading.records[:] = list(reading.records), []
    kept = read_by_admin(cast, reading, decided)
    for row in rows:
        reading.records.append(row)  # type: ignore[arg-type]
        kept = read_by_admin(cast, reading, decided)
        if plan_of(kept).faults:
            reading.records.pop()
    return read_by_admin(cast, reading, decided)


def read_by_admin(cast: Cast, reading: Reading, decided: dict[str, str]) -> Import:
    kept = keep(cast.organisation, cast.admin, "fil", reading)
    kept.decided = decided
    kept.save()
    return kept


def apply_twice(cast: Cast, reading: Reading, decided: dict[str, str]) -> None:
    with transaction.atomic():
        User.objects.filter(name="Ture").update(email=None)
        kept = without_faults(cast, reading, decided)
        if plan_of(kept):
            carried_out(kept)
        second = plan_of(read_by_admin(cast, reading, decided))
        assert not second.faults
        assert not second, second.outcome()
        transaction.set_rollback(True)


@given(rows=st.lists(ROWS, max_size=8), kurator=st.sampled_from(["leave", *UNIT_ROLES]))
@IN_ONE_DATABASE
def test_the_same_staff_twice_changes_nothing(cast: Cast, rows: list[Any], kurator: str) -> None:
    apply_twice(cast, StaffReading(rows), {"kurator": kurator, "annat": "huvudman"})


@given(rows=st.lists(UNITS, max_size=6), is_whole=st.booleans())
@IN_ONE_DATABASE
def test_the_same_units_twice_change_nothing(cast: Cast, rows: list[Any], is_whole: bool) -> None:
    apply_twice(cast, UnitReading(rows, is_whole=is_whole), {})


# How much it asks of the database


def queries_for(cast: Cast, number: int) -> int:
    names = [f"N{number}-{each}" for each in range(number)]
    reading = teachers(*names, team="Lag")
    kept = keep(cast.organisation, cast.admin, "fil", reading)
    seen = fingerprint(plan_of(kept))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        carried_out(kept, seen=seen)
    return len(queries)


def test_three_people_ask_no_more_than_one(cast: Cast) -> None:
    Team.objects.create(unit=cast.bjork, name="Lag")
    assert (queries_for(cast, 1), queries_for(cast, 3)) == (15, 15)


def test_five_thousand_people_are_read_in_with_few_questions(cast: Cast) -> None:
    Team.objects.create(unit=cast.bjork, name="Lag")
    assert queries_for(cast, 5_000) < 200
    assert Membership.objects.current().filter(team__name="Lag").count() == 5_000


# Between the preview and the yes


def test_what_was_read_is_sealed_and_comes_out_as_it_was(cast: Cast) -> None:
    staff_read = StaffReading(
        [staff("Åsa", "asa@ekby.example", is_protected=False)],
        [Fault("rad 3", "Fel.")],
        [Fault("rad 4", "Obs.")],
        (Role.REKTOR,),
    )
    units_read = UnitReading([unit("Åbyskolan", is_closed=True)], is_whole=False)
    for reading in (staff_read, units_read):
        kept = keep(cast.organisation, cast.admin, "x" * 300, reading)
        kept.refresh_from_db()
        assert reading_of(kept) == reading
        assert "asa@ekby.example" not in kept.sealed_reading


def test_only_the_latest_of_each_kind_is_kept(cast: Cast) -> None:
    for reading in (teachers("A"), UnitReading(), teachers("B")):
        keep(cast.organisation, cast.admin, "fil", reading)
    assert sorted(Import.objects.values_list("kind", flat=True)) == ["staff", "units"]


def test_what_was_read_is_gone_after_an_hour(cast: Cast) -> None:
    old = keep(cast.organisation, cast.admin, "fil", teachers("A"))
    Import.objects.update(made_at=old.made_at - KEPT)
    new = keep(cast.organisation, cast.admin, "fil", UnitReading())
    assert list(Import.objects.visible_to(cast.admin)) == [new]
    call_command("tick")
    assert list(Import.objects.all()) == [new]
