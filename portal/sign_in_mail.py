"""Mails for signing in leave after the answer, from a few threads of the web server's own.

So the answer takes as long whoever has the address, and a slow mail server holds up nobody. They
do not go by the outbox: its timer comes every few minutes, and somebody waits for the code. A
mail that fails is tried again for some seconds, and then all who sign in are told that mail does
not get through, since to tell the one person would tell who has an account. What is lost if the
process dies is a code that can be asked for again.
"""

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from smtplib import SMTPException, SMTPRecipientsRefused
from threading import BoundedSemaphore

from django.conf import settings
from django.core.cache import cache as shared
from django.core.mail import EmailMessage
from django.db import connections

logger = logging.getLogger(__name__)

MOST_WAITING = 200
PAUSES = (2, 8)  # seconds before it is tried again
TROUBLE = "sign-in-mail-trouble"
TROUBLE_SECONDS = 120

places = BoundedSemaphore(MOST_WAITING)


class Full(Exception):
    """So many mails wait that one more would come too late."""


@cache
def threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(settings.SIGN_IN_MAIL_THREADS, "sign-in-mail")


def send(message: EmailMessage) -> None:
    if not settings.SIGN_IN_MAIL_THREADS:
        return deliver(message)
    if not places.acquire(blocking=False):
        raise Full
    threads().submit(deliver_and_make_room, message)
    return None


def deliver_and_make_room(message: EmailMessage) -> None:
    try:
        deliver(message)
    finally:
        places.release()
        connections.close_all()


def deliver(message: EmailMessage) -> None:
    for pause in (*PAUSES, None):
        try:
            message.send()
        except (SMTPRecipientsRefused, ValueError):
            logger.warning("A mail for signing in was refused, or has an address that can't be")
            return
        except (SMTPException, OSError):
            logger.exception("A mail for signing in could not be sent")
            shared.set(TROUBLE, True, TROUBLE_SECONDS)
        else:
            return
        if pause is not None:
            time.sleep(pause)


def is_in_trouble() -> bool:
    return shared.get(TROUBLE, False)
