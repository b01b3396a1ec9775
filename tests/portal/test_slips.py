import datetime
import re
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from portal import pdf
from portal.days import today
from portal.models import AuditEvent, Membership, Slip, User
from portal.slip_codes import ALPHABET, as_made, grouped, is_well_typed, new_code
from portal.slips import allowed, renew
from portal.terms import Role
from tests.conftest import Cast, add_person
from tests.pdfs import elements, open_pdf, text_of, unembedded_fonts

UNIT = "/ekby/enheter/bjorkskolan/lappar/"
DOOR = "/logga-in/lapp/"
CODE = re.compile(r"\b\w{4}-\w{4}-\w{4}-\w{2}\b")


@pytest.fixture
def admin(client: Client, cast: Cast) -> Client:
    client.force_login(cast.admin)
    return client


@pytest.fixture
def tea(cast: Cast) -> User:
    """A teacher without an address."""
    return without_address(cast.teachers[0])


def without_address(user: User) -> User:
    User.objects.filter(pk=user.pk).update(email=None)
    user.refresh_from_db()
    return user


def page_of(person: User) -> str:
    return f"/ekby/personer/{person.pk}/lapp/"


def code_for(cast: Cast, person: User) -> str:
    code = new_code()
    renew(cast.organisation, {person: code}, cast.admin)
    return code


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def come_in(code: str, **more: str) -> Client:
    client = Client()
    client.post(DOOR, {"code": code, **more})
    return client


def test_from_the_printer_to_the_portal_and_out_again(admin: Client, cast: Cast, tea: User) -> None:
    printed = admin.post(UNIT, {"people": [tea.pk]})
    assert printed["Content-Disposition"] == 'attachment; filename="inloggningslappar.pdf"'
    assert "no-store" in printed["Cache-Control"]
    code = CODE.search(text_of(printed.content))
    assert code
    teacher = Client()
    assert teacher.post(DOOR, {"code": code[0]}).url == "/ekby/"
    assert signed_in_as(teacher) == str(tea.pk)
    assert teacher.get("/ekby/").status_code == 200
    assert Slip.objects.get().last_used_on == today()
    page = admin.post(f"{page_of(tea)}dra-tillbaka/", follow=True).content.decode()
    assert "Lappen för Tea gäller inte längre." in page
    assert teacher.get("/ekby/").status_code == 302
    assert "Koden gäller inte." in teacher.post(DOOR, {"code": code[0]}).content.decode()
    assert signed_in_as(teacher) is None
    events = AuditEvent.objects.order_by("pk")
    assert [(each.verb, each.actor, each.person) for each in events] == [
        ("slip.made", cast.admin, tea),
        ("slip.revoked", cast.admin, tea),
    ]


def test_a_code_is_beyond_guessing_and_only_its_hash_is_kept(cast: Cast, tea: User) -> None:
    assert len(ALPHABET) ** 13 > 2**63
    assert not set(ALPHABET) & set("01ILO")
    code = code_for(cast, tea)
    assert code not in str(Slip.objects.values())
    assert code not in str(AuditEvent.objects.values())


def test_the_database_alone_lets_nobody_in(cast: Cast, tea: User, settings: Any) -> None:
    code = code_for(cast, tea)
    key, settings.SECRET_KEY = settings.SECRET_KEY, "another portal's key"
    assert signed_in_as(come_in(code)) is None
    settings.SECRET_KEY_FALLBACKS = [key]
    assert signed_in_as(come_in(code)) == str(tea.pk)


@pytest.mark.parametrize(
    "typed",
    [
        grouped,
        str.lower,
        lambda code: f"  {code[:5]} {code[5:].lower()} ",
        lambda code: grouped(code).replace("-", "\u2013"),
        lambda code: code.replace("5", "s").replace("V", "u"),
    ],
    ids=["as printed", "lower case", "spaces", "another dash", "look-alikes"],
)
def test_a_code_may_be_typed_as_one_likes(cast: Cast, tea: User, typed: Any) -> None:
    assert signed_in_as(come_in(typed(code_for(cast, tea)))) == str(tea.pk)


def test_any_wrong_character_is_told_from_a_code_that_is_void(client: Client, cast: Cast) -> None:
    code = new_code()
    assert is_well_typed(code)
    for place, right in enumerate(code):
        for wrong in set(ALPHABET) - {right}:
            assert not is_well_typed(code[:place] + wrong + code[place + 1 :])
    for place in range(len(code) - 1):
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert swapped == code or not is_well_typed(swapped)
    mistyped = code[:-1] + ("2" if code[-1] != "2" else "3")
    page = client.post(DOOR, {"code": mistyped})
    assert page.status_code == 422
    assert "Något tecken har blivit fel." in page.content.decode()
    assert f'value="{mistyped}"' in page.content.decode()


