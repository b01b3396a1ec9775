from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from portal.days import today
from portal.invitations import invite
from portal.mail.sending import send_due
from portal.models import AuditEvent, Invitation, Membership, User
from portal.people import found_by, people_of
from portal.terms import Role
from tests.conftest import Cast, add_person, add_unit
from tests.portal.test_accounts import CODE, ask_for_code
from tests.portal.test_invitations import link_in, signed_in_as

LIST = "/ekby/personer/"
NEW = f"{LIST}ny/"


@pytest.fixture
def admin(client: Client, cast: Cast) -> Client:
    client.force_login(cast.admin)
    return client


def page_of(person: User) -> str:
    return f"{LIST}{person.pk}/"


def main(response: Any) -> str:
    return " ".join(response.content.decode().partition("<main")[2].partition("</main>")[0].split())


def names(response: Any) -> list[str]:
    return [str(person) for person in response.context["page"]]


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def edited(client: Client, person: User, **changed: str) -> Any:
    """The form sent as the page had it, with what is changed."""
    form = client.get(f"{page_of(person)}andra/").context["form"]
    as_it_stands = {name: form[name].value() or "" for name in form.fields}
    return client.post(f"{page_of(person)}andra/", as_it_stands | changed)


# Finding


@pytest.mark.parametrize(
    "sought", ["asa", "ÅSA", "ström", "strom asa", "asa@ekby", "ASA@EKBY.EXAMPLE", "  Åsa  "]
)
def test_a_person_is_found_by_words_of_the_name_or_address(
    admin: Client, cast: Cast, sought: str
) -> None:
    asa = add_person("Asa", cast.organisation, Role.UNDERVISNING, cast.bjork)
    asa.name = "Åsa Strömbäck"
    asa.save()
    assert names(admin.get(LIST, {"q": sought})) == ["Åsa Strömbäck"]


def test_a_name_that_is_no_latin_letters_finds_nobody_rather_than_everybody(cast: Cast) -> None:
    assert not found_by(people_of(cast.organisation), "李").exists()


def test_people_stand_in_the_order_of_the_swedish_alphabet(admin: Client, cast: Cast) -> None:
    for name in ("Örjan", "Zara", "Åke", "Ärla"):
        add_person(name, cast.organisation, Role.UNDERVISNING, cast.tall)
    shown = names(admin.get(LIST, {"unit": "tallens-forskola"}))
    assert shown == ["Tove", "Zara", "Åke", "Ärla", "Örjan"]


def test_the_list_is_narrowed_by_unit_and_role_held_together(admin: Client, cast: Cast) -> None:
    """A rektor at one unit who teaches at another is no rektor there."""
    Membership.objects.create(
        user=cast.rektor, organisation=cast.organisation, unit=cast.lill, role=Role.UNDERVISNING
    )
    assert names(admin.get(LIST, {"unit": "lillskolan", "role": "rektor"})) == ["Love"]
    assert "Rut" in names(admin.get(LIST, {"unit": "lillskolan"}))


def test_those_not_in_without_address_and_gone_can_be_listed(admin: Client, cast: Cast) -> None:
    User.objects.exclude(pk=cast.few[0].pk).update(last_login=timezone.now())
    assert names(admin.get(LIST, {"which": "nya"})) == ["Fia"]
    User.objects.filter(pk=cast.few[1].pk).update(email=None)
    assert names(admin.get(LIST, {"which": "utan-adress"})) == ["Folke"]
    cast.few[0].memberships.update(ended_on=today())
    assert names(admin.get(LIST, {"which": "slutade"})) == ["Fia"]
    assert names(admin.get(LIST, {"which": "slutade", "unit": "bjorkskolan"})) == []
    assert "Fia" not in names(admin.get(LIST))


def test_others_people_are_not_here(admin: Client, cast: Cast) -> None:
    assert "Ove" not in names(admin.get(LIST))
    assert admin.get(page_of(cast.outsider)).status_code == 404


