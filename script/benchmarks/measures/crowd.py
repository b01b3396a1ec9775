"""Sixty people of one unit against a real server, and how much two cores can take."""

import time
from collections import Counter
from collections.abc import Callable

from assessments.models import Participation
from benchmarks.crowd import Person, at_once, repeat
from benchmarks.edition import add_sixty
from benchmarks.figures import Figure, ratio, spread
from benchmarks.server import THREADS, WORKERS, Server, serving
from benchmarks.world import add_organisation, opened_round
from factors.models import Statement
from portal.terms import Level
from tests.crash.stage import session_of

Act = Callable[[Person], None]

LEAST_RATIO = 0.5
PEOPLE = 60


def measure(quick: bool) -> list[Figure]:
    opened_round(add_organisation(units=1, people=PEOPLE), add_sixty(quick))
    with serving() as server:
        people = everybody(server)
        errors = failed_saves(people, times=2 if quick else 20)
        windows, seconds = (1, 0.3) if quick else (5, 4.0)
        turns = [turn(server, people, seconds) for _ in range(windows)]
    return [errors, *figures_of(turns), *errors_after(people)]


def everybody(server: Server) -> list[Person]:
    asked = Participation.objects.filter(assessment__level=Level.UNDERVISNING)
    statements = list(
        Statement.objects.filter(level=Level.UNDERVISNING).values_list("pk", flat=True)
    )
    return [
        Person(server.port, "matby", each.pk, session_of(each.user), statements)
        for each in asked.select_related("user")
    ]


def failed_saves(people: list[Person], times: int) -> Figure:
    def save_some(person: Person) -> None:
        for _ in range(times):
            person.save()

    begun = time.monotonic()
    at_once(people, save_some)
    return Figure(
        "errors_when_sixty_save_at_once",
        failures(people),
        0,
        details={"statuses": statuses(people), "seconds": round(time.monotonic() - begun, 2)},
    )


def statuses(people: list[Person]) -> dict[int, int]:
    return dict(Counter(status for person in people for status in person.statuses))


def failures(people: list[Person]) -> int:
    return sum(count for status, count in statuses(people).items() if status != 200)


def turn(server: Server, people: list[Person], seconds: float) -> dict[str, tuple[float, float]]:
    """Requests a second, and the workers' CPU for each, when all read and when all save."""
    acts = {"one_read": Person.read, "save": Person.save}
    return {name: pace(server, people, repeat(act, seconds)) for name, act in acts.items()}


def pace(server: Server, people: list[Person], act: Act) -> tuple[float, float]:
    before, cpu, begun = done(people), server.cpu(), time.monotonic()
    at_once(people, act)
    requests = done(people) - before
    return requests / (time.monotonic() - begun), (server.cpu() - cpu) / requests


def done(people: list[Person]) -> int:
    return sum(len(person.statuses) for person in people)


def figures_of(turns: list[dict[str, tuple[float, float]]]) -> list[Figure]:
    saves, reads = [[each[name] for each in turns] for name in ("save", "one_read")]
    (save_pace, save_cpu), (read_pace, read_cpu) = (
        zip(*saves, strict=True),
        zip(*reads, strict=True),
    )
    server = {"workers": WORKERS, "threads": THREADS, "people": PEOPLE}
    paces = {"saves": spread(save_pace, 1), "one_reads": spread(read_pace, 1)}
    costs = {"save_ms": spread(save_cpu), "one_read_ms": spread(read_cpu)}
    return [
        Figure(
            "saves_a_second_to_one_reads",
            ratio(save_pace, read_pace),
            LEAST_RATIO,
            True,
            server | paces,
        ),
        Figure("server_cpu_of_a_save_to_the_one_read", ratio(save_cpu, read_cpu), details=costs),
    ]


def errors_after(people: list[Person]) -> list[Figure]:
    return [Figure("errors_in_all", failures(people), 0, details={"statuses": statuses(people)})]
