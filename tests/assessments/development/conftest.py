import datetime
from collections.abc import Callable

import pytest

from assessments.models import Action
from portal.days import today
from portal.models import Unit
from portal.terms import Level
from tests.conftest import Cast

Add = Callable[..., Action]


@pytest.fixture
def add(cast: Cast) -> Add:
    """`add(unit, "Besök varandra", days=30)`: an action that ends in so many days."""

    def add(unit: Unit | None, title: str, days: int = 30, **more: object) -> Action:
        standing = {
            "level": Level.REKTOR if unit else Level.HUVUDMAN,
            "begins_on": today() - datetime.timedelta(days=60),
            "ends_on": today() + datetime.timedelta(days=days),
            "created_on": today(),
        }
        return Action.objects.create(
            organisation=cast.organisation, unit=unit, title=title, **standing | more
        )

    return add
