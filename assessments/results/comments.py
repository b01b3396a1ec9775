"""Comments and shared reflections as a page reads them: by factor, statement and question."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from assessments.comments import Said
from assessments.results.asked import Asked, AskedFactor
from assessments.results.chain import Row
from factors.models import Prompt, Statement
from factors.searching import WORD, Piece
from factors.terms import OVERALL_ROW
from portal.sorting import search_key
from portal.terms import Level


@dataclass(frozen=True, slots=True)
class Topic:
    """What was said about one statement, or in answer to one question at a level."""

    factor: AskedFactor
    level: Level
    about: Statement | Prompt
    said: list[Said] = field(default_factory=list)

    @property
    def name(self) -> str:
        if isinstance(self.about, Prompt):
            return _("Delad reflektion")
        return Row(self.about.row, ()).name

    @property
    def row(self) -> int:
        """Of the factor's table; what is about no row is about the factor as a whole."""
        return self.about.row if isinstance(self.about, Statement) else OVERALL_ROW

    @property
    def is_row(self) -> bool:
        """Whether its text goes on from the factor's stem."""
        return self.row != OVERALL_ROW


def topics(asked: Asked, found: Iterable[Said]) -> list[Topic]:
    """In the order of what was found."""
    factors = {each.factor.pk: each for each in asked.factors}
    statements = {each.pk: each for factor in asked.factors for each in factor.table.values()}
    grouped: dict[tuple[Level, Statement | Prompt, int], Topic] = {}
    for each in found:
        about = each.prompt or statements[each.statement or 0]
        key = (each.level, about, each.factor)
        grouped.setdefault(key, Topic(factors[each.factor], each.level, about)).said.append(each)
    return list(grouped.values())


def keys_of(query: str) -> list[str]:
    """What a search looks for: the words, without accents or case."""
    keys = (search_key(word) for word in WORD.findall(query))
    return [key for key in keys if key]


def pieces(text: str, keys: list[str]) -> Iterator[Piece]:
    """The whole text, with the words marked that what is searched for stands in."""
    place = 0
    for word in WORD.finditer(text):
        if any(key in search_key(word[0]) for key in keys):
            yield Piece(text[place : word.start()], False)
            yield Piece(word[0], True)
            place = word.end()
    yield Piece(text[place:], False)
