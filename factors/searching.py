"""Finds words wherever they stand in an edition: in goals, factors, statements and questions."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from factors.models import Edition, Factor, Statement
from factors.terms import OVERALL_ROW
from portal.sorting import search_key

QUERY_LIMIT = 100
# How much is shown around the first word that is found.
BEFORE, SHOWN = 80, 320
WORD = re.compile(r"\w+")
SEARCHED = ("national_goals", "sub_goals", "factors__statements", "prompts")


class Piece(NamedTuple):
    """A part of a text; those that were searched for are marked."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """`heading` is what the text belongs to, `spot` where in it: "Rad 3, rektor"."""

    heading: str
    spot: str
    url: str
    pieces: list[Piece]


class Text(NamedTuple):
    heading: str
    spot: str
    url: str
    text: str


def found_in(editions: Sequence[Edition], query: str) -> list[Hit]:
    """Where all the words stand in one text, each as the beginning of a word."""
    words = (search_key(word) for word in WORD.findall(query[:QUERY_LIMIT]))
    wanted = [word for word in words if word]
    if not wanted:
        return []
    prefetch_related_objects(editions, *SEARCHED)
    texts = (text for edition in editions for text in texts_of(edition))
    hits = (_hit(text, wanted) for text in texts)
    return [hit for hit in hits if hit]


def _hit(text: Text, wanted: list[str]) -> Hit | None:
    marks = list(marked(text.text, wanted))
    if {word for word, _start, _end in marks} != set(wanted):
        return None
    spans = sorted({(start, end) for _word, start, end in marks})
    return Hit(text.heading, text.spot, text.url, list(pieces(text.text, spans)))


def marked(text: str, wanted: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    """The wanted beginning, and where the word stands, for each word that begins so."""
    words = [(search_key(match[0]), match.start(), match.end()) for match in WORD.finditer(text)]
    for word in wanted:
        for key, start, end in words:
            if key.startswith(word):
                yield word, start, end


def pieces(text: str, spans: list[tuple[int, int]]) -> Iterator[Piece]:
    """The text around the first mark; an ellipsis where it is cut."""
    first = max(0, spans[0][0] - BEFORE)
    begin = text.rfind(" ", 0, first) + 1 if first else 0
    end = min(len(text), begin + SHOWN)
    end = text.rfind(" ", begin, end) if end < len(text) else end
    place = begin
    if begin:
        yield Piece("… ", False)
    for start, stop in spans:
        if stop > end:
            break
        yield Piece(text[place:start], False)
        yield Piece(text[start:stop], True)
        place = stop
    yield Piece(text[place:end], False)
    if end < len(text):
        yield Piece(" …", False)


def texts_of(edition: Edition) -> Iterator[Text]:
    if not edition.is_local:
        yield from _goals(edition)
    for factor in edition.factors.all():
        yield from _factor(factor)
    # Each factor's page ends with the edition's questions.
    for factor in edition.factors.all()[:1]:
        url = f"{factor.get_absolute_url()}#samtal"
        for prompt in edition.prompts.all():
            yield Text(_("Frågor att samtala om"), prompt.get_kind_display(), url, prompt.text)


def _goals(edition: Edition) -> Iterator[Text]:
    url = reverse("factors:published_goals", args=[edition.slug])
    for goal in edition.national_goals.all():
        yield Text(_("Nationell målsättning"), goal.get_school_form_display(), url, goal.text)
    for each in edition.sub_goals.all():
        form = each.get_school_form_display()
        spot = _("Rad %(row)d, %(form)s") % {"row": each.row, "form": form.lower()}
        place = f"{url}?skolform={each.school_form}#rad-{each.row}-{each.school_form}"
        yield Text(_("Delmål"), spot, place, each.text)


def _factor(factor: Factor) -> Iterator[Text]:
    url = factor.get_absolute_url()
    heading = f"{factor.name}, {factor.edition.title}" if factor.is_local else factor.name
    yield Text(heading, _("Namnet"), url, factor.name)
    yield Text(heading, _("Varför är det en framgångsfaktor?"), f"{url}#varfor", factor.why)
    yield Text(heading, _("Så kan den märkas"), f"{url}#marks", factor.signs)
    for statement in factor.statements.all():
        if statement.row != OVERALL_ROW:
            yield Text(heading, _spot(statement), _cell(url, statement), statement.text)


def _spot(statement: Statement) -> str:
    place = {"row": statement.row, "level": statement.get_level_display().lower()}
    return _("Rad %(row)d, %(level)s") % place


def _cell(url: str, statement: Statement) -> str:
    """With the level that a narrow screen then shows."""
    return f"{url}?niva={statement.level}#rad-{statement.row}-{statement.level}"
