"""A unit's report as PDF, made again and again by one warm process."""

import time
from io import BytesIO

import pikepdf
from django.utils import timezone

from assessments.closing import close_round
from assessments.models import QualityReport
from assessments.report.storage import report_html
from benchmarks.answers import answer
from benchmarks.edition import add_edition
from benchmarks.figures import Figure, spread
from benchmarks.server import cpu_of
from benchmarks.world import add_organisation, opened_round
from portal.pdf import Worker

CPU_SECONDS = 1.2
PAGES = 12
# Statements at each level in the two factors: what it takes to fill twelve pages.
SIZES = (6, 6)


def measure(quick: bool) -> list[Figure]:
    organisation = add_organisation(units=1, people=12)
    round = opened_round(organisation, add_edition(*(SIZES[:1] if quick else SIZES)))
    answer(round, remark_each=9)
    close_round(round)
    report = QualityReport(round=round, unit=organisation.units.get(), made_at=timezone.now())
    worker, times = Worker(), 1 if quick else 9
    try:
        made = [render(worker, report) for _ in range(times + 1)][1:]
    finally:
        worker.stop()
    building, printing, pages = zip(*made, strict=True)
    whole = [sum(parts) for parts in zip(building, printing, strict=True)]
    details = {"html_s": spread(building), "pdf_s": spread(printing)}
    return [
        Figure("pages_of_the_report", pages[0], PAGES, at_least=True),
        Figure("cpu_seconds_of_the_report", spread(whole)["median"], CPU_SECONDS, False, details),
    ]


def render(worker: Worker, report: QualityReport) -> tuple[float, float, int]:
    """CPU seconds for the HTML here and for the PDF in its own process, and how many pages."""
    begun = time.process_time()
    html = report_html(report)
    built = time.process_time() - begun
    before = cpu_of(worker.process.pid) if worker.process else 0.0
    pdf = worker.render(html)
    return built, (cpu_of(worker.process.pid) - before) / 1000, pages_of(pdf)


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as document:
        return len(document.pages)
