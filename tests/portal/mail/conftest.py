from collections.abc import Iterator
from typing import Any

import pytest

from portal.mail.writing import compose, queue
from portal.models import Letter, User
from tests.conftest import Cast
from tests.portal.mail.server import MailServer, running


@pytest.fixture(autouse=True)
def _no_pauses(settings: Any) -> None:
    settings.MAILS_PER_MINUTE = 6_000_000


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with running(settings) as server:
        yield server


def write(cast: Cast, user: User, **fields: Any) -> Letter:
    """A letter in the outbox; what it says is what invitations say, without being one."""
    context = {"inviter": "Agnes", "places": "som rektor", "link": "https://x.example/", "days": 14}
    letter = compose("invitation", cast.organisation, user, context, **fields)
    queue([letter])
    return letter
