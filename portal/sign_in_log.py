"""Who came in and who did not, for the log of the process: the person by number, never by name."""

import logging

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest

from portal.models import User

logger = logging.getLogger(__name__)


def came_in(request: HttpRequest, person: User) -> None:
    steps = [record["method"] for record in get_authentication_records(request, person)]
    logger.info("Person %s signed in by %s", person.pk, ", then ".join(steps))


def refused(why: str) -> None:
    logger.warning("A sign-in was refused: %s", why)


def held_back(door: str) -> None:
    logger.warning("Too many tries were held back: %s", door)
