"""Every page of the portal, as the matrix of addresses lists them, on three screens in two schemes.

A new address is held to this as soon as it has its line in `tests/url_matrix.py`.
"""

import pytest
from playwright.sync_api import Page

from assessments.models import Round
from factors.models import Edition, Factor
from portal.models import Organisation, Unit, User
from tests.browser.accessibility import AXE, problems
from tests.browser.conftest import NARROW, SignIn
from tests.test_every_url import (  # noqa: F401
    People,
    Visitor,
    World,
    address_of,
    people,
    world,
)
from tests.url_matrix import LINES, ROLES, Line

NAMES = (
    (Round, "title"),
    (Edition, "title"),
    (Factor, "name"),
    (Organisation, "name"),
    (Unit, "name"),
    (User, "name"),
)


def viewers(line: Line) -> list[str]:
    """Who sees most of the page and who sees least of it: the matrix' columns lie in that order."""
    roles = zip(ROLES, line.expected.split(), strict=True)
    found = [role for role, status in roles if status == "200"]
    if found:
        return sorted({found[0], found[-1]}, key=ROLES.index)
    duties = {"editor": line.editor, "steward": line.steward}
    return [duty for duty, status in duties.items() if status == "200" and line.name not in SHARED]


# Pages that an organisation's administrator has, as well as an editor of the national catalogue.
SHARED = {line.name for line in LINES if "200" in line.expected.split()}
SEEN = {
    role: [line for line in LINES if line.verb == "GET" and role in viewers(line)]
    for role in (*ROLES, "editor", "steward")
}


# An administrator's are so many that one test of them all would outlast the others.
A_PART = 25
PARTS = [
    (role, lines[first : first + A_PART])
    for role, lines in SEEN.items()
    for first in range(0, len(lines), A_PART)
]


@pytest.mark.parametrize(
    ("role", "lines"), PARTS, ids=[f"{role}, {lines[0].name}" for role, lines in PARTS]
)
def test_every_page_of(
    role: str,
    lines: list[Line],
    people: People,  # noqa: F811
    world: World,  # noqa: F811
    signed_in_page: SignIn,
) -> None:
    """Who sees least of a page sees it on a wide screen only: a phone has the same, shorter."""
    page = signed_in_page(people[role])
    most = {address_of(line, world) for line in lines if viewers(line)[0] == role}
    pages = pages_of(people[role], lines, world)
    found = [f"{each}: {fault}" for each in pages for fault in faults(page, each, each in most)]
    assert not found, "\n".join(found)


def pages_of(user: User | None, lines: list[Line], world: World) -> list[str]:  # noqa: F811
    """Neither PDFs nor other files."""
    visitor = Visitor(user)
    addresses = sorted({address_of(line, world) for line in lines})
    return [each for each in addresses if is_page(visitor, each)]


def is_page(visitor: Visitor, address: str) -> bool:
    return visitor.ask("GET", address).headers["Content-Type"].startswith("text/html")


def faults(page: Page, address: str, on_a_phone: bool = True) -> list[str]:
    response = page.goto(address)
    assert response is not None
    assert response.status == 200, address
    # Not the menu, which lies over the page on a phone.
    page.evaluate("document.querySelectorAll('main details').forEach((it) => it.open = true)")
    return problems(page, on_a_phone)


@pytest.mark.parametrize("role", ["nobody", "admin"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_open_menu_of_a_phone(
    role: str,
    scheme: str,
    people: People,  # noqa: F811
    signed_in_page: SignIn,
) -> None:
    page = signed_in_page(people[role], viewport=NARROW, color_scheme=scheme)
    page.goto("/")
    page.locator("header summary", has_text="Meny").click()
    page.evaluate(AXE)
    found = page.evaluate("axe.run('header')")
    assert found["passes"]
    assert found["violations"] == []


@pytest.mark.parametrize("role", ["admin", "teacher"])
def test_the_longest_names_fit_the_smallest_phone(
    role: str,
    people: People,  # noqa: F811
    world: World,  # noqa: F811
    signed_in_page: SignIn,
) -> None:
    """One word each, as long as their fields let them be."""
    for model, field in NAMES:
        longest = model._meta.get_field(field).max_length
        model.objects.update(**{field: "Å" * longest})
    page = signed_in_page(people[role], viewport=NARROW)
    pages = pages_of(people[role], SEEN[role], world)
    assert [each for each in pages if width_of(page, each) > NARROW["width"]] == []


def width_of(page: Page, address: str) -> int:
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach((it) => it.open = true)")
    return page.evaluate("document.documentElement.scrollWidth")
