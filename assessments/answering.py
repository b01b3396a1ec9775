"""What one person is asked in a round, and what they have answered so far."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet

from assessments.models import Participation, Rating, Reflection, Remark
from assessments.models.answers import Answer
from assessments.terms import STEPS, UNSURE, minutes_to_answer
from factors.models import Factor, Prompt, Statement
from factors.terms import OVERALL_ROW
from portal.days import today

CHOICES = {step.key: step for step in (*STEPS, UNSURE)}


@dataclass(slots=True)
class Entry:
    """One answer as the page shows it: what is saved, or what was sent and not taken.

    The text of a rating is the key of its step. Version 0 means that nothing is saved;
    `other` is what the person's second screen saved in the meantime; what is lost came too late.
    """

    name: str
    text: str = ""
    version: int = 0
    shared: bool = False
    error: str = ""
    other: "Entry | None" = None
    lost: bool = False

    @property
    def words(self) -> str:
        """As a person reads it: "3 Stämmer till stor del"."""
        step = CHOICES.get(self.text) if self.name.startswith("rating") else None
        if step is None:
            return self.text
        return f"{step.value} {step.label}" if step.value else str(step.label)


@dataclass(slots=True)
class Question:
    """A statement with the person's own rating of it, and the remark on it."""

    statement: Statement
    number: int
    rating: Entry
    remark: Entry
    mirrors: bool = False

    @property
    def answered(self) -> bool:
        return self.rating.version > 0


@dataclass(slots=True)
class Thought:
    """A question for own reflection, with what the person wrote."""

    prompt: Prompt
    reflection: Entry


@dataclass(slots=True)
class Part:
    """A factor of the round, as far as it is asked of the person's level.

    `mirror` are the rows of the level above, for those who mirror it.
    """

    number: int
    factor: Factor
    rows: list[Question] = field(default_factory=list)
    overall: Question | None = None
    mirror: list[Question] = field(default_factory=list)
    cut: list[Statement] = field(default_factory=list)

    @property
    def questions(self) -> list[Question]:
        return [*self.own, *self.mirror]

    @property
    def own(self) -> list[Question]:
        return [*self.rows, self.overall] if self.overall else self.rows

    @property
    def total(self) -> int:
        return len(self.questions)

    @property
    def answered(self) -> int:
        return sum(question.answered for question in self.questions)

    @property
    def unanswered(self) -> list[Question]:
        return [question for question in self.questions if not question.answered]

    @property
    def told(self) -> bool:
        """Whether the person has said anything here."""
        return any(question.answered or question.remark.text for question in self.questions)

    @property
    def state(self) -> str:
        """As the mark beside the factor's name tells it."""
        if self.answered == self.total:
            return "done"
        return "part" if self.answered else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that one person is asked, in the round's order."""

    participation: Participation
    parts: list[Part]

    def part(self, number: int) -> Part | None:
        return self.parts[number - 1] if 0 < number <= len(self.parts) else None

    @property
    def total(self) -> int:
        return sum(part.total for part in self.parts)

    @property
    def answered(self) -> int:
        return sum(part.answered for part in self.parts)

    @property
    def left(self) -> int:
        return self.total - self.answered

    @property
    def untouched(self) -> int:
        """Factors that the person has still to read about."""
        return sum(not part.answered for part in self.parts)

    @property
    def minutes(self) -> int:
        return minutes_to_answer(len(self.parts), self.total)

    @property
    def minutes_left(self) -> int:
        return minutes_to_answer(self.untouched, self.left)

    @property
    def first_unanswered(self) -> Part | None:
        return next((part for part in self.parts if part.unanswered), None)


def is_open(participation: Participation) -> bool:
    assessment = participation.assessment
    return assessment.closed_at is None and assessment.round.accepts_answers_on(today())


def sheet_of(participation: Participation) -> Sheet:
    """One query, whatever the number of factors and statements."""
    groups = groupby(_asked(participation), key=lambda statement: statement.factor_id)
    level = participation.assessment.level
    parts = [_part(number, level, list(group)) for number, (_, group) in enumerate(groups, 1)]
    return Sheet(participation, parts)


