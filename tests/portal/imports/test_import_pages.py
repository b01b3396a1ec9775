"""Reading in by hand: a file, its preview and the yes, and everything that can come between."""

import json
import re
from typing import Any

import pytest
from django.conf import settings as conf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.days import today
from portal.imports.keeping import keep
from portal.imports.records import Fault, StaffReading, StaffRecord, UnitReading
from portal.models import AuditEvent, Import, Membership, Unit, User
from portal.models.imports import KEPT
from portal.terms import UNIT_ROLES, Role
from tests.conftest import Cast, add_person
from tests.portal.imports.records import staff, unit
from tests.portal.imports.school_data import school_data

START = "/ekby/inlasning/"


@pytest.fixture
def admin(client: Client, cast: Cast) -> Client:
    client.force_login(cast.admin)
    return client


def upload(client: Client, kind: str, document: Any, name: str = "fil.json", **more: str) -> Any:
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    file = SimpleUploadedFile(name, data)
    return client.post(START, {"kind": kind, "file": file}, headers=more)


def preview_of(cast: Cast, reading: UnitReading | StaffReading) -> str:
    return f"{START}{keep(cast.organisation, cast.admin, 'personal.xlsx', reading).pk}/"


def text_of(response: Any) -> str:
    """What a person reads, on one line."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main.replace("<wbr>", "")).split())


def counts(response: Any) -> list[int]:
    return [int(found) for found in re.findall(r"<dd>(\d+)</dd>", response.content.decode())]


def say_yes(client: Client, address: str, **answers: Any) -> Any:
    seen = client.get(address).context["seen"]
    return client.post(address, {"seen": seen, **answers}, follow=True)


def test_from_a_file_to_units_in_the_portal(admin: Client, cast: Cast) -> None:
    document = school_data()
    document["organisations"][-1]["displayName"] = "Granens förskola"
    page = admin.get(upload(admin, "units", document).url)
    assert "Det här skulle ändras" in text_of(page)
    assert counts(page) == [1, 1, 0, 0]
    assert "Granens förskola" in text_of(page)
    assert "Skolenhetskod: 12345678" in text_of(page)
    assert Unit.objects.count() == 3
    done = say_yes(admin, page.request["PATH_INFO"])
    assert done.redirect_chain == [(START, 302)]
    assert "Inläst: 1 ny enhet och 1 ändrad." in text_of(done)
    assert Unit.objects.count() == 4
    assert not Import.objects.exists()
    again = admin.get(upload(admin, "units", document).url)
    assert "Inget att ändra" in text_of(again)


def test_words_that_decide_no_role_are_asked_before_anything_is_shown(
    admin: Client, cast: Cast
) -> None:
    address = upload(admin, "staff", school_data()).url
    asked = admin.get(address)
    assert "Vad svarar de som?" in text_of(asked)
    assert "Kurator (1 rad)" in text_of(asked)
    unanswered = admin.post(f"{address}roller/", {"duty-0": ""})
    assert unanswered.status_code == 422
    assert "Välj vad de ska svara som" in text_of(unanswered)
    answered = admin.post(f"{address}roller/", {"duty-0": "undervisning"})
    assert answered.url == address
    page = admin.get(address)
    assert "Kim Lind kim@ekby.example Undervisning, Björkskolan" in text_of(page)
    assert "Person med skyddade uppgifter" in text_of(page)
    assert "Hemlig" not in text_of(page)
    done = say_yes(admin, address, leavers="stay")
    assert "Inläst: 2 nya personer och 2 ändrade." in text_of(done)
    assert User.objects.get(email="kim@ekby.example").memberships.get().unit == cast.bjork


def test_faults_stop_everything_and_say_where_and_what_to_do(admin: Client, cast: Cast) -> None:
    reading = StaffReading([staff("Ny"), staff("Till", "till@x.example", "Granskolan")])
    reading.faults.append(Fault("rad 7, kolumn Roll", "Rollen saknas. Fyll i den."))
    address = preview_of(cast, reading)
    page = admin.get(address)
    assert "2 fel att rätta" in text_of(page)
    assert "rad 7, kolumn Roll Rollen saknas. Fyll i den." in text_of(page)
    assert "rad om Till, kolumn Enhet Granskolan finns inte" in text_of(page)
    assert "Läs in filen igen" in text_of(page)
    assert 'name="seen"' not in page.content.decode()
    refused = admin.post(address, {"seen": page.context["seen"]})
    assert refused.status_code == 409
    assert not User.objects.filter(name="Ny").exists()


def test_long_lists_are_cut_and_counted(admin: Client, cast: Cast) -> None:
    rows = [staff(f"Person {n}", f"p{n}@x.example") for n in range(130)]
    page = admin.get(preview_of(cast, StaffReading(rows, roles=())))
    assert counts(page)[0] == 130
    assert "Person 99" in text_of(page)
    assert "Person 100" not in text_of(page)
    assert "och 30 till" in text_of(page)


def test_when_many_would_leave_the_person_has_to_choose(admin: Client, cast: Cast) -> None:
    address = preview_of(cast, StaffReading([staff("Ny", "ny@x.example")], roles=UNIT_ROLES))
    page = admin.get(address)
    assert "Det är ovanligt många" in text_of(page)
    assert not re.search(r"<input[^>]*leavers[^>]*checked", page.content.decode())
    seen = page.context["seen"]
    refused = admin.post(address, {"seen": seen})
    assert refused.status_code == 422
    assert "Välj om uppdragen ska avslutas" in text_of(refused)
    assert not Membership.objects.exclude(ended_on=None).exists()
    say_yes(admin, address, leavers="stay")
    assert not Membership.objects.exclude(ended_on=None).exists()
    assert User.objects.filter(name="Ny").exists()


def test_few_who_leave_are_ended_unless_the_person_says_otherwise(
    admin: Client, cast: Cast
) -> None:
    names = ["Tea", "Tim", "Ture", "Tyra", "Tage", "Tilda"]
    rows = [staff(name, f"{name.lower()}@ekby.example") for name in names]
    rows.append(staff("Fia", "fia@ekby.example", "Lillskolan"))
    address = preview_of(cast, StaffReading(rows, roles=UNIT_ROLES))
    page = admin.get(address)
    assert (
        "1 person lämnar De som lämnar Person Ändring Folke Undervisning, Lillskolan avslutas"
        in text_of(page)
    )
    assert re.search(r'<input[^>]*value="end"[^>]*checked', page.content.decode())
    assert "Inläst: 1 avslutat uppdrag." in text_of(say_yes(admin, address, leavers="end"))
    assert cast.few[1].memberships.get().ended_on == today()


def test_a_unit_that_seems_closed_is_told_of_with_a_way_to_its_page(
    admin: Client, cast: Cast
) -> None:
    address = preview_of(cast, UnitReading([unit("Björkskolan")]))
    page = admin.get(address)
    assert "Lillskolan Finns inte i källan" in text_of(page)
    assert 'href="/ekby/enheter/lillskolan/"' in page.content.decode()
    say_yes(admin, address)
    assert not Unit.objects.exclude(closed_on=None).exists()


def test_who_becomes_an_administrator_is_told_of(admin: Client, cast: Cast) -> None:
    reading = StaffReading([StaffRecord("rad 2", "Asta", "asta@x.example", Role.ADMIN)], roles=())
    page = text_of(admin.get(preview_of(cast, reading)))
    assert "Blir administratör, och kan då se och ändra allt hos er: Asta." in page


def test_what_somebody_changed_meanwhile_is_shown_and_nothing_written(
    admin: Client, cast: Cast
) -> None:
    address = preview_of(cast, StaffReading([staff("Ny", "ny@x.example")], roles=()))
    seen = admin.get(address).context["seen"]
    add_person("Ny", cast.organisation, Role.HUVUDMAN)
    User.objects.filter(name="Ny").update(email="ny@x.example")
    page = admin.post(address, {"seen": seen})
    assert page.status_code == 409
    assert "Någon annan har ändrat något under tiden" in text_of(page)
    assert "1 ändrad person" in text_of(page)
    assert Membership.objects.filter(user__name="Ny").count() == 1
    assert "Inläst" in text_of(say_yes(admin, address))
    assert Membership.objects.filter(user__name="Ny").count() == 2


def test_a_second_press_is_told_that_it_is_done(admin: Client, cast: Cast) -> None:
    address = preview_of(cast, StaffReading([staff("Ny", "ny@x.example")], roles=()))
    say_yes(admin, address)
    assert admin.get(address).status_code == 404
    assert admin.post(address, {"seen": "x"}).status_code == 404


def test_it_can_be_cancelled(admin: Client, cast: Cast) -> None:
    address = preview_of(cast, StaffReading([staff("Ny", "ny@x.example")], roles=()))
    done = admin.post(f"{address}avbryt/", follow=True)
    assert "Inläsningen är avbruten. Ingenting är ändrat." in text_of(done)
    assert (Import.objects.count(), AuditEvent.objects.count()) == (0, 0)


@pytest.mark.parametrize("who", ["another administrator", "outsider", "an hour later"])
def test_only_the_one_who_read_it_sees_it_for_an_hour(client: Client, cast: Cast, who: str) -> None:
    address = preview_of(cast, StaffReading([staff("Ny", "ny@x.example")], roles=()))
    if who == "an hour later":
        kept = Import.objects.get()
        Import.objects.update(made_at=kept.made_at - KEPT)
        client.force_login(cast.admin)
    else:
        other = add_person("Alva", cast.organisation, Role.ADMIN)
        client.force_login(cast.outsider if who == "outsider" else other)
    assert client.get(address).status_code == 404
    for verb in ("", "roller/", "avbryt/"):
        assert client.post(f"{address}{verb}", {"seen": "x"}).status_code == 404
    assert Import.objects.count() == 1


# Files


@pytest.mark.parametrize(
    ("kind", "name", "data", "says"),
    [
        ("staff", "fil.json", b"", "Filen är tom"),
        ("staff", "fil.json", b"{", "inte giltig JSON"),
        ("staff", "fil.pdf", b"%PDF-1.7", "Filen är varken Excel (.xlsx) eller CSV"),
        ("units", "fil.json", b'{"a": 1}', "varken från Skolenhetsregistret"),
        ("", "fil.json", b"{}", "Välj om filen har enheter eller personal"),
        ("staff", "fil.json", b"x" * 10_000_001, "Filen är för stor: den får vara högst 10 MB"),
        ("staff", "fil.json", b"x" * 10_200_000, "Filen är för stor: den får vara högst 10 MB"),
    ],
    ids=["empty", "broken", "wrong sort", "other json", "no kind", "too large", "far too large"],
)
def test_a_file_that_cannot_be_read_is_told_at_its_field(
    admin: Client, kind: str, name: str, data: bytes, says: str
) -> None:
    response = upload(admin, kind, data, name)
    assert response.status_code == 422
    assert says in text_of(response)
    assert not Import.objects.exists()


def test_no_file_is_told(admin: Client) -> None:
    assert "Välj en fil." in text_of(admin.post(START, {"kind": "staff"}))
    assert "Välj en fil." in text_of(admin.post(START, {"kind": "staff", "file": "text"}))


def test_a_file_is_never_put_on_disk(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of all sizes stay in memory: the handler that writes to disk is not there."""
    assert conf.FILE_UPLOAD_HANDLERS == ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
    padded = json.dumps(school_data()).encode() + b" " * 5_000_000
    assert upload(admin, "units", padded).status_code == 302


