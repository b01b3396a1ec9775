"""Names of persons are taken out of a comment, for ever: what stood there is kept nowhere.

The unit's rektor masks what was said there without a name, and an administrator what was said in
an office.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import QuerySet

from assessments.comments import at_place, given_in_offices
from assessments.models import Comment, QualityReport, Remark, Round
from assessments.report.storage import remove_files
from assessments.sealed_sums import seal_of
from factors.searching import Piece
from portal import removals
from portal.days import today
from portal.models import Unit
from portal.terms import Level

MASK = "[namn borttaget]"
SEVERAL_MASKS = re.compile(rf"{re.escape(MASK)}(?:\s+{re.escape(MASK)})+")
WORD = re.compile(r"(?<!\w)[^\W\d_][\w-]*")


class Stale(Exception):
    """Somebody else masked in between: the text is no longer the one that was seen."""


class Gone(Exception):
    """The comment was removed in between."""


def maskable(round: Round, unit: Unit | None) -> QuerySet[Comment]:
    """What the unit's rektor may mask, or (None) an administrator."""
    return at_place(round, unit, from_above=False) if unit else given_in_offices(round)


def capitalised(text: str) -> list[str]:
    """The words that may be names, each once, in the order of the text."""
    once: dict[str, str] = {}
    for match in WORD.finditer(text.replace(MASK, " ")):
        if match[0][0].isupper():
            once.setdefault(match[0].rstrip("-").casefold(), match[0].rstrip("-"))
    return list(once.values())


def stands_in(text: str, word: str) -> bool:
    return any(match[0] != MASK for match in _pattern([word]).finditer(text))


def masked(text: str, words: Iterable[str]) -> str:
    """The text with a mask for each of the words, wherever they stand whole, in any case."""
    return SEVERAL_MASKS.sub(MASK, _pattern(words).sub(MASK, text))


def marked(text: str, words: Iterable[str]) -> Iterator[Piece]:
    """The text as it is, with what would be masked marked."""
    place = 0
    for match in _pattern(words).finditer(text):
        if match[0] != MASK:
            yield Piece(text[place : match.start()], False)
            yield Piece(match[0], True)
            place = match.end()
    yield Piece(text[place:], False)


def is_emptied(text: str) -> bool:
    """Whether nothing is left to read but masks."""
    return not re.search(r"\w", text.replace(MASK, ""))


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Longest first, so that a whole name goes before its parts; a mask is one word of its own."""
    longest_first = sorted(words, key=len, reverse=True)
    wanted = "|".join(r"\s+".join(map(re.escape, word.split())) for word in longest_first)
    return re.compile(rf"{re.escape(MASK)}|(?<!\w)(?:{wanted})(?!\w)", re.IGNORECASE)


def digest(text: str) -> str:
    """What somebody has seen, to be compared with what stands when they mask."""
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def mask(comment: Comment, words: Iterable[str], seen: str) -> None:
    """Locks the comment and then the round, as the removal of comments does.

    The round's lock is the one under which a report is kept, so that none is kept with the name.
    """
    standing = Comment.objects.select_for_update().filter(pk=comment.pk).first()
    if not standing:
        raise Gone
    if digest(standing.text) != seen:
        raise Stale
    Round.objects.select_for_update().get(pk=standing.block.round_id)
    removals.remember(removals.Kind.NAMES, standing.block.round_id, seal_of(standing.text))
    text = masked(standing.text, words)
    _remarks(standing).update(text=text)
    standing.text, standing.masked_on = text, today()
    standing.save(update_fields=["text", "sort_key", "search_key", "masked_on"])
    remove_files(reports_with(standing))


def _remarks(comment: Comment) -> QuerySet[Remark]:
    """A role answer keeps the remark that its comment was copied from."""
    same = Remark.objects.filter(statement=comment.statement_id, text=comment.text)
    return same.filter(response__assessment__block=comment.block_id)


def reports_with(comment: Comment) -> QuerySet[QualityReport]:
    """The report that is kept and shows the comment, if it is made."""
    anonymous = comment.block.level == Level.UNDERVISNING
    unit = comment.block.assessments.get().unit_id if anonymous else None
    kept = QualityReport.objects.filter(round=comment.block.round_id, unit=unit)
    return kept.exclude(file="")
