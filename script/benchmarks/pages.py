"""The pages that read results: what each costs, with the same SQL sent bare beside it."""

import sys
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from assessments.models import Round
from benchmarks.figures import spread
from benchmarks.statements import Statement, bare, sent
from benchmarks.visits import Visit, Visitor

VIEWS = {
    "start": "assessments:home",
    "overview": "assessments:results",
    "chain": "assessments:results_factor",
    "unit": "assessments:unit_results",
    "unit_chain": "assessments:unit_results_factor",
    "trend": "assessments:trend",
    "nation": "assessments:nation",
}
# What a view may ask for in its address.
ARGUMENTS = (
    (),
    ("organisation",),
    ("organisation", "pk"),
    ("organisation", "pk", "position"),
    ("organisation", "pk", "unit"),
    ("organisation", "pk", "unit", "position"),
)


def address(name: str, round: Round) -> str | None:
    """Of a page about the round and its first unit and factor; None where there is none yet."""
    known = {
        "organisation": round.organisation.slug,
        "pk": round.pk,
        "position": 1,
        "unit": "enhet-000",
    }
    for wanted in ARGUMENTS:
        try:
            return reverse(VIEWS[name], kwargs={each: known[each] for each in wanted})
        except NoReverseMatch:
            continue
    sys.stderr.write(f"  {VIEWS[name]} finns inte, så sidan mäts inte\n")
    return None


def addresses(round: Round, *names: str) -> dict[str, str]:
    found = {name: address(name, round) for name in names}
    return {name: each for name, each in found.items() if each}


@dataclass(frozen=True, slots=True)
class Cost:
    pages: list[Visit]
    bare: list[float]
    statements: list[Statement]

    @property
    def ms(self) -> float:
        return spread([page.wall for page in self.pages])["median"]

    @property
    def sql_ms(self) -> float:
        return spread(self.bare)["median"]

    @property
    def queries(self) -> int:
        return len(self.statements)

    def told(self) -> dict[str, Any]:
        return {
            "wall_ms": spread([page.wall for page in self.pages], 1),
            "cpu_ms": spread([page.cpu for page in self.pages], 1),
            "bare_sql_ms": spread(self.bare, 1),
            "queries": self.queries,
            "kilobytes": -(-len(self.pages[0].body) // 1000),
        }

    def explained(self) -> list[dict[str, Any]]:
        return [statement.told() for statement in self.statements]


def cost(visitor: Visitor, address: str, times: int) -> Cost:
    """A warm page and its bare SQL in turns.

    Once a minute a page also writes in the session that its person is there: of two pages the
    one that did not.
    """
    visitor.page(address)
    statements = min((sent_by(visitor, address) for _ in range(2)), key=len)
    turns = [(visitor.page(address), bare(statements)) for _ in range(times)]
    pages, bares = zip(*turns, strict=True)
    return Cost(list(pages), list(bares), statements)


def sent_by(visitor: Visitor, address: str) -> list[Statement]:
    with sent() as statements:
        visitor.page(address)
    return statements
