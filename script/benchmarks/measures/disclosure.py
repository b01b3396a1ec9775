"""Whether anybody can be worked out: made-up organisations, and an attacker with every figure.

The worlds, the portals and the attacker are those of the tests; here they are many more.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

from benchmarks.figures import Figure
from factors.models import Statement
from tests.assessments.attacker import Seen, sets_to_solve_for, victim
from tests.assessments.portals import WEAK, filtered, through_the_door
from tests.assessments.read_pages import through_pages
from tests.assessments.worlds import LARGE_STAFFS, Built, World, closed, three_statements, worlds
from tests.conftest import add_edition

Portal = Callable[[World], list[Seen]]
SEED = 20261126
# How many worlds are counted by hand, built in the database, read page by page, and searched by
# each planted rule.
MANY = (2000, 100, 20, 500)
QUICK = (20, 2, 2, 200)


@dataclass
class Attack:
    """What an attacker at one portal has come by so far."""

    portal: Portal
    worlds: int = 0
    figures: int = 0
    sets: int = 0
    victims: int = 0
    first_caught: int = 0
    sizes: list[int] = field(default_factory=list)

    def __call__(self, world: World) -> None:
        seen = self.portal(world)
        self.worlds += 1
        self.figures += len(seen)
        self.sets += sets_to_solve_for(seen, world.floor)
        self.sizes.append(len(world.sheets))
        if victim(seen, world.floor):
            self.victims += 1
            self.first_caught = self.first_caught or self.worlds


def measure(quick: bool) -> list[Figure]:
    by_hand, in_the_database, read, planted = QUICK if quick else MANY
    statements = three_statements(add_edition())
    attacks = {
        "by_hand": attacked(filtered, worlds(LARGE_STAFFS), by_hand),
        "through_the_door": attacked(
            built(through_the_door, statements), worlds(), in_the_database
        ),
        "through_pages": attacked(built(through_pages, statements), worlds(), read),
    }
    return [
        *(figure for name, attack in attacks.items() for figure in found(name, attack)),
        *(caught(weak, attacked(weak, worlds(), planted)) for weak in WEAK),
    ]


def built(read: Callable[[World, Built], list[Seen]], statements: list[Statement]) -> Portal:
    """The portal that is read in the world once it stands in the database."""

    def portal(world: World) -> list[Seen]:
        with closed(world, statements) as standing:
            return read(world, standing)

    return portal


def attacked(portal: Portal, strategy: SearchStrategy[World], number: int) -> Attack:
    """The same worlds each time it is run."""
    attack = Attack(portal)
    few = settings(
        max_examples=number,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    seed(SEED)(few(given(strategy)(attack.__call__)))()
    return attack


def found(name: str, attack: Attack) -> list[Figure]:
    voices = {"voices": {"sum": sum(attack.sizes), "most": max(attack.sizes)}}
    return [
        Figure(f"worlds_{name}", attack.worlds, details=voices),
        Figure(f"figures_{name}", attack.figures),
        Figure(f"sets_solved_for_{name}", attack.sets),
        Figure(f"victims_{name}", attack.victims, 0),
    ]


def caught(weak: Portal, attack: Attack) -> Figure:
    """In how many of the worlds the planted rule gives somebody away, and in which first."""
    name = f"worlds_until_{weak.__name__}_is_caught"
    details = {"worlds": attack.worlds, "with_a_victim": attack.victims}
    return Figure(name, attack.first_caught or attack.worlds + 1, attack.worlds, details=details)
