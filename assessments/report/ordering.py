"""Reports of a closed round, made one by one by a worker that may be lost at any moment.

All of the round's or that of one place. After each report the next one is put last in the queue:
whoever orders four hundred does not keep another waiting for one, who is next after at most one
report of each order before. What is made is kept (`storage`), so a step that is taken twice makes
nothing twice.
"""

import datetime
from dataclasses import dataclass
from math import ceil

from django.db import transaction
from django.db.models import Count, Max, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from assessments.models import OrderedReport, ReportOrder, Round
from assessments.report.storage import stored_report
from portal.models import Unit
from portal.pdf import PdfError

# Longer than any report takes: after that, whoever should have gone on is lost.
A_TURN = datetime.timedelta(minutes=3)
MOST_TRIES = 3
# A worker looks for something to do each second.
A_WHILE = datetime.timedelta(seconds=30)
A_MINUTE = datetime.timedelta(minutes=1)
A_WEEK = datetime.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an order has come; `left` is the time that remains, as far as it can be told."""

    total: int
    made: int
    failed: int
    left: datetime.timedelta | None
    stands_still: bool

    @property
    def done(self) -> int:
        return self.made + self.failed

    @property
    def minutes_left(self) -> int:
        return ceil(self.left / A_MINUTE) if self.left else 0


def order_all(round: Round) -> ReportOrder:
    """All reports of the closed round; where they are already being made, that order."""
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=round.pk)
        if under_way := round.report_orders.filter(whole=True, ended_at=None).first():
            return under_way
        order = ReportOrder.objects.create(round=round)
        units = Unit.objects.filter(pk__in=round.assessments.values("unit"))
        places = [None, *units.order_by("sort_key", "pk")]
        OrderedReport.objects.bulk_create(OrderedReport(order=order, unit=each) for each in places)
        _queue_next(order)
    return order


def order_one(round: Round, unit: Unit | None, renews: bool = False) -> ReportOrder:
    """A place's report; where it is already being made, that order.

    It has a turn of its own beside an order of all, which then finds it made.
    """
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=round.pk)
        latest = latest_of_one(round, unit)
        if latest and latest.order.ended_at is None:
            return latest.order
        order = ReportOrder.objects.create(round=round, whole=False, renews=renews)
        order.reports.create(unit=unit)
        _queue_next(order)
    return order


def latest_of_one(round: Round, unit: Unit | None) -> OrderedReport | None:
    """What came, or comes, of ordering the place's report by itself."""
    ordered = OrderedReport.objects.filter(order__round=round, order__whole=False, unit=unit)
    return ordered.select_related("order").order_by("-pk").first()


def cancel(order: ReportOrder) -> bool:
    """What is made stays; whether there was anything left to cancel."""
    under_way = ReportOrder.objects.filter(pk=order.pk, ended_at=None)
    return bool(under_way.update(ended_at=timezone.now(), cancelled=True))


@task
def make_next(order: int, turn: int) -> None:
    """One report of the order, if it is still this step's turn."""
    ordered = _take(order, turn)
    if ordered is None:
        return
    failure = ""
    try:
        stored_report(ordered.order.round, ordered.unit, ordered.order.renews)
    except PdfError as error:
        failure = str(error)
    _settle(ordered, failure)


def take_up_lost() -> None:
    """Orders that nobody goes on with, since the worker that should was lost."""
    now = timezone.now()
    kept = Q(promised_until__gte=now, promised_until__lte=now + A_TURN)  # later: by another clock
    for lost in ReportOrder.objects.filter(~kept, ended_at=None):
        with transaction.atomic():
            order = _locked(lost.pk, lost.turn)
            if order:
                _queue_next(order)


def progress_of(order: ReportOrder) -> Progress:
    counted = order.reports.aggregate(
        total=Count("pk"),
        made=Count("made_at"),
        failed=Count("pk", filter=~Q(failure="")),
        first=Min("made_at"),
        last=Max("made_at"),
    )
    first, last = counted.pop("first"), counted.pop("last")
    remaining = counted["total"] - counted["made"] - counted["failed"]
    pace = (last - first) / (counted["made"] - 1) if counted["made"] > 1 else None
    return Progress(
        **counted,
        left=pace * remaining if pace else None,
        stands_still=stands_still(last or order.ordered_at),
    )


def stands_still(since: datetime.datetime) -> bool:
    """It has waited a while since then, and for a whole turn nobody has begun on anything."""
    now = timezone.now()
    begun = DBTaskResult.objects.filter(started_at__gt=now - A_TURN)
    return now - since > A_WHILE and not begun.exists()


def clear_old_steps() -> None:
    """Steps that were taken long ago, also those that a lost worker never ended."""
    DBTaskResult.objects.filter(started_at__lt=timezone.now() - A_WEEK).delete()


def _queue_next(order: ReportOrder) -> None:
    order.turn += 1
    order.promised_until = timezone.now() + A_TURN
    order.save(update_fields=["turn", "promised_until"])
    make_next.enqueue(order.pk, order.turn)


def _locked(pk: int, turn: int) -> ReportOrder | None:
    orders = ReportOrder.objects.select_for_update(of=["self"]).select_related(
        "round__organisation"
    )
    return orders.filter(pk=pk, turn=turn, ended_at=None).first()


@transaction.atomic
def _take(pk: int, turn: int) -> OrderedReport | None:
    """The first that waits, with one try more; one that was tried too often has failed."""
    order = _locked(pk, turn)
    if order is None:
        return None
    order.promised_until = timezone.now() + A_TURN
    order.save(update_fields=["promised_until"])
    worn = order.reports.waiting().filter(tries__gte=MOST_TRIES)
    worn.update(failure=_("Rapporten gick inte att ta fram. Försök igen senare."))
    first = order.reports.waiting().select_related("unit").order_by("pk").first()
    if first is None:
        _end(order)
        return None
    first.order = order
    first.tries += 1
    first.save(update_fields=["tries"])
    return first


@transaction.atomic
def _settle(ordered: OrderedReport, failure: str) -> None:
    """It is made, or it failed; then it is the next one's turn, unless another has gone on."""
    ordered.made_at, ordered.failure = None if failure else timezone.now(), failure
    ordered.save(update_fields=["made_at", "failure"])
    order = _locked(ordered.order_id, ordered.order.turn)
    if order is None:
        return
    if order.reports.waiting().exists():
        _queue_next(order)
    else:
        _end(order)


def _end(order: ReportOrder) -> None:
    order.ended_at = timezone.now()
    order.save(update_fields=["ended_at"])
