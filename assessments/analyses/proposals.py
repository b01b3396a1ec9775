"""What the figures say most clearly, as sentences for a person to stand for or not.

They are read from the results, and so from what is closed and may be shown.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.disclosure import Figure
from assessments.distribution import Distribution
from assessments.reading import agreement, doubt, listed, opening
from assessments.results.asked import AskedFactor
from assessments.results.chain import row_title, rows_apart
from assessments.results.lifted import Lifted, rated, strongest, weakest
from assessments.results.overview import Overview
from assessments.results.since import Since
from assessments.results.unit import UnitResult
from assessments.terms import FindingKind
from factors.models import Statement
from portal.languages import in_swedish
from portal.terms import Level

# By what it is of, the factor and the row.
Key = tuple[str, int, int]
Bar = tuple[str, Distribution]


@dataclass(frozen=True, slots=True)
class Proposal:
    """`bars`: the figures that the sentence tells of, each with its name.

    `statement`: the row's text, where the sentence has only the beginning of it.
    """

    kind: FindingKind
    asked: AskedFactor
    number: int
    sentence: str
    statement: str
    bars: tuple[Bar, ...]

    @property
    def key(self) -> Key:
        return self.kind.value, self.asked.factor.pk, self.number


def lifted_level(place: Overview | UnitResult) -> Level | None:
    """The lowest level that has anything to show."""
    shown = {level for each in place.factors for row in each.rows for level in row.told}
    return next((level for level in reversed(Level) if level in shown), None)


def proposals(place: Overview | UnitResult, since: Since | None) -> list[Proposal]:
    """In the order of their kinds; in Swedish, as the analysis keeps them and the report prints."""
    rows = rated(place.factors, lifted_level(place))
    with in_swedish():
        return [
            *(_of_rating(FindingKind.STRENGTH, one, agreement) for one in strongest(rows)),
            *(_of_rating(FindingKind.DEVELOP, one, doubt) for one in weakest(rows)),
            *_of_span(place),
            *_of_change(since),
        ]


def _of_rating(
    kind: FindingKind, one: Lifted, words: Callable[[Distribution, Level], str]
) -> Proposal:
    voices, level = one.cell.voices, one.cell.level
    bars = ((str(level.label), voices),)
    told = _joined(words(voices, level), _company(one.cell.figure))
    return _proposal(kind, one.result.asked, one.row.number, one.cell.statement, told, bars)


def _of_span(place: Overview | UnitResult) -> Iterator[Proposal]:
    for result, row in rows_apart(place.factors)[:1]:
        bars = tuple((str(level.label), voices) for level, voices in row.told.items())
        cells = [cell for cell in row.cells if cell.voices.n]
        told = _joined(row.between, *(_company(cell.figure) for cell in cells))
        yield _proposal(FindingKind.SPAN, result.asked, row.number, cells[-1].statement, told, bars)


def _of_change(since: Since | None) -> Iterator[Proposal]:
    if since is None or since.earlier is None:
        return
    for one in since.moved[:1]:
        earlier, change = since.earlier.title, one.cell.change
        words = {"level": since.level.place, "earlier": earlier, "words": _lower(change.words)}
        told = _joined(
            _("på %(level)s sedan %(earlier)s: %(words)s") % words, _company(change.after)
        )
        bars = ((earlier, change.before.distribution), (_("Nu"), change.after.distribution))
        yield _proposal(
            FindingKind.CHANGE, one.asked, one.row.number, one.cell.statement, told, bars
        )


def _proposal(
    kind: FindingKind,
    asked: AskedFactor,
    number: int,
    statement: Statement | None,
    told: str,
    bars: tuple[Bar, ...],
) -> Proposal:
    text = statement.text if statement else ""
    quote = opening(text)
    sentence = _("%(row)s (”%(quote)s”): %(told)s") % {
        "row": row_title(asked.factor, number),
        "quote": quote,
        "told": told,
    }
    cut = text if quote.endswith("…") else ""
    return Proposal(kind, asked, number, sentence, cut, bars)


def _company(figure: Figure) -> str:
    """With whom the voices are counted."""
    if not figure.pooled_with:
        return ""
    return _("Siffran gäller tillsammans med %(units)s.") % {"units": listed(figure.pooled_with)}


def _joined(*sentences: str) -> str:
    return " ".join(dict.fromkeys(filter(None, sentences)))


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
