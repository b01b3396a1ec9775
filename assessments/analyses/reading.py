"""An analysis as it is read: on its page, and in the quality report."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from assessments.analyses.writing import SECTIONS
from assessments.models import Analysis, Finding, Passage, PassageVersion, Round
from assessments.terms import Section
from portal.models import Unit


@dataclass(frozen=True, slots=True)
class Told:
    """What it says: the findings that somebody stands for, each section, each judgement.

    A section where nothing is written has no text; `judgements` are by factor.
    """

    analysis: Analysis
    findings: tuple[Finding, ...]
    sections: tuple[tuple[Section, str], ...]
    judgements: dict[int, str]

    @property
    def is_decided(self) -> bool:
        analysis = self.analysis
        return bool(analysis.decided_by or analysis.decided_on or analysis.diary_number)


@dataclass(frozen=True, slots=True)
class UnitWord:
    """A unit's shared analysis, and what of it may be quoted."""

    analysis: Analysis
    passages: tuple[Passage, ...]


def told(analysis: Analysis) -> Told:
    texts = {(each.section, each.factor_id): each.text for each in analysis.passages.all()}
    return Told(
        analysis,
        tuple(each for each in analysis.findings.all() if each.told),
        tuple((section, texts.get((section.value, None), "")) for section in SECTIONS),
        {factor: text for (_section, factor), text in texts.items() if factor and text},
    )


def shared_at(round: Round, unit: Unit | None) -> QuerySet[Analysis]:
    """The unit's, or (None) the huvudman's own, where it is shared."""
    return Analysis.objects.shared().filter(round=round, unit=unit)


def shared_by_units(round: Round) -> QuerySet[Analysis]:
    """By the units' names."""
    shared = Analysis.objects.shared().filter(round=round, unit__isnull=False)
    return shared.order_by("unit__sort_key", "unit")


def quotable(round: Round) -> QuerySet[Passage]:
    """What units let the huvudman's report quote."""
    chosen = Passage.objects.filter(quotable=True, analysis__in=shared_by_units(round).order_by())
    return chosen.exclude(text="").select_related("factor")


def words_of_units(round: Round) -> tuple[UnitWord, ...]:
    chosen = Prefetch("passages", quotable(round).order_by("pk"), to_attr="quoted")
    found = shared_by_units(round).select_related("unit").prefetch_related(chosen)
    return tuple(UnitWord(each, tuple(in_order(each.quoted))) for each in found)


def in_order(passages: Iterable[Passage]) -> list[Passage]:
    """As the page where they are written has them."""
    order = list(Section.values)
    return sorted(passages, key=lambda each: (order.index(each.section), each.factor_id or 0))


def versions_of(analysis: Analysis) -> list[tuple[Passage, list[PassageVersion]]]:
    """What each passage has said, the latest first."""
    versions = Prefetch("versions", PassageVersion.objects.select_related("saved_by"))
    passages = analysis.passages.select_related("factor").prefetch_related(versions)
    return [(each, list(each.versions.all())) for each in in_order(passages)]
