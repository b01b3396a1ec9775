"""What an administrator's browser shows of a world: each figure is read out of the page itself."""

import re
from collections.abc import Iterator
from html import unescape

from django.test import Client
from django.urls import reverse

from assessments.drawings import distribution_caption
from assessments.pooling import form_blocks
from portal.models import Membership, User
from portal.terms import Level, Role, SchoolForm
from tests.assessments.attacker import Seen
from tests.assessments.portals import blocks_of, persons_in, seen_in
from tests.assessments.worlds import FORMS, Built, Voice, World

ROW = re.compile(r'<article class="card thread" id="rad-(\d+)">(.*?)</article>', re.DOTALL)
CAPTION = re.compile(r"<figcaption>(.*?)</figcaption>")
AREAS = range(3)


def through_pages(world: World, built: Built) -> list[Seen]:
    """The factor's chain for all units, behind each filter and at each unit, as it is read.

    What stands in a page must be the sum, counted by hand, of blocks that lie wholly inside what
    the page is about; anything else stands nowhere.
    """
    browser = _administrator(built)
    seen: list[Seen] = []
    for address, units in _addresses(world, built):
        page = browser.get(address)
        assert page.status_code == 200, address
        seen += _read(world, page.content.decode(), units)
    return seen


def _administrator(built: Built) -> Client:
    admin = User.objects.create_user("admin@varld.example")
    organisation = built.round.organisation
    Membership.objects.create(user=admin, organisation=organisation, role=Role.ADMIN)
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(admin)
    return browser


def _addresses(world: World, built: Built) -> Iterator[tuple[str, set[int]]]:
    """Each page, and the units that its figures may be sums of."""
    at = [built.round.organisation.slug, built.round.pk]
    everywhere = reverse("assessments:results_factor", args=[*at, 1])
    for form in (None, *FORMS):
        for area in (None, *AREAS):
            yield everywhere + _query(form, area), _chosen(world, form, area)
    blocks = blocks_of(world, form_blocks)
    for number, unit in enumerate(built.units):
        together = {where for block in blocks for _person, where in block if _holds(block, number)}
        slug = [at[0], at[1], unit.slug, 1]
        yield reverse("assessments:unit_results_factor", args=slug), together


def _query(form: SchoolForm | None, area: int | None) -> str:
    asked = [f"skolform={form}"] if form else []
    asked += [] if area is None else [f"omrade=Område {area}"]
    return "?" + "&".join(asked)


def _chosen(world: World, form: SchoolForm | None, area: int | None) -> set[int]:
    return {
        number
        for number, place in enumerate(world.places)
        if form in (None, place.form) and area in (None, place.area)
    }


def _holds(block: frozenset[Voice], unit: int) -> bool:
    return any(where == unit for _person, where in block)


def _read(world: World, page: str, units: set[int]) -> list[Seen]:
    seen: list[Seen] = []
    rows = {int(number): row for number, row in ROW.findall(page)}
    for statement, row in rows.items():
        voices = _shown(world, statement, units)
        stands = CAPTION.search(row.partition(f'class="level-edge {Level.UNDERVISNING}"')[2])
        steps = [world.sheets[voice].steps[statement] for voice in voices]
        counts = [steps.count(step) for step in (1, 2, 3, 4, None)]
        wanted = distribution_caption(counts) if voices else None
        assert (unescape(stands[1]) if stands else None) == wanted
        seen += seen_in(world, statement, voices) if voices else []
    return seen


def _shown(world: World, statement: int, units: set[int]) -> frozenset[Voice]:
    inside = [
        block
        for block in blocks_of(world, form_blocks)
        if {where for _person, where in block} <= units
        and persons_in(block & world.rated(statement)) >= world.floor
    ]
    return frozenset().union(*inside)
