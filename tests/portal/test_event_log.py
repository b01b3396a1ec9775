import csv
import datetime
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal import audit
from portal.models import AuditEvent
from portal.verbs import Verb
from tests.conftest import Cast

NOON = datetime.datetime(2026, 11, 3, 11, 30, tzinfo=datetime.UTC)


class Acting:
    """As much of a request as the log asks for."""

    def __init__(self, user: Any) -> None:
        self.user = user


@pytest.fixture
def admin(client: Client, cast: Cast) -> Client:
    client.force_login(cast.admin)
    return client


@pytest.fixture
def log(cast: Cast) -> None:
    """The rektor was changed by the administrator, a round opened by itself, in two days."""
    happened(cast, NOON, cast.admin, Verb.PERSON_CHANGED, cast.rektor)
    happened(cast, NOON + datetime.timedelta(days=1), None, Verb.ROUND_OPENED, "Hösten")
    happened(cast, NOON + datetime.timedelta(days=2), cast.skolchef, Verb.UNIT_ADDED, "Ängsskolan")


def happened(cast: Cast, at: datetime.datetime, by: Any, verb: Verb, target: Any) -> None:
    event = audit.event(Acting(by) if by else None, verb, target, cast.organisation)  # type: ignore[arg-type]
    event.at = at
    event.save()


def address(name: str = "audit") -> str:
    return reverse(f"portal:{name}", args=["ekby"])


def read(client: Client, **chosen: str) -> str:
    page = client.get(address(), chosen).content.decode()
    return " ".join(
        page.partition("<main")[2]
        .partition("</main>")[0]
        .replace("<b>", "")
        .replace("</b>", "")
        .split()
    )


def test_each_event_is_a_sentence_with_its_time_in_stockholm(admin: Client, log: None) -> None:
    page = read(admin)
    assert "Personens uppgifter ändrades av Agnes: Rut" in page
    assert "Omgången öppnades av portalen, av sig själv: Hösten" in page
    assert page.index("5 november 2026") < page.index("3 november 2026")
    assert ">12.30<" in page


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        ({"kind": "rounds"}, {"Hösten"}),
        ({"by": "sigr"}, {"Ängsskolan"}),
        ({"by": "portalen"}, {"Hösten"}),
        ({"about": "angs"}, {"Ängsskolan"}),
        ({"about": "rut"}, {"Rut"}),
        ({"first": "2026-11-04"}, {"Hösten", "Ängsskolan"}),
        ({"last": "2026-11-03"}, {"Rut"}),
        ({"first": "2026-11-04", "last": "2026-11-04"}, {"Hösten"}),
        ({"kind": "rounds", "by": "agnes"}, set()),
        ({"first": "i går", "by": "agnes"}, {"Rut"}),
        ({"first": "0001-01-01", "last": "9999-12-31"}, {"Rut", "Hösten", "Ängsskolan"}),
    ],
)
def test_the_log_is_narrowed(
    admin: Client, log: None, chosen: dict[str, str], shown: set[str]
) -> None:
    page = read(admin, **chosen)
    assert {name for name in ("Rut", "Hösten", "Ängsskolan") if f": {name}<" in page} == shown


def test_fifty_at_a_time(admin: Client, cast: Cast) -> None:
    for number in range(51):
        audit.record(None, Verb.ROUND_OPENED, f"Omgång {number}", cast.organisation)
    first, second = read(admin), read(admin, sida="2")
    assert ": Omgång 50<" in first
    assert ": Omgång 0<" not in first
    assert ": Omgång 0<" in second
    assert "Sida 2 av 2" in second


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_for_one_event_as_for_three(
    admin: Client, cast: Cast, number: int, django_assert_num_queries: Callable
) -> None:
    for person in [cast.rektor, *cast.teachers][:number]:
        happened(cast, timezone.now(), person, Verb.PERSON_CHANGED, person)
    with django_assert_num_queries(5):
        admin.get(address())


def test_nothing_of_other_organisations(client: Client, cast: Cast, log: None) -> None:
    client.force_login(cast.outsider)
    page = client.get(reverse("portal:audit", args=["annanby"])).content.decode()
    assert "Inget har hänt än" in page


# Taken out as a file


def csv_rows(client: Client, **chosen: str) -> list[list[str]]:
    content = b"".join(client.get(address("audit_csv"), chosen).streaming_content).decode()
    assert content.startswith("\ufeff")
    return list(csv.reader(io.StringIO(content[1:]), delimiter=";"))


def xlsx_rows(client: Client, **chosen: str) -> list[list[str]]:
    content = b"".join(client.get(address("audit_xlsx"), chosen).streaming_content)
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets[0]
    return [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("read_rows", [csv_rows, xlsx_rows])
def test_the_file_holds_exactly_the_narrowed_rows(
    admin: Client, log: None, read_rows: Callable
) -> None:
    assert read_rows(admin, last="2026-11-04") == [
        ["Tidpunkt", "Händelse", "Gäller", "Av"],
        ["2026-11-04 12:30:00", "Omgången öppnades", "Hösten", "Portalen (av sig själv)"],
        ["2026-11-03 12:30:00", "Personens uppgifter ändrades", "Rut", "Agnes"],
    ]


@pytest.mark.parametrize("read_rows", [csv_rows, xlsx_rows])
def test_that_a_file_was_taken_out_is_remembered_and_not_in_it(
    admin: Client, cast: Cast, read_rows: Callable
) -> None:
    assert len(read_rows(admin)) == 1
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor) == (Verb.AUDIT_EXPORTED, cast.admin)


@pytest.mark.parametrize("read_rows", [csv_rows, xlsx_rows])
@pytest.mark.parametrize("text", ["=1+1", "+46", "-1", "@sum", " =1", "\t=1", "＝1"])
def test_no_cell_starts_a_formula(
    admin: Client, cast: Cast, read_rows: Callable, text: str
) -> None:
    audit.record(None, Verb.ROUND_OPENED, text, cast.organisation)
    assert read_rows(admin)[1][2].startswith("'")


def test_what_no_sheet_can_hold_is_left_out(admin: Client, cast: Cast) -> None:
    audit.record(None, Verb.ROUND_OPENED, "Hös\x0bten", cast.organisation)
    assert xlsx_rows(admin)[1][2] == "Hösten"
