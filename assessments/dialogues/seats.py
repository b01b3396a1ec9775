"""Phones at their tables, known by a ticket that the phone keeps and we store only a hash of.

The page with the tables hands out the ticket, signed for that dialogue alone. Whoever sends it
back gets one seat, however many times it is sent.
"""

import datetime
import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import connection, transaction
from django.db.models import Count, F
from django.http import HttpRequest
from django.utils import timezone

from assessments.models import Dialogue, DialogueTable, Seat
from assessments.terms import DialogueStep

# Sent to one dialogue alone, so it can't be named __Host-.
COOKIE = "__Secure-plats" if settings.SESSION_COOKIE_SECURE else "plats"
LONGEST_SECONDS = 2 * 24 * 3600
PRESENT_SECONDS = 30
MOST_SEATS = 2000


class Full(Exception):
    """More phones than any room holds."""


@dataclass(frozen=True)
class Present:
    """How many phones are awake, of how many that have joined."""

    awake: int
    total: int


def new_ticket(code: str) -> str:
    return _signer(code).sign(secrets.token_urlsafe())


def hash_in(ticket: str | None, code: str) -> str | None:
    """What is stored of a ticket; None for one that is forged, or of another dialogue."""
    try:
        token = _signer(code).unsign(ticket or "")
    except BadSignature:
        return None
    return hashlib.sha256(token.encode()).hexdigest()


def hash_of(request: HttpRequest, code: str) -> str | None:
    return hash_in(request.COOKIES.get(COOKIE), code)


def seat_of(request: HttpRequest, code: str) -> Seat | None:
    """The phone's seat in the dialogue of the code, with its table and all that it shows."""
    token_hash = hash_of(request, code)
    if token_hash is None:
        return None
    seats = Seat.objects.select_related("table__dialogue__factor", "table__dialogue__unit")
    return (
        seats.select_related("table__dialogue__round__organisation")
        .filter(token_hash=token_hash, table__dialogue__code=code)
        .first()
    )


class Glance(NamedTuple):
    """What tells one phone's page from another's."""

    table: int
    dialogue_version: int
    table_version: int
    check_outs: int
    # Whether it has written anything, which is shown to it alone.
    reflects: bool


# As SQL: hundreds of phones ask at once, and the ORM would spend ten times longer on asking.
GLANCE = """
    SELECT dialogue_table.number, dialogue.version, dialogue_table.version, seat.check_outs,
        EXISTS (SELECT 1 FROM assessments_seatreflection WHERE seat_id = seat.id)
    FROM assessments_seat seat
    JOIN assessments_dialoguetable dialogue_table ON dialogue_table.id = seat.table_id
    JOIN assessments_dialogue dialogue ON dialogue.id = dialogue_table.dialogue_id
    WHERE seat.token_hash = %s AND dialogue.code = %s
"""


def glance(token_hash: str, code: str) -> Glance | None:
    with connection.cursor() as cursor:
        cursor.execute(GLANCE, [token_hash, code])
        row = cursor.fetchone()
    return Glance._make([*row[:-1], bool(row[-1])]) if row else None


@transaction.atomic
def take(table: DialogueTable, token_hash: str) -> Seat:
    """The first free number at the table; a seat that is taken already moves there instead."""
    tables = DialogueTable.objects.select_related("dialogue").select_for_update(of=["self"])
    held = tables.get(pk=table.pk)
    mine = Seat.objects.filter(token_hash=token_hash, table__dialogue=held.dialogue_id).first()
    if mine and mine.table_id == held.pk:
        return mine
    if mine is None and present(held.dialogue).total >= MOST_SEATS:
        raise Full
    left = mine.table_id if mine else None
    seat = mine or Seat(token_hash=token_hash)
    seat.table, seat.number, seat.seen_at = held, _first_free(held), timezone.now()
    seat.save()
    # Only in the talk is it shown who sits there: else each of a thousand who come would have all
    # at the table fetch their page once more.
    if held.dialogue.step == DialogueStep.TABLE:
        changed(pk for pk in (held.pk, left) if pk)
    return seat


def _first_free(table: DialogueTable) -> int:
    taken = set(table.seats.values_list("number", flat=True))
    return next(number for number in range(1, len(taken) + 2) if number not in taken)


def changed(tables: Iterable[int]) -> None:
    """Those who sit there get to see it."""
    DialogueTable.objects.filter(pk__in=list(tables)).update(version=F("version") + 1)


def tables_of(dialogue: Dialogue) -> list[Any]:
    """Each with how many phones sit there, as `taken`."""
    return list(dialogue.tables.annotate(taken=Count("seats")).order_by("number"))


def emptiest(tables: list[Any]) -> Any:
    return min(tables, key=lambda table: (table.taken, table.number), default=None)


def present(dialogue: Dialogue) -> Present:
    seats = Seat.objects.filter(table__dialogue=dialogue)
    return Present(seats.filter(seen_at__gte=_lately()).count(), seats.count())


def awake() -> int:
    """The phones that are here now, in all dialogues."""
    return Seat.objects.filter(seen_at__gte=_lately()).count()


def _lately() -> datetime.datetime:
    return timezone.now() - datetime.timedelta(seconds=PRESENT_SECONDS)


def _signer(code: str) -> Signer:
    return Signer(salt=f"assessments.seat.{code}")
