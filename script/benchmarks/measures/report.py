"""Reports as PDF: a unit's and the huvudman's by one warm process, all by workers, one served."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import pikepdf
from django.utils import timezone
from weasyprint import HTML

from assessments.closing import close_round
from assessments.models import QualityReport, Round
from assessments.report.ordering import order_all
from assessments.report.storage import report_html
from benchmarks.answers import answer
from benchmarks.edition import TEXT, add_edition
from benchmarks.figures import Figure, ratio, spread
from benchmarks.server import cpu_of, resident
from benchmarks.visits import Visitor
from benchmarks.world import add_organisation, opened_round
from portal.models import Unit, User
from portal.pdf import Worker
from portal.terms import Role

CPU_SECONDS = 1.2
PAGES = 12
MEGABYTES = 110
HUVUDMANS_CPU_SECONDS = 5.0
HUVUDMANS_PAGES = 40
# How long four hundred may take with two workers, told from how long forty do.
ALL, ALL_SECONDS, WORKERS = 400, 360, 2
STORED_MS = 5
# Statements at each level in the two factors: what it takes to fill twelve pages.
SIZES = (6, 6)
PEOPLE = 12


def measure(quick: bool) -> list[Figure]:
    units, sizes, times = (1, SIZES[:1], 1) if quick else (40, SIZES, 9)
    organisation = add_organisation(units, people=PEOPLE * units)
    round = opened_round(organisation, add_edition(*sizes))
    answer(round, remark_each=9)
    close_round(round)
    unit = organisation.units.order_by("pk")[0]
    return [
        *printed(round, unit, times),
        *printed_for_the_huvudman(round, min(times, 3)),
        made_by_workers(round, 1 if quick else WORKERS),
        served(round, 3 * times),
    ]


def printed(round: Round, unit: Unit, times: int) -> Iterator[Figure]:
    with warm() as worker:
        made = [render(worker, round, unit) for _ in range(times + 1)][1:]
        megabytes = resident(worker.process.pid) if worker.process else 0.0
    building, printing, pages = zip(*made, strict=True)
    whole = [sum(parts) for parts in zip(building, printing, strict=True)]
    bare = list(bare_html(pages[0], times))
    details = {
        "html_s": spread(building),
        "pdf_s": spread(printing),
        "bare_html_s": spread(bare),
        "pdf_to_bare_html": ratio(printing, bare),
    }
    yield Figure("pages_of_the_report", pages[0], PAGES, at_least=True)
    yield Figure("cpu_seconds_of_the_report", spread(whole)["median"], CPU_SECONDS, False, details)
    yield Figure("megabytes_of_the_printing_process", megabytes, MEGABYTES)


def printed_for_the_huvudman(round: Round, times: int) -> Iterator[Figure]:
    with warm() as worker:
        made = [render(worker, round, None) for _ in range(times + 1)][1:]
        megabytes = resident(worker.process.pid) if worker.process else 0.0
    building, printing, pages = zip(*made, strict=True)
    whole = [sum(parts) for parts in zip(building, printing, strict=True)]
    details = {"html_s": spread(building), "pdf_s": spread(printing), "megabytes": megabytes}
    yield Figure("pages_of_the_huvudmans_report", pages[0], HUVUDMANS_PAGES, at_least=True)
    yield Figure(
        "cpu_seconds_of_the_huvudmans_report",
        spread(whole)["median"],
        HUVUDMANS_CPU_SECONDS,
        False,
        details,
    )


def made_by_workers(round: Round, number: int) -> Figure:
    """Seconds that four hundred take at the pace of those that are made."""
    command = [sys.executable, "manage.py", "db_worker", "--skip-checks", "--verbosity", "0"]
    workers = [subprocess.Popen(command) for _ in range(number)]  # noqa: S603 (our own)
    try:
        order = order_all(round)
        while order.ended_at is None:
            if any(each.poll() is not None for each in workers):
                raise RuntimeError("a worker has ended")
            time.sleep(0.2)
            order.refresh_from_db()
    finally:
        for each in workers:
            each.terminate()
            each.wait()
    stamps = sorted(each.made_at for each in order.reports.all() if each.made_at)
    pace = (stamps[-1] - stamps[0]).total_seconds() / (len(stamps) - 1)
    details = {"made": len(stamps), "seconds_each": round_off(pace)}
    return Figure(
        "seconds_of_four_hundred_reports", round_off(ALL * pace), ALL_SECONDS, False, details
    )


def served(round: Round, times: int) -> Figure:
    """A stored one, with the row in the log that it leaves."""
    visitor = Visitor(User.objects.get(memberships__role=Role.ADMIN))
    address = f"/{round.organisation.slug}/omgangar/{round.pk}/rapport.pdf"
    visits = [visitor.page(address) for _ in range(times + 1)][1:]
    details = {"cpu_ms": spread([each.cpu for each in visits]), "bytes": len(visits[0].body)}
    wall = spread([each.wall for each in visits])
    return Figure("ms_of_a_stored_report", wall["median"], STORED_MS, False, details | {"ms": wall})


def round_off(seconds: float) -> float:
    return float(f"{seconds:.2f}")


@contextmanager
def warm() -> Iterator[Worker]:
    worker = Worker()
    try:
        yield worker
    finally:
        worker.stop()


def render(worker: Worker, round: Round, unit: Unit | None) -> tuple[float, float, int]:
    """CPU seconds for the HTML here and for the PDF in its own process, and how many pages."""
    report = QualityReport(round=round, unit=unit, made_at=timezone.now())
    begun = time.process_time()
    html = report_html(report)
    built = time.process_time() - begun
    before = cpu_of(worker.process.pid) if worker.process else 0.0
    pdf = worker.render(html)
    process: Any = worker.process
    return built, (cpu_of(process.pid) - before) / 1000, pages_of(pdf)


def bare_html(pages: int, times: int) -> Iterator[float]:
    """CPU seconds for as many pages of paragraphs and nothing else, without styles or tags."""
    sample = 100
    paragraphs = sample * pages // pages_of(bare_pdf(sample)) or 1
    for _ in range(times):
        begun = time.process_time()
        bare_pdf(paragraphs)
        yield time.process_time() - begun


def bare_pdf(paragraphs: int) -> bytes:
    pdf: bytes = HTML(string=f"<p>{TEXT}.</p>" * paragraphs).write_pdf()
    return pdf


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as document:
        return len(document.pages)
