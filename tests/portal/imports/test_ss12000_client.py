"""Fetching by SS 12000 against a real server that pages and fails as the standard says."""

import time
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from portal.imports import fetching
from portal.imports.records import Unreadable
from portal.imports.ss12000 import fetch_staff, fetch_units, has_service
from portal.models import Organisation
from portal.terms import Role
from tests.portal.imports.services import (
    CUT,
    CUT_HALFWAY,
    NOT_JSON,
    TRICKLES,
    School,
    own_certificate,
    running,
)


def refusal(ekby: Organisation) -> str:
    with pytest.raises(Unreadable) as refused:
        fetch_units(ekby)
    return str(refused.value)


def test_units_are_fetched_page_by_page(school: School, ekby: Organisation) -> None:
    reading = fetch_units(ekby)
    assert [unit.name for unit in reading.records] == ["Björkskolan", "Tallens förskola"]
    assert reading.faults == reading.remarks == []
    assert school.asked == [
        "/ss12000/v2/organisations?limit=200",
        "/ss12000/v2/organisations?pageToken=page-2",
        "/ss12000/v2/organisations?pageToken=page-4",
        "/ss12000/v2/deletedEntities?limit=200&entities=Person&entities=Duty&entities=Organisation",
    ]


def test_staff_is_fetched_and_pupils_are_not_asked_for(school: School, ekby: Organisation) -> None:
    reading = fetch_staff(ekby)
    assert [(staff.name, staff.role, staff.unit_name) for staff in reading.records] == [
        ("Rut Ek", Role.REKTOR, "Björkskolan"),
        ("Rut Ek", Role.REKTOR, "Tallens förskola"),
        ("Tea Alm", Role.UNDERVISNING, "Björkskolan"),
        ("Kim Lind", "", "Björkskolan"),
        ("", Role.UNDERVISNING, "Tallens förskola"),
    ]
    persons = [path for path in school.asked if "/persons" in path]
    assert persons[0] == "/ss12000/v2/persons?limit=200&relationship.entity.type=duty"


def test_who_has_been_deleted_is_left_out_even_if_the_lists_still_tell(
    school: School, ekby: Organisation
) -> None:
    school.deleted = {"persons": ["p-rut"], "duties": ["d-3"]}
    assert [staff.source_id for staff in fetch_staff(ekby).records] == ["p-kim", "p-hemlig"]


def test_a_service_that_keeps_no_list_of_the_deleted_is_read_all_the_same(
    school: School, ekby: Organisation
) -> None:
    school.has_deleted = False
    assert len(fetch_staff(ekby).records) == 5


@pytest.mark.parametrize("trouble", [429, 500, 503, CUT])
def test_what_passes_is_tried_again(school: School, ekby: Organisation, trouble: int | str) -> None:
    school.troubles = [trouble]
    school.headers = {"Retry-After": "0"}
    assert len(fetch_units(ekby).records) == 2
    assert school.asked[:2] == ["/ss12000/v2/organisations?limit=200"] * 2


@pytest.mark.parametrize(
    ("troubles", "tries", "says"),
    [
        ([401], 1, "nyckel"),
        ([403], 1, "rättighet"),
        ([404], 1, "kontrollera den"),
        ([400], 1, "(400)"),
        ([302], 1, "en annan adress"),
        ([429, 429, 429], 3, "Vänta några minuter"),
        ([503, 503, 503], 3, "(503)"),
        ([CUT, CUT, CUT], 3, "bröt förbindelsen"),
        ([CUT_HALFWAY], 1, "bröt förbindelsen"),
        ([NOT_JSON], 1, "annat än JSON"),
    ],
)
def test_a_refusal_says_what_to_do(
    school: School, ekby: Organisation, troubles: list[int | str], tries: int, says: str
) -> None:
    school.troubles = troubles
    school.headers = {"Location": "http://elsewhere.example/", "Retry-After": "0"}
    assert says in refusal(ekby)
    assert len(school.asked) == tries


