"""The one door from comments to anything that a person can read: texts without their authors.

Those given in an office are for those above, and their place is not told beside others'.
Anonymous ones are from blocks that are one unit alone, for all who may see its result.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, F, IntegerField, Q, QuerySet, Value, When

from assessments.models import Comment, Round
from factors.models import Factor, Prompt, Statement
from portal.models import Unit
from portal.terms import Level

ALPHABETICALLY = ("sort_key", "text")
ANONYMOUS = Q(block__level=Level.UNDERVISNING)


@dataclass(frozen=True, slots=True)
class Said:
    """A comment on a statement, or (with `prompt`) a reflection that its author shared.

    `unit` is where it was said, by slug and name, and is told of anonymous ones alone.
    """

    level: Level
    text: str
    factor: int
    statement: int | None
    prompt: Prompt | None
    masked_on: datetime.date | None
    unit: tuple[str, str] | None = None
    key: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return self.text


class Comments:
    """What may be read somewhere, in alphabetical order on each statement and prompt."""

    def __init__(self, found: Iterable[Said]) -> None:
        self._found = tuple(found)

    def on(self, statement: Statement) -> list[Said]:
        return [each for each in self._found if each.statement == statement.pk]

    def reflections(self, factor: Factor) -> list[Said]:
        """Reflections on the factor, in the order of their prompts."""
        shared = [each for each in self._found if each.factor == factor.pk and each.prompt]
        return sorted(shared, key=lambda each: each.prompt.position if each.prompt else 0)

    def __bool__(self) -> bool:
        return bool(self._found)


def comments(round: Round, unit: Unit | None, *, from_above: bool) -> Comments:
    """Comments of one unit (None: of the huvudman level), in one query.

    `from_above` is whether everybody who reads works at huvudman level.
    """
    return Comments(said(at_place(round, unit, from_above=from_above).order_by(*ALPHABETICALLY)))


def office_comments(round: Round) -> Comments:
    """Comments of all role answers, for readers at huvudman level; their places are not told."""
    return Comments(said(given_in_offices(round).order_by(*ALPHABETICALLY)))


def at_place(round: Round, unit: Unit | None, *, from_above: bool) -> QuerySet[Comment]:
    readable = Q() if from_above else ANONYMOUS
    return Comment.objects.filter(readable, block__round=round, block__assessments__unit=unit)


def given_in_offices(round: Round) -> QuerySet[Comment]:
    return Comment.objects.filter(~ANONYMOUS, block__round=round)


def everywhere(round: Round) -> QuerySet[Comment]:
    """All of a round, for readers at huvudman level; anonymous ones tell their unit."""
    unit = "block__assessments__unit"
    return Comment.objects.filter(block__round=round).annotate(
        slug=_of_anonymous(f"{unit}__slug"), name=_of_anonymous(f"{unit}__name")
    )


def _of_anonymous(path: str) -> Case:
    return Case(When(ANONYMOUS, then=F(path)), default=Value(""), output_field=CharField())


def in_reading_order(found: QuerySet[Comment], factors: Iterable[int]) -> QuerySet[Comment]:
    """By factor in this order, row or question, and level; on each of them alphabetically."""
    return found.order_by(
        _place_among("factor", factors),
        F("statement__row").asc(nulls_last=True),
        "prompt__position",
        "prompt",
        _place_among("block__level", Level),
        *ALPHABETICALLY,
        "pk",
    )


def _place_among(path: str, values: Iterable[object]) -> Case:
    places = (When(**{path: value}, then=place) for place, value in enumerate(values))
    return Case(*places, output_field=IntegerField())


def containing(found: QuerySet[Comment], keys: Iterable[str]) -> QuerySet[Comment]:
    """Those where every one of the search keys stands, in whole words or as parts of them."""
    for key in keys:
        found = found.filter(search_key__contains=key)
    return found


def said(found: QuerySet[Any]) -> list[Said]:
    return [
        Said(
            level=Level(each.block.level),
            text=each.text,
            factor=each.factor_id,
            statement=each.statement_id,
            prompt=each.prompt,
            masked_on=each.masked_on,
            unit=(each.slug, each.name) if getattr(each, "slug", "") else None,
            key=each.pk,
        )
        for each in found.select_related("prompt", "block")
    ]


def masked_texts(round: Round) -> list[str]:
    """Changes whenever something in the round is masked, so what was read before is known."""
    found = Comment.objects.filter(block__round=round, masked_on__isnull=False)
    return list(found.order_by("pk").values_list("text", flat=True))
