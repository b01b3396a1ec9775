"""What a unit has done and has ahead in a school year, and where each of it is read."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from assessments.cycle.years import SchoolYear
from assessments.models import Action, Analysis, Assessment, Dialogue, FollowUp
from assessments.terms import ActionStatus, DialogueStep
from portal.models import Unit, User
from portal.terms import Role

UNDER_WAY = (ActionStatus.PLANNED, ActionStatus.ONGOING)


class Item(NamedTuple):
    """A line with where it leads; `told`: when, or how it is."""

    words: str
    url: str
    told: str = ""


@dataclass(frozen=True)
class Work:
    """What the person may see of it. `own`: they work at the unit, and those above see none of
    its dialogues; `leads`: they are its rektor.
    """

    unit: Unit
    year: SchoolYear
    own: bool
    leads: bool
    rounds: list[Assessment]
    dialogues: list[Dialogue]
    actions: list[Action]
    follow_ups: list[FollowUp]
    analyses: list[Analysis]

    @property
    def open(self) -> list[Assessment]:
        return [each for each in self.rounds if not is_closed(each)]

    @property
    def closed(self) -> list[Assessment]:
        return [each for each in self.rounds if is_closed(each)]

    @property
    def held(self) -> list[Dialogue]:
        return [each for each in self.dialogues if each.step == DialogueStep.ENDED]

    @property
    def to_come(self) -> list[Dialogue]:
        """The nearest first, and those without a day last."""
        found = [each for each in self.dialogues if each.step != DialogueStep.ENDED]
        dated = sorted((d for d in found if d.begins_at), key=lambda each: str(each.begins_at))
        return dated + [each for each in found if not each.begins_at]

    @property
    def late(self) -> list[Action]:
        past = (each for each in self.actions if each.ends_on < self.year.today)
        return [each for each in past if each.status in UNDER_WAY]

    def page(self, name: str, *where: object) -> str:
        return reverse(f"assessments:{name}", args=(self.unit.organisation.slug, *where))

    def at(self, name: str, round: int) -> str:
        """The unit's own page of a round."""
        return self.page(name, round, self.unit.slug)

    def new(self, name: str, **query: Any) -> str:
        return f"{self.page(name)}?{urlencode(query | {'enhet': self.unit.slug})}"

    def answering(self, round: int) -> str:
        """Its rektor follows a round; those who answer do so from their start page."""
        return self.page("round", round) if self.leads else self.page("home")


def work_of(user: User, unit: Unit, year: SchoolYear) -> Work:
    """Six queries, however much there is."""
    first, last = year.begins_on, year.ends_on
    places = Assessment.objects.visible_to(user).filter(
        unit=unit,
        round__opened_at__isnull=False,
        round__opens_on__lte=last,
        round__closes_on__gte=first,
    )
    begins = Q(begins_at=None) | Q(begins_at__date__range=(first, last))
    dialogues = Dialogue.objects.visible_to(user).filter(
        Q(held_on__range=(first, last)) | ~Q(step=DialogueStep.ENDED) & begins, unit=unit
    )
    actions = Action.objects.visible_to(user).filter(
        Q(ends_on__gte=first) | Q(status__in=UNDER_WAY), unit=unit, begins_on__lte=last
    )
    follow_ups = FollowUp.objects.filter(action__in=actions, made_on__range=(first, last))
    mine = user.offices
    analyses = Analysis.objects.visible_to(user).filter(
        unit=unit, round__opens_on__lte=last, round__closes_on__gte=first
    )
    return Work(
        unit,
        year,
        unit.pk in mine.units(),
        unit.pk in mine.units(Role.REKTOR),
        _one_a_round(places.select_related("round").order_by("-round__closes_on", "-round", "pk")),
        list(dialogues.select_related("factor").order_by(F("held_on").desc(), "-pk")),
        list(actions),
        list(follow_ups.select_related("action")),
        list(analyses.select_related("round").order_by("-round__closes_on", "-round")),
    )


def _one_a_round(places: Iterable[Assessment]) -> list[Assessment]:
    """A level of the unit that is still open in each round, or any."""
    found: dict[int, Assessment] = {}
    for place in places:
        if place.round_id not in found or not place.closed_at:
            found[place.round_id] = place
    return list(found.values())


def is_closed(place: Assessment) -> bool:
    return place.closed_at is not None or place.round.closed_at is not None


def when(dialogue: Dialogue) -> str:
    """When a dialogue that has not ended is: "3 december 15.00"."""
    if dialogue.runs:
        return _("Pågår nu")
    if dialogue.begins_at is None:
        return _("Dagen är inte bestämd")
    return date_format(timezone.localtime(dialogue.begins_at), "SHORT_DATETIME_FORMAT")


def day_words(day: datetime.date | None) -> str:
    return date_format(day, "j F") if day else ""