def test_the_token_is_never_shown(
    school: School, ekby: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STYRKEDJAN_SS12000_TOKEN_EK_BY", "fel-nyckel")
    with pytest.raises(Unreadable) as refused:
        fetch_staff(ekby)
    assert "nyckel" in str(refused.value)
    assert "fel-nyckel" not in repr(refused.value)
    assert refused.value.__cause__ is None


def test_pages_that_start_over_are_not_read_for_ever(school: School, ekby: Organisation) -> None:
    school.never_ends = True
    assert "börjar om" in refusal(ekby)
    assert len(school.asked) == 2


def test_pages_without_end_are_not_read_for_ever(
    school: School, ekby: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.imports.ss12000.client.MOST_PAGES", 2)
    assert "börjar om" in refusal(ekby)
    assert len(school.asked) == 2


def test_a_fetch_takes_so_long_and_no_longer(
    school: School, ekby: Organisation, settings: Settings
) -> None:
    settings.FETCH_SECONDS = -1
    assert "för lång tid" in refusal(ekby)
    assert school.asked == []


def test_a_service_that_trickles_is_not_waited_for(
    school: School, ekby: Organisation, settings: Settings
) -> None:
    settings.FETCH_SECONDS = 0.05
    school.troubles = [TRICKLES]
    started = time.monotonic()
    assert "för lång tid" in refusal(ekby)
    assert time.monotonic() - started < 1


def test_another_key_on_the_machine_does_not_replace_the_token(
    school: School, ekby: Organisation, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login annan password fel\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    assert len(fetch_units(ekby).records) == 2


def test_the_service_decides_when_to_try_again_but_not_to_wait_for_ever(
    school: School, ekby: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "LONGEST_WAIT", 0.02)
    school.troubles = [429]
    school.headers = {"Retry-After": "3600"}
    started = time.monotonic()
    assert len(fetch_units(ekby).records) == 2
    assert 0.02 < time.monotonic() - started < 1


@pytest.mark.parametrize("most", ["LARGEST", "MOST_BYTES"])
def test_a_fetch_takes_so_much_and_no_more(
    school: School, ekby: Organisation, monkeypatch: pytest.MonkeyPatch, most: str
) -> None:
    monkeypatch.setattr(fetching, most, 100)
    assert "mer än portalen tar emot" in refusal(ekby)


@pytest.mark.parametrize(
    "address",
    [
        "http://skola.example/",
        "https://user:word@skola.example/",
        "https://skola.example/?a=1",
        "ftp://localhost/",
        "https://",
        "http://[",
        "skola.example",
    ],
)
def test_a_token_is_sent_nowhere_unsafe(
    ekby: Organisation, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("STYRKEDJAN_SS12000_EK_BY", address)
    message = refusal(ekby)
    assert "fel inlagd" in message
    assert address not in message


@pytest.mark.parametrize("token", ["två\nrader", "åäö", "\x7f"])
def test_a_token_that_cannot_be_sent_is_told(
    school: School, ekby: Organisation, monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    monkeypatch.setenv("STYRKEDJAN_SS12000_TOKEN_EK_BY", token)
    assert "fel inlagd" in refusal(ekby)


def test_a_service_that_is_not_there_is_told(
    ekby: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STYRKEDJAN_SS12000_EK_BY", "http://127.0.0.1:9")
    assert "svarar inte" in refusal(ekby)


def test_a_certificate_that_nobody_vouches_for_is_told_and_logged(
    ekby: Organisation,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    service = School({}, {})
    with running(service, own_certificate(tmp_path)):
        monkeypatch.setenv("STYRKEDJAN_SS12000_EK_BY", service.address)
        assert "ett certifikat som inte godtas" in refusal(ekby)
    assert "has a certificate that is not trusted" in caplog.text
    assert service.asked == []


def test_an_answer_without_a_list_is_no_empty_list(school: School, ekby: Organisation) -> None:
    school.lists["organisations"] = "ingen lista"  # type: ignore[assignment]
    assert "utan någon lista" in refusal(ekby)


@pytest.mark.parametrize(
    ("slug", "finds"),
    [("ek-by", True), ("ek_by", False), ("EK-BY", False), ("annanby", False)],
)
def test_an_organisation_reads_from_its_own_service_only(
    school: School, ekby: Organisation, slug: str, finds: bool
) -> None:
    ekby.slug = slug
    assert has_service(ekby) is finds


def test_a_token_is_no_address(ekby: Organisation, school: School) -> None:
    ekby.slug = "token-ek-by"
    assert not has_service(ekby)


def test_nothing_of_those_without_a_duty_is_kept(school: School, ekby: Organisation) -> None:
    assert "p-elev" in {each["id"] for each in school.lists["persons"]}
    reading = fetch_staff(ekby)
    assert "elev" not in repr(reading).casefold()
