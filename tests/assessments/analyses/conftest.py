from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from assessments.analyses.saving import Spot, save_passage
from assessments.models import Analysis, Round
from assessments.saving import Attempt, Outcome
from assessments.terms import Section
from portal.models import Unit, User
from tests.conftest import Cast

Write = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def files(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(round: Round, unit: Unit | None, name: str = "analysis", *more: object) -> str:
    place = [unit.slug] if unit else []
    return reverse(f"assessments:{name}", args=["ekby", round.pk, *place, *more])


def main(response: Any) -> str:
    return " ".join(response.content.decode().partition("<main")[2].partition("</main>")[0].split())


@pytest.fixture
def spot(closed_round: Round, cast: Cast) -> Spot:
    """Björkskolan, by its rektor."""
    return Spot(closed_round, cast.bjork, cast.rektor)


@pytest.fixture
def write(spot: Spot) -> Write:
    """`write("Tiden.", 0)`: the causes, by whoever has seen that version."""

    def write(text: str, seen: int = 0, at: Spot = spot, **more: Any) -> Outcome:
        section = more.pop("section", Section.CAUSES)
        values = {"text": text, "quotable": more.pop("quotable", False)}
        return save_passage(at, section, None, values, Attempt(seen, uuid4()), **more)

    return write


def analysis_of(spot: Spot) -> Analysis:
    return Analysis.objects.get(round=spot.round, unit=spot.unit)