@pytest.mark.parametrize("typed", ["", "x" * 61, "\0", "0" * 14, "😀", "ß" * 14, "åäö", "x" * 14])
def test_what_is_no_code_is_told_so(client: Client, db: None, typed: str) -> None:
    page = client.post(DOOR, {"code": typed})
    assert page.status_code == 422
    assert 'class="errorlist"' in page.content.decode()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda slip: Slip.objects.update(revoked_at=timezone.now()),
        lambda slip: Slip.objects.all().delete(),
        lambda slip: User.objects.filter(pk=slip.user_id).update(is_active=False),
        lambda slip: Membership.objects.filter(user=slip.user_id).update(ended_on=today()),
        lambda slip: Membership.objects.create(
            user_id=slip.user_id, organisation=slip.organisation, role=Role.ADMIN
        ),
        lambda slip: Membership.objects.create(
            user_id=slip.user_id,
            organisation=Membership.objects.get(user__name="Ove").organisation,
            role=Role.HUVUDMAN,
        ),
    ],
    ids=["revoked", "unknown", "inactive", "left", "administrator", "works elsewhere too"],
)
def test_a_slip_that_is_void_gets_one_answer_and_lets_nobody_in(
    client: Client, cast: Cast, tea: User, spoil: Any, django_assert_num_queries: Any
) -> None:
    code = code_for(cast, tea)
    spoil(Slip.objects.get())
    with django_assert_num_queries(25):
        response = client.post(DOOR, {"code": code})
    assert response.status_code == 422
    assert "Koden gäller inte. Har du fått en nyare lapp?" in response.content.decode()
    assert signed_in_as(client) is None


def test_an_end_elsewhere_does_not_matter(cast: Cast, tea: User) -> None:
    elsewhere = cast.outsider.memberships.get().organisation
    Membership.objects.create(
        user=tea, organisation=elsewhere, role=Role.HUVUDMAN, ended_on=today()
    )
    assert signed_in_as(come_in(code_for(cast, tea))) == str(tea.pk)


def test_a_page_that_is_asked_for_signs_nobody_in(client: Client, cast: Cast, tea: User) -> None:
    page = client.get(DOOR, {"code": code_for(cast, tea)})
    assert signed_in_as(client) is None
    assert 'autocomplete="off"' in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_the_address_on_the_slip_is_found_as_it_is_printed(client: Client, db: None) -> None:
    assert client.get("/logga-in/lapp", follow=True).status_code == 200
    assert DOOR in client.get("/logga-in/").content.decode()


def test_it_leads_to_where_the_person_was_going_and_nowhere_else(cast: Cast, tea: User) -> None:
    code = code_for(cast, tea)
    asked = {"code": code, "next": "/ekby/omgangar/"}
    assert Client().post(DOOR, asked).url == "/ekby/omgangar/"
    assert Client().post(DOOR, asked | {"next": "https://evil.example/"}).url == "/ekby/"
    way = Client().get("/ekby/", follow=True).content.decode()
    assert f"{DOOR}?next=/ekby/" in way


def test_who_has_a_second_factor_is_asked_for_it(client: Client, cast: Cast, tea: User) -> None:
    TOTP.activate(tea, "JBSWY3DPEHPK3PXP")
    code = code_for(cast, tea)
    assert client.post(DOOR, {"code": code}).url == "/logga-in/andra-steget/kod/"
    assert signed_in_as(client) is None


def test_too_many_tries_from_one_address_are_held_back(
    client: Client, cast: Cast, tea: User, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"slip_sign_in": "2/m/ip,100/m/key"}
    code = code_for(cast, tea)
    for _ in range(2):
        assert client.post(DOOR, {"code": new_code()}).status_code == 422
    held_back = client.post(DOOR, {"code": code})
    assert held_back.status_code == 429
    assert "Vänta en minut" in held_back.content.decode()
    assert f'value="{code}"' in held_back.content.decode()
    assert signed_in_as(client) is None
    elsewhere = Client(REMOTE_ADDR="192.0.2.1")
    elsewhere.post(DOOR, {"code": code})
    assert signed_in_as(elsewhere) == str(tea.pk)


