"""What an organisation has decided to remove (gallra) in time: comments, and who has left.

With comments go the check-outs and the tables' notes of dialogues. Sums stay, and so do the words
of joint ratings and of outcomes, which are the unit's own and nobody's voice.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from assessments.leaving import forget
from assessments.models import CheckOut, Comment, DialogueTable, QualityReport, Remark, Round
from assessments.report.storage import remove_files
from portal import audit, removals
from portal.access import Request
from portal.days import end_of, months_before, start_of, today
from portal.leaving import leavers
from portal.models import Organisation, Removal, Removed, Retention, User
from portal.verbs import Verb

Kind = Removed.Kind


@dataclass(frozen=True, slots=True)
class Removable:
    """What a decision would remove today."""

    rounds: tuple[Round, ...]
    people: tuple[User, ...]

    def __bool__(self) -> bool:
        return bool(self.rounds or self.people)


def removable(retention: Retention) -> Removable:
    return Removable(tuple(_rounds(retention)), tuple(_people(retention)))


def _rounds(retention: Retention) -> QuerySet[Round]:
    """Rounds that closed long enough ago, each with how many comments and files it holds.

    A round comes back when a dialogue was held on it after its comments were removed.
    """
    if retention.comments_months is None:
        return Round.objects.none()
    last_day = months_before(today(), retention.comments_months)
    closed = Round.objects.filter(
        organisation=retention.organisation,
        closed_at__lt=end_of(last_day),
    )
    here = OuterRef("pk")
    counted = closed.annotate(
        comments=_number(Comment.objects.filter(block__round=here), "block__round"),
        remarks=_number(_uncopied(here), "response__assessment__round"),
        check_outs=_number(_check_outs(here, last_day), "dialogue__round"),
        notes=_number(_notes(here, last_day), "dialogue__round"),
        files=_number(_files(here), "round"),
    )
    texts = Q(comments__gt=0) | Q(remarks__gt=0) | Q(check_outs__gt=0) | Q(notes__gt=0)
    return counted.filter(texts).order_by("closes_on", "pk")


def _uncopied(round: Round | OuterRef) -> QuerySet[Remark]:
    """What was written at role levels where nobody rated, so that it is shown to nobody."""
    remarks = Remark.objects.filter(response__assessment__round=round).exclude(text="")
    return remarks.filter(response__assessment__block=None)


def _check_outs(round: Round | OuterRef, last_day: datetime.date) -> QuerySet[CheckOut]:
    """Of dialogues that were held long enough ago."""
    return CheckOut.objects.filter(dialogue__round=round, dialogue__held_on__lte=last_day)


def _notes(round: Round | OuterRef, last_day: datetime.date) -> QuerySet[DialogueTable]:
    held = DialogueTable.objects.filter(dialogue__round=round, dialogue__held_on__lte=last_day)
    return held.exclude(note="")


def _files(round: Round | OuterRef) -> QuerySet[QualityReport]:
    return QualityReport.objects.filter(round=round).exclude(file="")


def _number(rows: QuerySet[Any], group: str) -> Coalesce:
    counted = rows.order_by().values(group).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def _people(retention: Retention) -> QuerySet[User]:
    if retention.people_months is None:
        return User.objects.none()
    return leavers(retention.organisation, retention.people_months)


@transaction.atomic
def carry_out(request: Request | None, organisation: Organisation) -> Removal | None:
    """Remove what the decision in force says, and write the receipt; None if there was nothing."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    retention = organisation.retentions.first()
    due = removable(retention) if retention else None
    if not retention or not due:
        return None
    actor = request.user if request else None
    removal = Removal.objects.create(organisation=organisation, retention=retention, actor=actor)
    last_day = months_before(today(), retention.comments_months or 0)
    lines = [line for round in due.rounds for line in remove_texts(round, last_day)]
    for person in due.people:
        forget(request, person)
    if due.people:
        lines.append(Removed(kind=Kind.PEOPLE, number=len(due.people)))
    for line in lines:
        line.removal = removal
    Removed.objects.bulk_create(lines)
    audit.record(request, Verb.RETENTION_CARRIED_OUT, removal, organisation)
    return removal


def remove_texts(round: Round, last_day: datetime.date) -> Iterator[Removed]:
    """With comments go what role answers remarked, which they were copied from, what was written
    at dialogues, and the files of reports where all that stands: a report is made again without it
    when somebody asks for it."""
    comments = Comment.objects.filter(block__round=round)
    number = comments.count() + _uncopied(round).count()
    comments.delete()
    Remark.objects.filter(response__assessment__round=round).delete()
    Round.objects.filter(pk=round.pk, comments_removed_on=None).update(comments_removed_on=today())
    said = _remove_said(round, last_day)
    removals.remember(removals.Kind.TEXTS, round.pk, last_day.isoformat())
    for kind, removed in ((Kind.COMMENTS, number), (Kind.DIALOGUES, said)):
        if removed:
            yield Removed(kind=kind, where=round.title, number=removed)
    files = remove_files(_files(round))
    if files:
        yield Removed(kind=Kind.REPORTS, where=round.title, number=files)


def _remove_said(round: Round, last_day: datetime.date) -> int:
    """What was written at dialogues, and how many texts it was."""
    check_outs, notes = _check_outs(round, last_day), _notes(round, last_day)
    number = check_outs.count() + notes.count()
    check_outs.delete()
    notes.update(note="", note_version=F("note_version") + 1)
    return number


def carry_out_due() -> Iterator[str]:
    """By itself from the day after the decision, so that there is a night to think better of it."""
    decided = Organisation.objects.annotate(decided_at=Max("retentions__made_at"))
    for organisation in decided.filter(decided_at__lt=start_of(today())):
        removal = carry_out(None, organisation)
        if removal:
            yield _("Gallrade hos %(organisation)s enligt %(decision)s.") % {
                "organisation": organisation,
                "decision": removal,
            }
