"""The trend and what changed in short, as they look with two rounds to compare."""

import pytest

from assessments.models import Round
from factors.models import Edition
from tests.assessments.test_trend import HERE, Held, address, held, results_of  # noqa: F401
from tests.browser.conftest import SignIn
from tests.browser.test_accessible import faults
from tests.conftest import Cast


@pytest.fixture
def later(held: Held) -> Round:  # noqa: F811
    held("Självskattning våren", 2)
    return held("Självskattning hösten", 3)


def test_the_trend_is_within_everybodys_reach(
    later: Round, cast: Cast, edition: Edition, signed_in_page: SignIn
) -> None:
    page = signed_in_page(cast.skolchef)
    pages = [address(later), address(later, HERE), results_of(later), results_of(later, HERE), "/"]
    found = [f"{each}: {fault}" for each in pages for fault in faults(page, each)]
    assert not found, "\n".join(found)