def test_too_many_tries_from_everywhere_are_held_back(cast: Cast, tea: User, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"slip_sign_in": "100/m/ip,2/m/key"}
    code = code_for(cast, tea)
    tries = [
        Client(REMOTE_ADDR=f"192.0.2.{place}").post(DOOR, {"code": code}).status_code
        for place in range(3)
    ]
    assert tries == [302, 302, 429]


def test_a_school_comes_in_from_one_address(cast: Cast, tea: User) -> None:
    code = code_for(cast, tea)
    assert all(signed_in_as(come_in(code)) for _ in range(40))


def test_a_new_slip_makes_the_old_one_void_and_puts_its_user_out(
    admin: Client, cast: Cast, tea: User
) -> None:
    old = code_for(cast, tea)
    teacher = come_in(old)
    new = CODE.search(text_of(admin.post(page_of(tea)).content))
    assert new
    assert teacher.get("/ekby/").status_code == 302
    assert signed_in_as(come_in(old)) is None
    assert signed_in_as(come_in(new[0])) == str(tea.pk)
    assert Slip.objects.live().count() == 1


def test_a_first_slip_signs_nobody_out(admin: Client, cast: Cast) -> None:
    teacher = Client()
    teacher.force_login(cast.teachers[1])
    admin.post(page_of(cast.teachers[1]))
    assert teacher.get("/ekby/").status_code == 200


def test_nobody_has_two_slips_that_hold(cast: Cast, tea: User) -> None:
    code_for(cast, tea)
    with pytest.raises(IntegrityError), transaction.atomic():
        Slip.objects.create(user=tea, organisation=cast.organisation, code_hash="x")


def test_the_unit_page_tells_who_needs_one_and_who_has_one(
    admin: Client, cast: Cast, tea: User
) -> None:
    tim = without_address(cast.teachers[1])
    code_for(cast, cast.teachers[2])
    code_for(cast, tim)
    Slip.objects.filter(user=tim).update(last_used_on=datetime.date(2026, 11, 3))
    page = admin.get(UNIT)
    assert [str(person) for person in page.context["people"]] == ["Tea", "Tim", "Ture"]
    assert page.context["form"]["people"].value() == [tea.pk]
    text = page.content.decode()
    assert re.search(rf'value="{tea.pk}"[^>]* checked>\s*<span[^>]*>Tea</span>', text)
    assert "Senast använd 3 november 2026" in text
    assert "Inte använd än" in text
    assert "Ingen lapp" in text


def test_where_everybody_has_an_address_nobody_needs_one(admin: Client) -> None:
    assert "Ingen här behöver en lapp" in admin.get(UNIT).content.decode()


def test_an_administrator_and_who_works_elsewhere_can_have_none(
    admin: Client, cast: Cast, tea: User
) -> None:
    Membership.objects.create(user=tea, organisation=cast.organisation, role=Role.ADMIN)
    elsewhere = cast.outsider.memberships.get().organisation
    tim = without_address(cast.teachers[1])
    Membership.objects.create(user=tim, organisation=elsewhere, role=Role.HUVUDMAN)
    page = admin.get(UNIT)
    assert [str(person) for person in page.context["barred"]] == ["Tea", "Tim"]
    assert list(page.context["people"]) == []
    for person in (tea, tim, cast.admin):
        assert "kan inte få en lapp" in admin.get(page_of(person)).content.decode()
        assert admin.post(page_of(person)).status_code == 403
    assert admin.post(UNIT, {"people": [tea.pk]}).status_code == 422
    assert not Slip.objects.exists()


@pytest.mark.parametrize(
    ("people", "told"),
    [([], "Välj minst en person."), (["x"], "Det gick inte att läsa"), ([0], "Någon av dem")],
)
def test_a_choice_that_is_none_is_told_so(
    admin: Client, tea: User, people: list[Any], told: str
) -> None:
    page = admin.post(UNIT, {"people": people})
    assert page.status_code == 422
    assert told in page.content.decode()


def test_people_of_another_unit_are_not_printed_here(admin: Client, cast: Cast, tea: User) -> None:
    assert admin.post(UNIT, {"people": [without_address(cast.few[0]).pk]}).status_code == 422


def test_people_of_another_organisation_are_not_here(admin: Client, cast: Cast) -> None:
    for page in (page_of(cast.outsider), f"{page_of(cast.outsider)}dra-tillbaka/"):
        assert admin.post(page).status_code == 404


def test_who_has_no_slip_has_none_to_draw_back(admin: Client, tea: User) -> None:
    page = admin.post(f"{page_of(tea)}dra-tillbaka/", follow=True).content.decode()
    assert "Tea har ingen lapp." in page
    assert not AuditEvent.objects.exists()


