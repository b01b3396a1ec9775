"""The answers of a round as rows, as though people had given them on the pages."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random
from uuid import UUID

from assessments.demo.chance import chance
from assessments.demo.occasions import Occasion
from assessments.demo.plan import Plan, UnitPlan
from assessments.demo.voices import SKIPPED, Voice, mirrored_step_of, stance_of, step_of, voices_of
from assessments.demo.words import Deck, comments_wanted, deck_of, reflections_wanted
from assessments.models import (
    Assessment,
    Participation,
    Rating,
    Reflection,
    Remark,
    Response,
    Round,
)
from factors.models import Prompt, Statement
from portal.days import today
from portal.terms import Level

Pair = tuple[Voice, Participation]


@dataclass(frozen=True, slots=True)
class Setting:
    """One assessment and what is needed to answer in it."""

    assessment: Assessment
    level: Level
    unit: UnitPlan | None
    occasion: Occasion
    statements: list[Statement]
    mirrored: list[Statement]

    @property
    def last_day(self) -> datetime.date:
        early = self.unit and self.unit.closes_early and not self.occasion.closed
        return min(self.occasion.early_on if early else self.occasion.closes_on, today())

    def dice(self, *about: object) -> Random:
        unit = self.unit.slug if self.unit else ""
        return chance(self.occasion.number, self.level, unit, *about)


def give_answers(round: Round, occasion: Occasion, plan: Plan) -> None:
    deck = deck_of(plan, occasion)
    prompts = _prompts(round)
    for setting in _settings(round, occasion, plan):
        voices = _voices(setting)
        ratings = Rating.objects.bulk_create(
            rating for voice in voices for rating in _ratings(setting, plan, *voice)
        )
        Rating.objects.bulk_create(
            rating for voice in voices for rating in _mirrors(setting, plan, *voice)
        )
        Remark.objects.bulk_create(_remarks(setting, ratings, deck))
        Reflection.objects.bulk_create(_reflections(setting, voices, deck, prompts))
        _hand_in(setting, voices)


def _settings(round: Round, occasion: Occasion, plan: Plan) -> Iterator[Setting]:
    units = {unit.slug: unit for unit in plan.units}
    asked = Statement.objects.ratable().filter(factor__rounds=round).select_related("factor")
    statements = list(asked.order_by("factor__round_factors__position", "row"))
    for assessment in round.assessments.select_related("unit").order_by("pk"):
        level = Level(assessment.level)
        mine = [statement for statement in statements if statement.level == level]
        above = [each for each in statements if each.level == level.above and each.row]
        unit = units[assessment.unit.slug] if assessment.unit else None
        yield Setting(assessment, level, unit, occasion, mine, above)


def _voices(setting: Setting) -> list[Pair]:
    people = setting.assessment.participations.select_related("user", "response")
    asked = {
        str(each.user.email): each for each in people.order_by("user__sort_key", "user__email")
    }
    voices = voices_of(list(asked), setting.level, setting.unit, setting.occasion)
    return [(voice, asked[voice.email]) for voice in voices]


def _ratings(
    setting: Setting, plan: Plan, voice: Voice, participation: Participation
) -> Iterator[Rating]:
    dice = setting.dice("steps", voice.email)
    reached = round(voice.progress * len(setting.statements))
    for statement in setting.statements[: max(reached, 1)]:
        step = _step(setting, plan, statement, voice.email, dice)
        if dice.random() > SKIPPED:
            yield Rating(
                response=participation.response, statement=statement, step=step, token=_token(dice)
            )


def _step(
    setting: Setting, plan: Plan, statement: Statement, email: str, dice: Random
) -> int | None:
    factor, years_ago = statement.factor.slug, setting.occasion.years_ago
    stance = stance_of(email, setting.level, setting.unit, factor, years_ago)
    return step_of(plan.shapes[factor, statement.row], stance, dice)


def _mirrors(
    setting: Setting, plan: Plan, voice: Voice, participation: Participation
) -> Iterator[Rating]:
    """Of those who have come to the end: the level above is asked about last."""
    if participation.mirror_id is None or voice.progress < 1:
        return
    dice = setting.dice("mirror", voice.email)
    for statement in setting.mirrored:
        factor, years_ago = statement.factor.slug, setting.occasion.years_ago
        stance = stance_of(voice.email, setting.level, setting.unit, factor, years_ago)
        shape, above = plan.shapes[factor, statement.row], Level(statement.level)
        step = mirrored_step_of(shape, above, stance, dice)
        yield Rating(
            response_id=participation.mirror_id, statement=statement, step=step, token=_token(dice)
        )


def _remarks(setting: Setting, ratings: list[Rating], deck: Deck) -> Iterator[Remark]:
    wanted = comments_wanted(setting.level, setting.unit, setting.occasion)
    dice = setting.dice("remarks")
    dice.shuffle(ratings)
    for rating in ratings:
        if wanted and rating.step:
            remark = _remark(setting, rating, deck, dice)
            wanted -= bool(remark)
            yield from [remark] if remark else []


def _remark(setting: Setting, rating: Rating, deck: Deck, dice: Random) -> Remark | None:
    statement, forms = rating.statement, setting.unit.forms if setting.unit else []
    text = deck.draw_comment(
        statement.factor.slug, statement.row, rating.step or 0, setting.level, forms
    )
    if text is None:
        return None
    return Remark(response=rating.response, statement=statement, text=text.text, token=_token(dice))


def _prompts(round: Round) -> dict[tuple[str, int], Prompt]:
    """The questions for own reflection on each factor, by their number on the page."""
    return {
        (factor.slug, number): prompt
        for factor in round.factors.select_related("edition")
        for number, prompt in enumerate(
            factor.edition.prompts.filter(kind=Prompt.Kind.REFLECTION).order_by("position"), 1
        )
    }


def _reflections(
    setting: Setting,
    voices: list[Pair],
    deck: Deck,
    prompts: dict[tuple[str, int], Prompt],
) -> Iterator[Reflection]:
    wanted = reflections_wanted(setting.level, setting.unit, setting.occasion)
    factors = {statement.factor.slug: statement.factor for statement in setting.statements}
    dice, forms = setting.dice("reflections"), setting.unit.forms if setting.unit else []
    for _voice, participation in voices[:wanted]:
        if text := deck.draw_reflection(list(factors), setting.level, forms):
            yield Reflection(
                participation=participation,
                factor=factors[text.factor],
                prompt=prompts[text.factor, text.prompt or 0],
                text=text.text,
                shared=text.shared,
                token=_token(dice),
            )


def _hand_in(setting: Setting, voices: Iterable[Pair]) -> None:
    occasion, last = setting.occasion, setting.last_day
    given: list[Response] = []
    for voice, participation in voices:
        if voice.handed_in and participation.response:
            participation.response.handed_in_on = occasion.day_before(last, voice.email)
            given.append(participation.response)
    Response.objects.bulk_update(given, ["handed_in_on"])


def _token(dice: Random) -> UUID:
    return UUID(int=dice.getrandbits(128), version=4)