def test_a_search_as_one_types_replaces_the_list_alone(admin: Client, cast: Cast) -> None:
    page = admin.get(LIST, {"q": "fia"})
    part = admin.get(LIST, {"q": "fia"}, headers={"HX-Request": "true"}).content.decode()
    found, _, status = part.partition('<p id="found-status"')
    assert found.strip() in page.content.decode()
    assert found.strip().startswith('<section id="found"')
    assert "1 person<" in status
    assert "HX-Request" in page["Vary"]
    assert 'hx-target="#found"' in page.content.decode()
    assert "<input" not in part
    back = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<main" in admin.get(LIST, headers=back).content.decode()


def test_fifty_a_page_and_the_choice_goes_with_to_the_next(admin: Client, cast: Cast) -> None:
    for number in range(51):
        add_person(f"N{number}", cast.organisation, Role.UNDERVISNING, cast.tall)
    first = admin.get(LIST, {"unit": "tallens-forskola"})
    assert len(names(first)) == 50
    assert "?unit=tallens-forskola&amp;sida=2" in first.content.decode()
    assert len(names(admin.get(LIST, {"unit": "tallens-forskola", "sida": "2"}))) == 2


@pytest.mark.parametrize("people", [1, 3])
def test_a_longer_list_takes_no_more_queries(
    admin: Client, cast: Cast, django_assert_num_queries: Any, people: int
) -> None:
    unit = add_unit(cast.organisation, "Nya skolan", "nya-skolan", "GR")
    for name in ("Nina", "Nils", "Noor")[:people]:
        add_person(name, cast.organisation, Role.UNDERVISNING, unit)
    with django_assert_num_queries(8):
        assert len(names(admin.get(LIST, {"unit": "nya-skolan"}))) == people


# Adding


def test_somebody_new_is_added_with_what_they_do(admin: Client, cast: Cast) -> None:
    sent = {
        "name": "Åsa Ek",
        "email": "Asa.Ek@Ekby.Example",
        "role": "rektor",
        "unit": cast.tall.pk,
    }
    page = admin.post(NEW, sent, follow=True)
    asa = User.objects.get(email="asa.ek@ekby.example")
    assert page.redirect_chain == [(page_of(asa), 302)]
    assert "<b>Rektor</b>, <a" in main(page)
    assert verbs() == ["person.added", "membership.added"]


def test_the_same_address_in_another_case_is_the_same_person(admin: Client, cast: Cast) -> None:
    sent = {"name": "Tea igen", "email": "TEA@ekby.example", "role": "rektor", "unit": cast.lill.pk}
    admin.post(NEW, sent)
    tea = cast.teachers[0]
    assert set(tea.memberships.values_list("role", "unit")) == {
        ("undervisning", cast.bjork.pk),
        ("rektor", cast.lill.pk),
    }
    tea.refresh_from_db()
    assert tea.name == "Tea"
    assert "person.added" not in verbs()


