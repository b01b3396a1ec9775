"""Every address against every role, as `url_matrix` lists them, and against what is garbage."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from assessments.closing import close_round
from assessments.models import Participation, Round
from factors.models import Edition
from portal.days import today
from portal.models import User
from portal.terms import Level
from tests.assessments.conftest import add_assessment, add_round, rate
from tests.conftest import Cast, add_factor
from tests.url_matrix import LINES, ROLES, Line

World = dict[str, object]
GARBAGE = ["\0", "😀", "x" * 100_000, "-1", "9" * 40, "<script>", "None", "2026-02-30"]
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", re.I)


@pytest.fixture
def people(cast: Cast) -> dict[str, User | None]:
    return {
        "nobody": None,
        "outsider": cast.outsider,
        "teacher": cast.teachers[0],
        "rektor": cast.rektor,
        "other_rektor": cast.lill_rektor,
        "huvudman": cast.skolchef,
        "admin": cast.admin,
    }


@pytest.fixture
def world(cast: Cast, edition: Edition) -> World:
    """A round of each state at all units, and a local edition."""
    local = Edition.objects.create(
        slug="lokal", title="Lokal", organisation=cast.organisation, published_on=today()
    )
    add_factor(local, "lokal", "Lokal", 1)
    closed, opened, draft = (_round(cast, edition, title) for title in ("Förra", "Nu", "Nästa"))
    for participation in Participation.objects.filter(assessment__round=closed):
        rate(participation, 1, 2, 3, 4)
    close_round(closed)
    Participation.objects.filter(assessment__round=draft).delete()
    Round.objects.filter(pk=draft.pk).update(opened_at=None)
    mine = Participation.objects.filter(user=cast.teachers[0])
    answers = mine.get(assessment__round=opened)
    return {
        "closed": closed.pk,
        "open": opened.pk,
        "draft": draft.pk,
        "answers": answers.pk,
        "old_answers": mine.get(assessment__round=closed).pk,
        "assessment": answers.assessment_id,
    }


def _round(cast: Cast, edition: Edition, title: str) -> Round:
    round = add_round(cast.organisation, edition, title)
    add_assessment(round, Level.HUVUDMAN, None, [cast.skolchef])
    add_assessment(round, Level.REKTOR, cast.bjork, [cast.rektor])
    add_assessment(round, Level.UNDERVISNING, cast.bjork, cast.teachers)
    add_assessment(round, Level.REKTOR, cast.lill, [cast.lill_rektor])
    add_assessment(round, Level.UNDERVISNING, cast.lill, cast.few)
    return round


def names_of(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            yield f"{space}{each.name}"
        else:
            yield from names_of(each, f"{each.namespace}:" if each.namespace else space)
        "person": cast.teachers[0].pk,
        "letter": _letter_that_came_back(cast).pk,


def address_of(line: Line, world: World) -> str:
    found = {key: world.get(str(value), value) for key, value in line.arguments.items()}
    return reverse(line.name, kwargs=found)


def told(line: Line) -> str:
    return f"{line.verb} {line.name} {line.arguments.get('pk', '')}"


def ask(user: User | None, line: Line, address: str) -> Any:
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user)
    response = client.generic(line.verb, address)
    if response.streaming:
        list(response.streaming_content)  # its file is closed when it has been read
    return response


def test_every_address_has_a_line() -> None:
    assert {line.name for line in LINES} == set(names_of(get_resolver()))


@pytest.mark.parametrize("line", LINES, ids=told)
def test_each_role_gets_what_its_line_says(
    people: dict[str, User | None], world: World, line: Line
) -> None:
    address = address_of(line, world)
    got = {}
    for role, user in people.items():
        with transaction.atomic():
            response = ask(user, line, address)
            got[role] = str(response.status_code)
            transaction.set_rollback(True)
    assert got == dict(zip(ROLES, line.expected.split(), strict=True))


@pytest.mark.parametrize("line", [line for line in LINES if "200" in line.expected], ids=told)
def test_no_page_holds_anything_inline(
    people: dict[str, User | None], world: World, line: Line
) -> None:
    """Our content security policy would refuse it, in silence."""
    for user in allowed(people, line):
        response = ask(user, line, address_of(line, world))
        if response.headers["Content-Type"].startswith("text/html"):
            assert INLINE.search(response.content.decode()) is None


@pytest.mark.parametrize("line", [line for line in LINES if line.verb == "POST"], ids=told)
def test_garbage_in_every_field_is_told_and_never_an_error(
    people: dict[str, User | None], world: World, line: Line
) -> None:
    address = address_of(line, world)
    for user in allowed(people, line):
        for garbage in GARBAGE:
            client = Client(raise_request_exception=False)
            if user:
                client.force_login(user)
            response = client.post(address, dict.fromkeys(fields_of(client, address), garbage))
            assert response.status_code < 500, garbage[:20]


@pytest.mark.parametrize("line", [line for line in LINES if "pk" in line.arguments], ids=told)
def test_an_id_that_is_nothings_is_not_found(people: dict[str, User | None], line: Line) -> None:
    for number in (0, 2**31, 2**63, 10**30):
        address = reverse(line.name, kwargs=line.arguments | dict.fromkeys(ids_of(line), number))
        response = ask(people["admin"], line, address)
        assert response.status_code in (404, 405), number


def allowed(people: dict[str, User | None], line: Line) -> list[User | None]:
    """One for whom the line is open: the first that is not refused."""
    open_to = [
        people[role]
        for role, status in zip(ROLES, line.expected.split(), strict=True)
        if status in ("200", "422") or (status == "302" and role != "nobody")
    ]
    return open_to[-1:]


def fields_of(client: Client, address: str) -> set[str]:
    """The fields of the form at the address, and those that the scripts send."""
    page = client.get(address).content.decode(errors="replace")
    scripted = {"kind", "statement", "step", "seen", "token", "text", "factor", "prompt", "shared"}
    return {*re.findall(r'\sname="([^"]+)"', page), *scripted, "membership", "confirmed"}


def ids_of(line: Line) -> list[str]:
    return [key for key in line.arguments if key not in ("organisation", "unit", "number")]