def test_slips_that_could_not_be_printed_leave_the_old_ones(
    admin: Client, cast: Cast, tea: User, monkeypatch: Any
) -> None:
    code = code_for(cast, tea)
    monkeypatch.setattr(pdf, "SOURCE_LIMIT", 10)
    page = admin.post(page_of(tea), follow=True)
    assert "Dokumentet är för stort" in page.content.decode()
    assert signed_in_as(come_in(code)) == str(tea.pk)
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(("people", "pages"), [(1, 1), (8, 1), (9, 2), (25, 4)])
def test_the_paper_has_a_slip_for_each(admin: Client, cast: Cast, people: int, pages: int) -> None:
    names = [f"Åsa Öhrn {number}" for number in range(people)]
    for number, name in enumerate(names):
        person = User.objects.create_user(None, name)
        Membership.objects.create(
            user=person,
            organisation=cast.organisation,
            role=Role.REKTOR if number == 0 else Role.UNDERVISNING,
            unit=cast.bjork,
        )
    chosen = admin.get(UNIT).context["form"]["people"].value()
    content = admin.post(UNIT, {"people": chosen}).content
    paper, text = open_pdf(content), text_of(content)
    assert len(paper.pages) == pages
    assert len(set(CODE.findall(text))) == people
    assert all(name in text for name in names)
    assert text.count("Björkskolan, Ekby kommun") == people
    assert "localhost:8000/logga-in/lapp" in text
    assert len(elements(paper, "/H1")) == people
    assert [str(each.Alt) for each in elements(paper, "/Figure")] == [
        "Rutmönster som leder till sidan där du loggar in"
    ] * people
    assert paper.Root.Lang == "sv"
    assert not unembedded_fonts(paper)


def test_the_longest_names_leave_room_for_the_code(admin: Client, cast: Cast, tea: User) -> None:
    User.objects.filter(pk=tea.pk).update(name="Å" * 150)
    type(cast.bjork).objects.update(name="W" * 150)
    content = admin.post(page_of(tea)).content
    assert len(open_pdf(content).pages) == 1
    assert CODE.search(text_of(content))


def test_who_is_protected_is_a_number_on_the_slip(admin: Client, cast: Cast) -> None:
    person = User.objects.create_user(None, "")
    User.objects.filter(pk=person.pk).update(is_protected=True)
    Membership.objects.create(
        user=person, organisation=cast.organisation, role=Role.UNDERVISNING, unit=cast.bjork
    )
    assert f"Person {person.pk}" in text_of(admin.post(page_of(person)).content)


def test_the_card_on_a_persons_page_follows_the_slip(cast: Cast, tea: User) -> None:
    def card(person: User) -> str:
        context = {"person": person, "organisation": cast.organisation}
        return render_to_string("portal/people/actions/slip.html", context)

    assert "Ingen lapp" in card(tea)
    assert "dra-tillbaka" not in card(tea)
    code_for(cast, tea)
    assert f'action="{page_of(tea)}dra-tillbaka/"' in card(tea)
    assert f'href="{page_of(tea)}"' in card(tea)
    assert card(cast.admin).strip() == ""


@pytest.mark.parametrize("people", [1, 3])
def test_queries_of_the_page(
    admin: Client, cast: Cast, django_assert_num_queries: Any, people: int
) -> None:
    for user in cast.teachers[:people]:
        code_for(cast, without_address(user))
    with django_assert_num_queries(12):
        response = admin.get(UNIT)
    assert len(response.context["people"]) == people


@pytest.mark.parametrize("people", [1, 3])
def test_queries_of_printing(
    admin: Client, cast: Cast, django_assert_num_queries: Any, people: int
) -> None:
    chosen = [without_address(user).pk for user in cast.teachers[:people]]
    with django_assert_num_queries(22):
        admin.post(UNIT, {"people": chosen})
    assert Slip.objects.live().count() == people


def test_who_may_have_one(cast: Cast) -> None:
    add_person("Dag", cast.organisation, Role.ADMIN)
    names = {str(person) for person in allowed(cast.organisation)}
    assert names == {
        "Sigrid", "Rut", "Love", "Tove", "Fia", "Folke",
        "Tea", "Tim", "Ture", "Tyra", "Tage", "Tilda",
    }  # fmt: skip


def test_what_is_typed_is_read_as_it_was_made() -> None:
    assert as_made(" su-23 \u2014 ab\u00a0") == "5V23AB"