def test_the_unit_that_one_came_from_is_chosen(admin: Client, cast: Cast) -> None:
    page = admin.get(NEW, {"enhet": "lillskolan"})
    assert f'<option value="{cast.lill.pk}" selected>' in page.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("name", "", "Skriv personens namn."),
        ("role", "", "Välj en roll."),
        ("unit", "", "Välj den enhet där personen är det."),
        ("role", "huvudman", "Den rollen gäller hela huvudmannen. Välj ingen enhet."),
        ("email", "anna", "Det här ser inte ut som en e-postadress."),
        ("email", "ann\u0430@ekby.example", "”\u0430” (CYRILLIC SMALL LETTER A)"),
        ("email", "anna@ekb\u0443.example", "”\u0443” (CYRILLIC SMALL LETTER U)"),
        ("email", "an\u200bna@ekby.example", "(ZERO WIDTH SPACE)"),
        ("email", "åsa@ekby.example", "”å” (LATIN SMALL LETTER A WITH RING ABOVE)"),
        ("email", "a" * 250 + "@ekby.example", "254"),
        ("name", "N" * 151, "150"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_added(
    admin: Client, cast: Cast, field: str, value: str, told: str
) -> None:
    sent = {"name": "Anna", "email": "anna@ekby.example", "role": "rektor", "unit": cast.lill.pk}
    before = User.objects.count()
    response = admin.post(NEW, sent | {field: value})
    assert response.status_code == 422
    assert told in main(response)
    assert User.objects.count() == before


def test_who_has_it_already_is_not_added_twice(admin: Client, cast: Cast) -> None:
    sent = {"name": "Rut", "email": "rut@ekby.example", "role": "rektor", "unit": cast.bjork.pk}
    assert "Rut har redan det uppdraget." in main(admin.post(NEW, sent))
    assert cast.rektor.memberships.count() == 1


def test_somebody_without_an_address_can_be_added(admin: Client, cast: Cast) -> None:
    admin.post(NEW, {"name": "Ali", "role": "undervisning", "unit": cast.tall.pk})
    assert User.objects.get(name="Ali").email is None


# A person's page


@pytest.mark.parametrize("number", [1, 3])
def test_more_to_do_takes_no_more_queries(
    admin: Client, cast: Cast, django_assert_num_queries: Any, number: int
) -> None:
    for unit in (cast.lill, cast.tall)[: number - 1]:
        Membership.objects.create(
            user=cast.rektor, organisation=cast.organisation, unit=unit, role=Role.REKTOR
        )
    with django_assert_num_queries(12):
        admin.get(page_of(cast.rektor))


def test_the_page_tells_what_they_do_and_have_done(admin: Client, cast: Cast) -> None:
    Membership.objects.create(
        user=cast.rektor, organisation=cast.organisation, unit=cast.tall, role=Role.REKTOR
    )
    ended = Membership.objects.create(
        user=cast.rektor,
        organisation=cast.organisation,
        unit=cast.lill,
        role=Role.UNDERVISNING,
        ended_on=today(),
    )
    page = main(admin.get(page_of(cast.rektor)))
    assert "Björkskolan" in page
    assert "Tallens förskola" in page
    assert "Tidigare uppdrag" in page
    assert f"/uppdrag/{ended.pk}/avsluta/" not in page


def test_an_address_that_somebody_has_elsewhere_is_not_shown_where_they_left(
    admin: Client, cast: Cast
) -> None:
    elsewhere = cast.outsider.memberships.get().organisation
    Membership.objects.create(user=cast.few[0], organisation=elsewhere, role=Role.HUVUDMAN)
    assert "fia@" in main(admin.get(page_of(cast.few[0])))
    cast.few[0].memberships.filter(organisation=cast.organisation).update(ended_on=today())
    assert "fia@" not in main(admin.get(page_of(cast.few[0])))
    assert "fia@" not in main(admin.get(LIST, {"which": "slutade"}))


def test_who_has_left_can_be_forgotten(admin: Client, cast: Cast) -> None:
    forget = f"{page_of(cast.few[0])}ta-bort/"
    assert forget not in main(admin.get(page_of(cast.few[0])))
    cast.few[0].memberships.update(ended_on=today())
    assert forget in main(admin.get(page_of(cast.few[0])))
    admin.post(forget, {"confirmed": "on"})
    page = main(admin.get(page_of(cast.few[0])))
    assert "andra/" not in page
    assert forget not in page
    sent = {"name": "Ny", "email": "ny@ekby.example"}
    assert admin.post(f"{page_of(cast.few[0])}andra/", sent).status_code == 403


# Changing name and address


def test_a_name_is_corrected_and_nobody_is_signed_out(admin: Client, cast: Cast) -> None:
    theirs = Client()
    theirs.force_login(cast.rektor)
    edited(admin, cast.rektor, name="Rut Ek")
    cast.rektor.refresh_from_db()
    assert cast.rektor.name == "Rut Ek"
    assert theirs.get("/ekby/").status_code == 200
    assert verbs() == ["person.changed"]


def test_a_new_address_signs_out_everywhere_and_voids_the_invitation(
    admin: Client, cast: Cast, settings: Any
) -> None:
    settings.MAILS_PER_MINUTE = 6_000_000
    invite(cast.organisation, User.objects.filter(pk=cast.rektor.pk), cast.admin)
    send_due()
    link = link_in(mail.outbox[-1].body)
    theirs = Client()
    theirs.force_login(cast.rektor)
    assert theirs.get("/ekby/").status_code == 200
    edited(admin, cast.rektor, email="rut.ek@ekby.example")
    assert theirs.get("/ekby/").status_code == 302
    assert (mail.outbox[-1].to, "ny adress" in mail.outbox[-1].subject) == (
        ["rut@ekby.example"],
        True,
    )
    assert Invitation.objects.get().revoked_at
    page = Client().get(link, follow=True).content.decode()
    assert "Länken gäller inte längre" in page


def test_a_code_on_its_way_to_the_old_address_lets_nobody_in(admin: Client, cast: Cast) -> None:
    theirs = Client()
    code = ask_for_code(theirs, "rut@ekby.example")
    edited(admin, cast.rektor, email="rut.ek@ekby.example")
    assert theirs.post(CODE, {"code": code}).url.startswith("/logga-in/")
    assert signed_in_as(theirs) is None


def test_ones_own_new_address_leaves_one_signed_in_here_alone(admin: Client, cast: Cast) -> None:
    elsewhere = Client()
    elsewhere.force_login(cast.admin)
    edited(admin, cast.admin, email="agnes.ek@ekby.example")
    assert admin.get(LIST).status_code == 200
    assert elsewhere.get(LIST).status_code == 302


def test_of_two_who_change_an_address_the_later_is_told(admin: Client, cast: Cast) -> None:
    stale = {"name": "Rut", "email": "ny@ekby.example", "seen": "rut@ekby.example"}
    edited(admin, cast.rektor, email="forst@ekby.example")
    response = admin.post(f"{page_of(cast.rektor)}andra/", stale)
    assert response.status_code == 422
    assert "Någon annan har just ändrat adressen till forst@ekby.example." in main(response)
    cast.rektor.refresh_from_db()
    assert cast.rektor.email == "forst@ekby.example"
    again = {**stale, "seen": response.context["form"]["seen"].value()}
    assert admin.post(f"{page_of(cast.rektor)}andra/", again).status_code == 302
    cast.rektor.refresh_from_db()
    assert cast.rektor.email == "ny@ekby.example"


def test_somebody_elses_address_is_refused_in_any_case(admin: Client, cast: Cast) -> None:
    response = edited(admin, cast.rektor, email="LOVE@ekby.example")
    assert response.status_code == 422
    assert "Adressen används av någon annan i portalen." in main(response)
    assert "Ändra Rut" in main(response)


def test_an_administrator_keeps_an_address_to_sign_in_with(admin: Client, cast: Cast) -> None:
    response = edited(admin, cast.admin, email="")
    assert response.status_code == 422
    assert "En administratör behöver en adress." in main(response)
    assert edited(admin, cast.rektor, email="").status_code == 302
    cast.rektor.refresh_from_db()
    assert cast.rektor.email is None


def test_who_works_elsewhere_too_is_not_changed_by_one_of_them(admin: Client, cast: Cast) -> None:
    elsewhere = cast.outsider.memberships.get().organisation
    Membership.objects.create(user=cast.rektor, organisation=elsewhere, role=Role.HUVUDMAN)
    assert "Be den som driver portalen." in main(admin.get(f"{page_of(cast.rektor)}andra/"))
    sent = {"name": "Rut", "email": "min@ekby.example", "seen": "rut@ekby.example"}
    assert admin.post(f"{page_of(cast.rektor)}andra/", sent).status_code == 403


def test_a_protected_person_is_given_neither_name_nor_address(admin: Client, cast: Cast) -> None:
    User.objects.filter(pk=cast.rektor.pk).update(name="", email=None, is_protected=True)
    sent = {"name": "Rut", "email": "rut@ekby.example", "seen": ""}
    assert admin.post(f"{page_of(cast.rektor)}andra/", sent).status_code == 403