def _asked(participation: Participation) -> QuerySet[Statement, Any]:
    """The statements of the person's level, with their own rating and remark beside them.

    And the rows of the level above, for those who mirror it.
    """
    assessment, response = participation.assessment, participation.response_id or 0
    asked = Q(level=assessment.level)
    if participation.mirrored:
        asked |= Q(level=participation.mirrored, row__gt=OVERALL_ROW, complete=True)
    voices = (response, participation.mirror_id or 0)
    return (
        Statement.objects.filter(asked, factor__round_factors__round=assessment.round_id)
        .select_related("factor__edition")
        .annotate(
            position=F("factor__round_factors__position"),
            rated=FilteredRelation("ratings", condition=Q(ratings__response__in=voices)),
            remarked=FilteredRelation("remarks", condition=Q(remarks__response=response)),
            step=F("rated__step"),
            rating_version=F("rated__version"),
            remark=F("remarked__text"),
            remark_version=F("remarked__version"),
        )
        .order_by("position", "factor", "row")
    )


def _part(number: int, level: str, statements: list[Any]) -> Part:
    part = Part(number, statements[0].factor)
    for statement in statements:
        if statement.level != level:
            part.mirror.append(_question(statement, mirrors=True))
        elif not statement.complete:
            part.cut.append(statement)
        elif statement.is_overall:
            part.overall = _question(statement)
        else:
            part.rows.append(_question(statement))
    for place, question in enumerate(part.questions, 1):
        question.number = place
    return part


def _question(statement: Any, mirrors: bool = False) -> Question:
    version = statement.rating_version or 0
    step = key_of(statement.step) if version else ""
    rating = Entry(f"rating-{statement.pk}", step, version)
    remark = Entry(f"remark-{statement.pk}", statement.remark or "", statement.remark_version or 0)
    return Question(statement, 0, rating, remark, mirrors)


def key_of(step: int | None) -> str:
    return UNSURE.key if step is None else str(step)


def entry_of(name: str, answer: Answer | None) -> Entry:
    """What stands, as the page shows it; nothing stands once it has been withdrawn."""
    match answer:
        case Rating(step=step, version=version):
            return Entry(name, key_of(step), version)
        case Remark(text=text, version=version):
            return Entry(name, text, version)
        case Reflection(text=text, version=version, shared=shared):
            return Entry(name, text, version, shared)
    return Entry(name)


def thoughts_on(participation: Participation, factor: Factor) -> list[Thought]:
    """The edition's questions for own reflection, with the person's own words."""
    prompts: Iterable[Any] = (
        Prompt.objects.filter(edition=factor.edition_id, kind=Prompt.Kind.REFLECTION)
        .annotate(
            mine=FilteredRelation(
                "reflections",
                condition=Q(reflections__participation=participation, reflections__factor=factor),
            ),
            words=F("mine__text"),
            shared=F("mine__shared"),
            version=F("mine__version"),
        )
        .order_by("position")
    )
    return [_thought(factor, prompt) for prompt in prompts]


def _thought(factor: Factor, prompt: Any) -> Thought:
    name = f"reflection-{factor.pk}-{prompt.pk}"
    entry = Entry(name, prompt.words or "", prompt.version or 0, bool(prompt.shared))
    return Thought(prompt, entry)


def reflections_of(participation: Participation) -> Iterator[tuple[Factor, list[Reflection]]]:
    """All that the person has written to themselves, factor by factor."""
    written = participation.reflections.exclude(text="").select_related("factor__edition", "prompt")
    asked = participation.assessment.round.round_factors.values_list("factor", "position")
    position = dict(asked)
    ordered = sorted(written, key=lambda it: (position[it.factor_id], it.prompt.position))
    for factor, group in groupby(ordered, key=lambda reflection: reflection.factor):
        yield factor, list(group)
