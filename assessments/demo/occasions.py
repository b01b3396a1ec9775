"""When the demo organisation's rounds are held, counted from today."""

import datetime
from dataclasses import dataclass

from assessments.demo.chance import chance
from portal.days import end_of

DAY, WEEK = datetime.timedelta(days=1), datetime.timedelta(days=7)
# From the Monday of a round's first week to the Friday of its last.
FOUR_WEEKS = 3 * WEEK + 4 * DAY
A_YEAR = 52 * WEEK
ROLES = "tydlig-roll-och-ansvarsfordelning"
DEVELOPMENT = "professionell-utveckling"
LANGUAGE = "sprakutvecklande-arbetssatt"
TRANSITIONS = "trygga-overgangar"
DIGITAL = "digitala-larmiljoer"


@dataclass(frozen=True, slots=True)
class Occasion:
    """A round. `years_ago` is counted from the newest closed one, where the shapes hold."""

    number: int
    title: str
    opens_on: datetime.date
    closes_on: datetime.date
    factors: tuple[str, ...]
    years_ago: float = 0.0
    closed: bool = True
    mirror: bool = False

    @property
    def eve(self) -> datetime.date:
        return self.opens_on - DAY

    @property
    def closed_at(self) -> datetime.datetime:
        """By hand, in the afternoon of the last day."""
        return end_of(self.closes_on) - datetime.timedelta(hours=8)

    @property
    def early_on(self) -> datetime.date:
        """The last day at units that close their own part early."""
        return self.opens_on + WEEK + 4 * DAY

    def day_before(self, last: datetime.date, *about: object) -> datetime.date:
        """A weekday of the round, until the last day given."""
        span = [self.opens_on + n * DAY for n in range((last - self.opens_on).days + 1)]
        weekdays = [day for day in span if day.weekday() < 5]
        return chance("day", self.number, *about).choice(weekdays)


def occasions(today: datetime.date) -> tuple[Occasion, Occasion, Occasion]:
    """Two closed rounds a year apart, the last some weeks ago, and one that is open."""
    monday = today - today.weekday() * DAY
    newest, now = monday - 10 * WEEK, monday - 2 * WEEK
    every = (ROLES, DEVELOPMENT, LANGUAGE, TRANSITIONS, DIGITAL)
    return (
        _closed(0, newest - A_YEAR, every, years_ago=1.0, mirror=False),
        _closed(1, newest, every, years_ago=0.0, mirror=True),
        Occasion(
            number=2,
            title=f"Fördjupning {term(now)}",
            opens_on=now,
            closes_on=now + 2 * WEEK + FOUR_WEEKS,
            factors=(ROLES, DEVELOPMENT, DIGITAL),
            years_ago=-0.3,
            closed=False,
        ),
    )


def _closed(
    number: int,
    opens_on: datetime.date,
    factors: tuple[str, ...],
    years_ago: float,
    mirror: bool,
) -> Occasion:
    return Occasion(
        number=number,
        title=f"Självskattning {term(opens_on)}",
        opens_on=opens_on,
        closes_on=opens_on + FOUR_WEEKS,
        factors=factors,
        years_ago=years_ago,
        mirror=mirror,
    )


def term(day: datetime.date) -> str:
    """The school term that the day is in: "hösten 2026"."""
    return f"{'våren' if day.month < 7 else 'hösten'} {day.year}"
