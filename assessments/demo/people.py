"""Who works in the demo organisation, and when. No database here."""

from collections.abc import Iterator
from itertools import islice, product
from typing import NamedTuple

from assessments.demo.chance import chance
from assessments.demo.plan import Plan, UnitPlan
from portal.sorting import search_key
from portal.terms import Role


class Post(NamedTuple):
    """One person's role at one place; `came` and `left` are between the first two rounds."""

    name: str
    role: Role
    unit: str = ""
    team: str = ""
    came: bool = False
    left: bool = False

    @property
    def email(self) -> str:
        return search_key(self.name).replace(" ", ".") + "@exempelkommun.example"


def posts_of(plan: Plan) -> list[Post]:
    governing = [Post(name, Role.ADMIN) for name in plan.organisation["admins"]]
    governing += [Post(name, Role.HUVUDMAN) for name in plan.organisation["huvudman"]]
    names = _unused_names(plan, {post.name for post in governing})
    return governing + [post for unit in plan.units for post in _at(unit, names)]


def _unused_names(plan: Plan, taken: set[str]) -> Iterator[str]:
    taken = taken | {name for unit in plan.units for name in unit.leaders + unit.staff}
    names = [" ".join(pair) for pair in product(plan.names["first"], plan.names["last"])]
    chance("names").shuffle(names)
    return (name for name in names if name not in taken)


def _at(unit: UnitPlan, names: Iterator[str]) -> Iterator[Post]:
    for leader in unit.leaders:
        yield Post(leader, Role.REKTOR, unit.slug)
    drawn = unit.teachers + unit.left - len(unit.staff)
    for place, name in enumerate([*islice(names, drawn), *unit.staff]):
        yield Post(
            name,
            Role.UNDERVISNING,
            unit.slug,
            unit.teams[place % len(unit.teams)] if unit.teams else "",
            left=place < unit.left,
            came=unit.left <= place < unit.left + unit.came,
        )
