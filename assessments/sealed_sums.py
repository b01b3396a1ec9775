"""What closing came to, as a seal that tells nothing but whether it is the same again."""

import json

from django.db import transaction
from django.db.models import F, Q

from assessments.models import Comment, Round, Tally
from portal import removals
from portal.models import Unit
from portal.secrets import fingerprint, is_of

SALT = "assessments.sealed_sums"
STEPS = ("statement", "n1", "n2", "n3", "n4", "unsure")


def sums_of(round: Round, unit: Unit | None = None) -> str:
    """All sums and texts of the round, or of a unit's part: where they are, never by block."""
    tallies = Tally.objects.filter(block__round=round)
    comments = Comment.objects.filter(block__round=round)
    if unit:
        here = Q(block__assessments__unit=unit) | Q(block__mirrored__unit=unit)
        tallies, comments = tallies.filter(here), comments.filter(block__assessments__unit=unit)
    places = (F("block__assessments"), F("block__mirrored"))
    sums = sorted(tallies.values_list(*places, *STEPS), key=str)
    texts = sorted(
        comments.values_list("block__assessments", "statement", "prompt", "text"), key=str
    )
    return json.dumps([sums, texts])


def seal_of(text: str) -> str:
    return fingerprint(SALT, text)


def is_sealed_by(text: str, seal: str) -> bool:
    return is_of(SALT, text, seal)


def remember_closing(round: Round, unit: Unit | None = None) -> None:
    """When it stands, so that nobody who saves an answer waits for it."""
    removals.require_room()

    def remember() -> None:
        kind = removals.Kind.UNIT if unit else removals.Kind.ROUND
        removals.remember(
            kind, round.pk, f"{unit.pk if unit else ''},{seal_of(sums_of(round, unit))}"
        )

    transaction.on_commit(remember)
