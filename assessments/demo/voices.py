"""Who answers, how far they come, and which steps they choose. No database here."""

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from assessments.demo.chance import chance
from assessments.demo.occasions import Occasion
from assessments.demo.plan import Shape, UnitPlan
from assessments.terms import FLOOR
from portal.demo import SHOWN_UNIT
from portal.terms import Level

# In steps on the scale: how much persons differ in general, and from one row to the next.
# At role levels they are few, so chance must not drown what is to be seen.
BETWEEN_PERSONS, WITHIN_PERSON = 0.25, 0.55
BETWEEN_ROLES, WITHIN_ROLE = 0.12, 0.38
SKIPPED = 0.03
# How many can't judge a row of the level above, and how much dimmer the others see it.
UNSEEN, FROM_BELOW = 0.12, 0.5


class Voice(NamedTuple):
    """One person's part in one assessment: how much of it is answered, and if it is handed in."""

    email: str
    progress: float
    handed_in: bool


class Stance(NamedTuple):
    """How a person stands to a factor; `side` is of what parts the teachers."""

    level: Level
    lean: float
    side: int
    years_ago: float


def voices_of(
    emails: Sequence[str], level: Level, unit: UnitPlan | None, occasion: Occasion
) -> list[Voice]:
    """Those of the people asked who answer; `emails` are in the order of their names."""
    slug = unit.slug if unit else ""
    dice = chance("who", occasion.number, level, slug)
    count = int(_rate(level, unit, occasion) * len(emails) + dice.random())
    answering = set(dice.sample(sorted(emails), min(count, len(emails))))
    # In small units and at role levels all hand in: their figures stand on every single one.
    done = 1.0 if len(emails) < FLOOR else 0.9
    chance_to_hand_in = done if occasion.closed else 0.6
    voices = {email: _voice(email, chance_to_hand_in, dice) for email in emails}
    heard = {email: voice for email, voice in voices.items() if email in answering}
    if not occasion.closed and slug in ("", SHOWN_UNIT):
        heard = _with_something_left(heard, emails)
    return list(heard.values())


def _rate(level: Level, unit: UnitPlan | None, occasion: Occasion) -> float:
    rate = unit.rates[occasion.number] if unit else 1.0
    if level is Level.UNDERVISNING:
        return rate
    return (1.0 if occasion.closed else 0.5) if rate else 0.0


def _voice(email: str, chance_to_hand_in: float, dice: Random) -> Voice:
    if dice.random() < chance_to_hand_in:
        return Voice(email, 1.0, handed_in=True)
    return Voice(email, dice.uniform(0.3, 0.8), handed_in=False)


def _with_something_left(voices: dict[str, Voice], emails: Sequence[str]) -> dict[str, Voice]:
    """Whom a visitor signs in as, the first by name, has begun, and the second has not."""
    first, second = emails[:2]
    others = {email: voice for email, voice in voices.items() if email not in (first, second)}
    return {first: Voice(first, 0.45, handed_in=False)} | others


def stance_of(
    email: str, level: Level, unit: UnitPlan | None, factor: str, years_ago: float
) -> Stance:
    """Where a person stands, the same every year but for what has changed since."""
    own = chance("lean", email).gauss(0, BETWEEN_PERSONS if level.anonymous else BETWEEN_ROLES)
    side = chance("side", email).choice((-1, 1))
    return Stance(level, own + _lean(level, unit, factor), side, years_ago)


def _lean(level: Level, unit: UnitPlan | None, factor: str) -> float:
    """How much brighter than the shape the factor is seen at the unit."""
    if unit is None:
        return 0.0
    if level is Level.REKTOR:
        return unit.leader_lean + unit.leans.get(factor, 0.0) / 2
    return unit.lean + unit.leans.get(factor, 0.0)


def mirrored_step_of(shape: Shape, above: Level, stance: Stance, dice: Random) -> int | None:
    """The step chosen on a row of the level above: seen from below, with more that is unseen."""
    if dice.random() < UNSEEN:
        return None
    centre = shape.centre(above) - shape.change * stance.years_ago + stance.lean - FROM_BELOW
    return min(4, max(1, round(dice.gauss(centre, WITHIN_PERSON))))


def step_of(shape: Shape, stance: Stance, dice: Random) -> int | None:
    """The step chosen on a row; None cannot judge."""
    anonymous = stance.level.anonymous
    if dice.random() < (shape.unsure if anonymous else shape.unsure / 4):
        return None
    centre = shape.centre(stance.level) - shape.change * stance.years_ago + stance.lean
    if anonymous:
        centre += shape.split * stance.side
    return min(4, max(1, round(dice.gauss(centre, WITHIN_PERSON if anonymous else WITHIN_ROLE))))
