"""All reports of a round are made in the background, whatever happens to the worker."""

import datetime
import hashlib
import io
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from assessments.models import OrderedReport, QualityReport, ReportOrder, Round
from assessments.report import ordering
from assessments.report.ordering import (
    A_TURN,
    A_WEEK,
    MOST_TRIES,
    clear_old_steps,
    make_next,
    order_all,
    order_one,
    progress_of,
    stands_still,
    take_up_lost,
)
from portal.models import AuditEvent, Unit
from portal.pdf import PdfError
from portal.verbs import Verb
from tests.assessments.working import work
from tests.conftest import Cast

HTMX = {"HX-Request": "true"}


@pytest.fixture
def admin(client: Client, cast: Cast) -> Client:
    client.force_login(cast.admin)
    return client


def page(round: Round, path: str = "rapporter/") -> str:
    return f"/ekby/omgangar/{round.pk}/{path}"


@pytest.fixture
def printed_round(closed_round: Round) -> Round:
    """Its reports are made already, as far as anybody can tell: a real one takes a second."""
    units = Unit.objects.filter(pk__in=closed_round.assessments.values("unit"))
    for unit in (None, *units):
        kept = QualityReport(round=closed_round, unit=unit, built_from="")
        kept.file.save("rapport.pdf", ContentFile(b"%PDF-1.7"))
    return closed_round


def test_all_are_made_in_the_background_and_fetched_in_a_zip(
    admin: Client, closed_round: Round
) -> None:
    assert admin.get(page(closed_round, "rapporter.zip")).status_code == 404
    assert admin.post(page(closed_round, "rapporter/bestall/")).status_code == 302
    assert not QualityReport.objects.exists()
    assert "0 av 4 rapporter är klara" in admin.get(page(closed_round)).text
    work(1)
    assert "1 av 4 rapporter är klara" in admin.get(page(closed_round), headers=HTMX).text
    work()
    done = admin.get(page(closed_round), headers=HTMX)
    assert done.headers["HX-Refresh"] == "true"
    assert "4 av 4 rapporter" in done.text
    fetched = admin.get(page(closed_round, "rapporter.zip"))
    archive = ZipFile(io.BytesIO(fetched.getvalue()))
    sums = archive.read("SHA256SUMS.txt").decode().splitlines()
    pdfs = {line.split("  ")[1]: line.split("  ")[0] for line in sums}
    assert [name.split("-SK-")[0] for name in pdfs] == [
        "ekby",
        "bjorkskolan",
        "lillskolan",
        "tallens-forskola",
    ]
    for name, digest in pdfs.items():
        assert hashlib.sha256(archive.read(name)).hexdigest() == digest
        assert archive.read(name).startswith(b"%PDF")
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert {Verb.REPORTS_ORDERED, Verb.REPORTS_FETCHED} <= verbs


def test_ordering_twice_makes_nothing_twice(admin: Client, printed_round: Round) -> None:
    for _time in range(2):
        admin.post(page(printed_round, "rapporter/bestall/"))
    assert ReportOrder.objects.count() == 1
    assert work() == 4
    admin.post(page(printed_round, "rapporter/bestall/"))
    assert ReportOrder.objects.count() == 2
    assert work() == 4
    assert ReportOrder.objects.filter(ended_at=None).count() == 0
    assert QualityReport.objects.count() == 4


def test_what_a_lost_worker_left_is_taken_up_and_its_own_step_does_nothing(
    printed_round: Round,
) -> None:
    order = order_all(printed_round)
    lost = DBTaskResult.objects.get()
    lost.claim("worker")
    assert work() == 0
    take_up_lost()
    assert work() == 0, "it may still be at work"
    ReportOrder.objects.update(promised_until=timezone.now() + 2 * A_TURN)
    take_up_lost()
    assert DBTaskResult.objects.ready().exists(), "a clock that was ahead promised it"
    DBTaskResult.objects.ready().delete()
    ReportOrder.objects.update(promised_until=timezone.now() - A_TURN)
    take_up_lost()
    assert work(1) == 1
    lost.task.call(*lost.args_kwargs["args"])
    assert DBTaskResult.objects.ready().count() == 1
    assert progress_of(order).made == 1
    work()
    assert progress_of(order).made == 4