def test_htmx_is_sent_on_and_gets_the_form_alone_when_something_is_wrong(admin: Client) -> None:
    wrong = upload(admin, "staff", b"{", **{"HX-Request": "true"})
    assert wrong.status_code == 422
    assert wrong.content.decode().strip().startswith('<form id="upload"')
    right = upload(admin, "units", school_data(), **{"HX-Request": "true"})
    assert right["HX-Redirect"] == f"{START}{Import.objects.get().pk}/"


def test_the_name_of_a_file_is_only_text(admin: Client) -> None:
    address = upload(admin, "units", school_data(), "<script>&.json").url
    page = admin.get(address).content.decode()
    assert "&lt;script&gt;&amp;.json" in page


@pytest.mark.parametrize("name", ["mall-enheter", "mall-personal"])
def test_there_are_templates_to_fill_in(admin: Client, name: str) -> None:
    for ending in ("xlsx", "csv"):
        response = admin.get(f"{START}{name}.{ending}")
        assert f'attachment; filename="{name}.{ending}"' in response["Content-Disposition"]
        assert b"".join(response.streaming_content)  # type: ignore[attr-defined]


# Services


def test_a_service_is_fetched_from_when_somebody_says_so(
    admin: Client, cast: Cast, school: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STYRKEDJAN_SS12000_EKBY", school.address + "/ss12000/v2")
    monkeypatch.setenv("STYRKEDJAN_SS12000_TOKEN_EKBY", "x")
    assert "Hämta personal från SS 12000-tjänsten" in text_of(admin.get(START))
    failed = admin.post(f"{START}hamta/ss12000-personal/", follow=True)
    assert "godtar inte portalens nyckel" in text_of(failed)
    from tests.portal.imports.services import TOKEN

    monkeypatch.setenv("STYRKEDJAN_SS12000_TOKEN_EKBY", TOKEN)
    response = admin.post(f"{START}hamta/ss12000-enheter/", follow=True)
    assert "Enheter: SS 12000-tjänsten" in text_of(response)
    assert "Det här skulle ändras" in text_of(response)
    assert admin.post(f"{START}hamta/annat/").status_code == 404


def test_without_an_address_there_is_nothing_to_fetch(admin: Client) -> None:
    assert "Hämta" not in text_of(admin.get(START))
    assert admin.post(f"{START}hamta/ss12000-enheter/").status_code == 404


def test_the_page_tells_how_far_one_has_come(admin: Client, cast: Cast) -> None:
    page = text_of(admin.get(START))
    assert "Enheterna 3 enheter finns Personalen 13 personer finns Inbjudan" in page
    assert "12 har inte kommit in: bjud in" in page


# How much it asks of the database


@pytest.mark.parametrize("number", [1, 3])
def test_a_preview_asks_as_much_for_three_as_for_one(
    admin: Client, cast: Cast, number: int
) -> None:
    rows = [staff(f"Ny {n}", f"ny{n}@x.example") for n in range(number)]
    address = preview_of(cast, StaffReading(rows, roles=UNIT_ROLES))
    with CaptureQueriesContext(connection) as queries:
        admin.get(address)
    assert len(queries) == 11
