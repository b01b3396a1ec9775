"""A dialogue with so many phones: joining in a minute, following each step, checking out."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterable
from statistics import quantiles

from assessments.dialogues.running import begin, forward
from assessments.models import CheckOut, Dialogue, DialogueTable, Round
from assessments.terms import MOST_TABLES, DialogueStep
from benchmarks.edition import add_sixty
from benchmarks.figures import Figure
from benchmarks.phones import Phone
from benchmarks.server import THREADS, WORKERS, Server, serving
from benchmarks.world import add_organisation, opened_round
from factors.models import Edition
from factors.terms import PromptKind
from portal.models import Unit
from portal.terms import Level

PHONES = (150, 1000)
AT_A_TABLE = 6
LONGEST_SECONDS = 3.0
MINUTE, BETWEEN = 60.0, 8.0
PATIENCE_SECONDS = 60.0
FINE = {"join 200", "join 302", "pulse 200", "pulse 204", "page 200", "check_out 200"}


def measure(quick: bool) -> list[Figure]:
    edition = add_sixty(quick)
    opened_round(add_organisation(units=1, people=5), edition)
    figures = []
    with serving() as server:
        for phones in (6,) if quick else PHONES:
            figures += held(server, edition, phones, quick)
    return figures


def held(server: Server, edition: Edition, count: int, quick: bool) -> list[Figure]:
    dialogue = begun(edition, min(-(-count // AT_A_TABLE), MOST_TABLES))
    tables = dialogue.tables.count()
    phones = [Phone(server.port, dialogue.code or "", 1 + n % tables) for n in range(count)]
    minute, between = (0.5, 1.5) if quick else (MINUTE, BETWEEN)
    cpu = server.cpu()
    moved = asyncio.run(meet(dialogue, phones, minute, between))
    seconds = sorted(
        phone.reached[version] - at
        for version, at in moved.items()
        for phone in phones
        if version in phone.reached
    )
    unreached = len(moved) * count - len(seconds)
    return list(figures_of(dialogue, phones, seconds, unreached, server.cpu() - cpu))


def begun(edition: Edition, tables: int) -> Dialogue:
    factor = edition.factors.all()[0]
    for position, kind in enumerate(PromptKind, 1):
        edition.prompts.get_or_create(
            kind=kind, position=position, defaults={"text": "Vad tänker du kring det här?"}
        )
    dialogue = Dialogue.objects.create(
        round=Round.objects.all()[0],
        factor=factor,
        unit=Unit.objects.all()[0],
        level=Level.UNDERVISNING,
        reflection_minutes=5,
        table_minutes=20,
        joint_minutes=10,
        check_out_minutes=5,
    )
    dialogue.prompts.set(edition.prompts.all())
    dialogue.rows.create(row=1)
    for number in range(1, tables + 1):
        DialogueTable.objects.create(dialogue=dialogue, number=number)
    return begin(dialogue, dialogue.version)


async def meet(
    dialogue: Dialogue, phones: list[Phone], minute: float, between: float
) -> dict[int, float]:
    """When the leader went on to each version, once all had joined."""
    over, moved = asyncio.Event(), {}
    lives = [
        asyncio.create_task(phone.live(minute * place / len(phones), over))
        for place, phone in enumerate(phones)
    ]
    await asyncio.sleep(minute + between)
    now = dialogue
    while now.step != DialogueStep.CHECK_OUT:
        now = await asyncio.to_thread(lead_on, now)
        moved[now.version] = time.monotonic()
        await asyncio.sleep(between)
    patience = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < patience and not all(map(is_through, phones, lives)):
        await asyncio.sleep(0.1)
    over.set()
    await asyncio.wait(lives, timeout=PATIENCE_SECONDS)
    for life in lives:
        life.cancel()
    for life in await asyncio.gather(*lives, return_exceptions=True):
        if life:
            phones[0].statuses[f"broken {type(life).__name__}"] += 1
    return moved


def is_through(phone: Phone, life: "asyncio.Task[None]") -> bool:
    """It has checked out, or broke on the way, which is told of afterwards."""
    return phone.checked_out or life.done()


def lead_on(dialogue: Dialogue) -> Dialogue:
    return forward(dialogue, dialogue.version)


def figures_of(
    dialogue: Dialogue, phones: list[Phone], seconds: list[float], unreached: int, cpu: float
) -> Iterable[Figure]:
    count = len(phones)
    statuses: Counter[str] = sum((phone.statuses for phone in phones), Counter())
    errors = sum(times for status, times in statuses.items() if status not in FINE)
    acknowledged = sum(phone.checked_out for phone in phones)
    stored = CheckOut.objects.filter(dialogue=dialogue).count()
    joined = [phone.seconds_to_join for phone in phones]
    cuts = quantiles(seconds, n=100)
    details = {
        "p50": round(cuts[49], 2),
        "most": round(seconds[-1], 2),
        "unreached": unreached,
        "workers": WORKERS,
        "threads": THREADS,
        "server_cpu_seconds": round(cpu / 1000, 1),
    }
    name = f"of_{count}_phones"
    yield Figure(
        f"p95_seconds_{name}_to_a_step", round(cuts[94], 2), LONGEST_SECONDS, False, details
    )
    yield Figure(f"p95_seconds_{name}_to_join", round(quantiles(joined, n=100)[94], 2))
    yield Figure(f"lost_check_outs_{name}", acknowledged - stored, 0)
    yield Figure(f"errors_{name}", errors + unreached, 0, details={"statuses": dict(statuses)})