def test_a_report_that_takes_its_worker_with_it_does_not_stop_the_others(
    printed_round: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = ordering.stored_report

    def deadly(round: Round, unit: Any, renew: bool) -> Any:
        if unit and unit.slug == "bjorkskolan":
            raise MemoryError
        return real(round, unit, renew)

    monkeypatch.setattr(ordering, "stored_report", deadly)
    order = order_all(printed_round)
    for _time in range(MOST_TRIES):
        with pytest.raises(MemoryError):
            work()
        DBTaskResult.objects.all().delete()
        ReportOrder.objects.update(promised_until=timezone.now() - A_TURN)
        take_up_lost()
    work()
    progress = progress_of(order)
    assert (progress.made, progress.failed, progress.total) == (3, 1, 4)
    order.refresh_from_db()
    assert order.ended_at


def test_one_that_cannot_be_made_is_told_with_its_reason_and_can_be_tried_again(
    admin: Client, printed_round: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(round: Round, unit: Any, renew: bool) -> Any:
        raise PdfError("Texten är för lång.")

    with monkeypatch.context() as patch:
        patch.setattr(ordering, "stored_report", refuses)
        order_all(printed_round)
        work()
    told = admin.get(page(printed_round)).text
    assert "4 rapporter gick inte att ta fram" in told
    assert "Björkskolan: Texten är för lång." in told
    admin.post(page(printed_round, "rapporter/bestall/"))
    work()
    assert "gick inte att ta fram" not in admin.get(page(printed_round)).text


def test_cancelled_it_stops_after_the_report_that_is_being_made(
    admin: Client, printed_round: Round
) -> None:
    admin.post(page(printed_round, "rapporter/bestall/"))
    work(1)
    told = admin.post(page(printed_round, "rapporter/avbryt/"), follow=True).text
    assert "De rapporter som är klara finns kvar." in told
    assert "1 av 4 rapporter hann bli klara" in told
    work()
    assert OrderedReport.objects.waiting().count() == 3
    again = admin.post(page(printed_round, "rapporter/avbryt/"), follow=True).text
    assert "De rapporter som är klara finns kvar." not in again


def test_one_report_waits_for_one_of_those_who_ordered_all(printed_round: Round) -> None:
    """After each report the next one is put last in the queue."""
    many = order_all(printed_round)
    work(1)
    one = order_one(printed_round, None)
    assert order_one(printed_round, None) == one
    work(2)
    one.refresh_from_db()
    assert one.ended_at
    assert progress_of(many).made == 2


def test_how_long_is_left_is_told_from_how_long_it_has_taken(printed_round: Round) -> None:
    order = order_all(printed_round)
    assert progress_of(order).left is None
    first, second, third, _fourth = order.reports.order_by("pk")
    now = timezone.now()
    for each, minutes in ((first, 10), (second, 5)):
        each.made_at = now - datetime.timedelta(minutes=minutes)
        each.save()
    progress = progress_of(order)
    assert progress.minutes_left == 10
    assert third in order.reports.waiting()


def test_queries_are_as_many_with_one_unit_as_with_three(
    admin: Client, printed_round: Round, django_assert_num_queries: Any
) -> None:
    order_all(printed_round)
    work()
    with django_assert_num_queries(11):
        admin.get(page(printed_round))
    QualityReport.objects.filter(unit__isnull=False).delete()
    with django_assert_num_queries(11):
        admin.get(page(printed_round))


def test_it_stands_still_when_nobody_begins_on_anything(printed_round: Round) -> None:
    order_all(printed_round)
    now = timezone.now()
    assert not stands_still(now)
    ordered = now - 10 * A_TURN
    assert stands_still(ordered)
    work(1)
    assert not stands_still(ordered), "somebody is at work, on whatever it is"


def test_steps_that_were_taken_long_ago_are_cleared(printed_round: Round) -> None:
    order_all(printed_round)
    work(2)
    done, lost = DBTaskResult.objects.filter(started_at__isnull=False)
    DBTaskResult.objects.filter(pk=lost.pk).update(status="RUNNING", finished_at=None)
    clear_old_steps()
    assert DBTaskResult.objects.count() == 3
    old = timezone.now() - A_WEEK
    DBTaskResult.objects.filter(pk__in=[done.pk, lost.pk]).update(started_at=old)
    call_command("tick", verbosity=0)
    assert not DBTaskResult.objects.exclude(status="READY").exists()
    assert DBTaskResult.objects.ready().filter(task_path=make_next.module_path).count() == 1
