"""An analysis as the page where it is written shows it: each text, with what it stands beside."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from assessments.analyses.proposals import Key, Proposal
from assessments.answering import Entry
from assessments.models import Analysis, Finding, Passage
from assessments.models.answers import Answer
from assessments.results.chain import FactorResult
from assessments.terms import FindingKind, Section, Stance

PassageKey = tuple[str, int | None]
# A judgement is of a factor, and stands with it.
SECTIONS = tuple(section for section in Section if section is not Section.JUDGEMENT)


@dataclass(slots=True)
class Draft(Entry):
    """A text, and on a proposal the stance; `was` tells what stood when the page was made."""

    stance: str = ""
    was: str = ""

    @property
    def words(self) -> str:
        if not self.stance:
            return self.text
        return f"{Stance(self.stance).label}. {self.text}".strip()


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposal with the stance on it; `proposal` None: the figures no longer make it."""

    key: Key
    sentence: str
    entry: Draft
    proposal: Proposal | None

    @property
    def kind(self) -> FindingKind:
        return FindingKind(self.key[0])


@dataclass(frozen=True, slots=True)
class Part:
    """A passage; a judgement stands beside its factor's result."""

    section: Section
    entry: Draft
    result: FactorResult | None = None

    @property
    def key(self) -> PassageKey:
        return self.section.value, self.result.asked.factor.pk if self.result else None


@dataclass(frozen=True, slots=True)
class Writing:
    """All of an analysis, in the order of its page."""

    offers: list[Offer]
    parts: list[Part]
    judgements: list[Part]

    @property
    def passages(self) -> list[Part]:
        return [*self.parts, *self.judgements]

    @property
    def drafts(self) -> list[Draft]:
        offered = [each.entry for each in self.offers]
        return [*offered, *(each.entry for each in self.passages)]

    @property
    def kinds(self) -> list[tuple[FindingKind, list[Offer]]]:
        return [(kind, list(some)) for kind, some in groupby(self.offers, lambda each: each.kind)]

    def offer(self, key: Key) -> Offer | None:
        return next((each for each in self.offers if each.key == key), None)

    def part(self, key: PassageKey) -> Part | None:
        return next((each for each in self.passages if each.key == key), None)


def writing(
    analysis: Analysis | None, proposed: Iterable[Proposal], results: Iterable[FactorResult]
) -> Writing:
    """`analysis` None: nothing is written yet."""
    every = analysis.passages.all() if analysis else ()
    written = {(each.section, each.factor_id): each for each in every}
    return Writing(
        list(_offers(analysis, proposed)),
        [_part(section, None, written) for section in SECTIONS],
        [_part(Section.JUDGEMENT, result, written) for result in results],
    )


def _part(
    section: Section, result: FactorResult | None, written: dict[PassageKey, Passage]
) -> Part:
    key = section.value, result.asked.factor.pk if result else None
    name = "-".join(["passage", *(str(each) for each in key if each)])
    return Part(section, draft_of(name, written.get(key)), result)


def _offers(analysis: Analysis | None, proposed: Iterable[Proposal]) -> Iterator[Offer]:
    """What is proposed now, and what somebody took a stance on when it was."""
    every = analysis.findings.all() if analysis else ()
    found = {(each.kind, each.factor_id, each.row): each for each in every}
    now = {each.key: each for each in proposed}
    order = list(FindingKind.values)
    for key in sorted(dict.fromkeys([*now, *found]), key=lambda key: order.index(key[0])):
        finding = found.get(key)
        sentence = finding.sentence if finding else now[key].sentence
        yield Offer(key, sentence, draft_of(_name(key), finding, stance=True), now.get(key))


def _name(key: Key) -> str:
    kind, factor, row = key
    return f"finding-{kind}-{factor}-{row}"


def draft_of(name: str, answer: Answer | None, stance: bool = False) -> Draft:
    """What stands, as the page shows it."""
    pending = Stance.PENDING.value if stance else ""
    match answer:
        case Passage(text=text, version=version, quotable=quotable):
            draft = Draft(name, text, version, quotable)
        case Finding(text=text, version=version, stance=chosen):
            draft = Draft(name, text, version, stance=chosen)
        case _:
            draft = Draft(name, stance=pending)
    draft.was = digest(draft.text, draft.shared, draft.stance)
    return draft


def digest(text: str, shared: bool, stance: str) -> str:
    return hashlib.sha256(repr((text, shared, stance)).encode()).hexdigest()[:20]
