"""What people write: each text is written once, by somebody whose answer it fits."""

from collections.abc import Iterable, Sequence

from assessments.demo.chance import chance
from assessments.demo.occasions import Occasion
from assessments.demo.plan import Plan, Text, UnitPlan
from portal.terms import COMPANION_FORMS, Level, SchoolForm

# How large a part of the texts each round gets.
PARTS = (25, 60, 15)
# Comments of each role assessment, in each round.
ROLE_COMMENTS = {Level.HUVUDMAN: (6, 14, 2), Level.REKTOR: (1, 4, 1)}
COMMENTS_PER_REFLECTION = 4


class Deck:
    """The texts of one round, in an order of chance; what is drawn is gone."""

    def __init__(self, texts: Iterable[Text], occasion: Occasion) -> None:
        self._texts = [text for text in texts if _round_of(text) == occasion.number]
        chance("deck", occasion.number).shuffle(self._texts)

    def draw_comment(
        self, factor: str, row: int, step: int, level: Level, forms: Sequence[SchoolForm]
    ) -> Text | None:
        fitting = (
            text
            for text in self._texts
            if (text.factor, text.row, text.holds) == (factor, row, step >= 3)
        )
        return self._draw(fitting, level, forms)

    def draw_reflection(
        self, factors: Sequence[str], level: Level, forms: Sequence[SchoolForm]
    ) -> Text | None:
        fitting = (text for text in self._texts if text.prompt and text.factor in factors)
        return self._draw(fitting, level, forms)

    def _draw(
        self, texts: Iterable[Text], level: Level, forms: Sequence[SchoolForm]
    ) -> Text | None:
        main = set(forms) - COMPANION_FORMS
        for text in texts:
            if text.level == level and (not text.forms or main & set(text.forms)):
                self._texts.remove(text)
                return text
        return None


def deck_of(plan: Plan, occasion: Occasion) -> Deck:
    return Deck([*plan.comments, *plan.reflections], occasion)


def comments_wanted(level: Level, unit: UnitPlan | None, occasion: Occasion) -> int:
    if unit and level is Level.UNDERVISNING:
        return unit.comments[occasion.number]
    return ROLE_COMMENTS[level][occasion.number]


def reflections_wanted(level: Level, unit: UnitPlan | None, occasion: Occasion) -> int:
    return -(-comments_wanted(level, unit, occasion) // COMMENTS_PER_REFLECTION)


def _round_of(text: Text) -> int:
    return chance("round", text.text).choices(range(len(PARTS)), PARTS)[0]
