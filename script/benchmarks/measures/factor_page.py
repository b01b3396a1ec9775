"""The page where a person answers a factor of sixty statements, half of them answered."""

from assessments.models import Participation, Rating
from benchmarks.answers import answer
from benchmarks.edition import add_edition
from benchmarks.figures import Figure, spread
from benchmarks.visits import Visitor
from benchmarks.world import add_organisation, opened_round
from portal.terms import Level

STATEMENTS = 60
QUERIES = 6


def measure(quick: bool) -> list[Figure]:
    round = opened_round(add_organisation(units=1, people=10), add_edition(STATEMENTS))
    answer(round, remark_each=10)
    mine = Participation.objects.filter(assessment__level=Level.UNDERVISNING)[0]
    Rating.objects.filter(response=mine.response_id, statement__row__gt=STATEMENTS // 2).delete()
    visitor, address = Visitor(mine.user), f"/matby/svar/{mine.pk}/faktor/1/"
    visitor.page(address)
    pages = [visitor.page(address) for _ in range(3 if quick else 40)]
    details = {
        "wall_ms": spread([page.wall for page in pages]),
        "kilobytes": round_up(pages[0].body),
    }
    return [
        Figure("queries_of_the_factor_page", visitor.queries(address), QUERIES),
        Figure(
            "cpu_ms_of_the_factor_page",
            spread([page.cpu for page in pages])["median"],
            details=details,
        ),
    ]


def round_up(body: bytes) -> int:
    return -(-len(body) // 1000)
