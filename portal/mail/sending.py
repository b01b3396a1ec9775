"""The outbox is emptied letter by letter, over one connection, no faster than receivers bear.

A letter is claimed, sent and marked. Two timers at once never claim the same one. If the process
dies after the server has taken a letter and before it is marked, it is sent again when the claim
has run out: it may come twice, but is never lost.
"""

import datetime
import logging
import smtplib
import time

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.mail.kinds import KINDS
from portal.mail.messages import message
from portal.mail.replies import problem_of, words
from portal.models import Invitation, Letter
from portal.models.letters import Problem

logger = logging.getLogger(__name__)

CLAIM = datetime.timedelta(minutes=15)
PAUSES = [datetime.timedelta(minutes=minutes) for minutes in (5, 30, 2 * 60, 8 * 60, 24 * 60)]
HANGS_UP = 421  # the one reply after which the server is gone


def send_due(limit: int | None = None) -> str:
    """Send what is due, at most a minute's worth; answers with a line about it, or "".

    Blind letters are not even counted in the timer's own log.
    """
    if not Letter.objects.due().exists():
        return ""
    connection = get_connection()
    try:
        connection.open()
        sent = _send_over(connection, limit or settings.MAILS_PER_MINUTE)
    except (smtplib.SMTPException, OSError) as error:
        logger.exception("The mail server is of no use now")
        return _("Mejlservern fungerar inte: %(error)s") % {"error": error}
    finally:
        connection.close()
    return _("Skickade %(sent)d mejl.") % {"sent": sent} if sent else ""


def _send_over(connection: BaseEmailBackend, limit: int) -> int:
    sent = 0
    for _number in range(limit):
        letter = claim()
        if letter is None:
            break
        if _is_wanted(letter):
            sent += _send(letter, connection) and not letter.is_blind
            time.sleep(60 / settings.MAILS_PER_MINUTE)
        else:
            letter.delete()
    return sent


@transaction.atomic
def claim() -> Letter | None:
    """The letter that has waited longest, for us alone as long as it can take to send it."""
    free = Letter.objects.due().select_for_update(skip_locked=True, of=("self",))
    letter = free.select_related("organisation", "user", "invitation").first()
    if letter:
        letter.attempts += 1
        letter.not_before = timezone.now() + CLAIM
        letter.save(update_fields=["attempts", "not_before"])
    return letter


def _is_wanted(letter: Letter) -> bool:
    """Who has left gets no more mail, and nobody gets one that no longer holds."""
    works_here = letter.user.memberships.current().filter(organisation=letter.organisation)
    return works_here.exists() and KINDS[letter.kind].holds(letter)


def _send(letter: Letter, connection: BaseEmailBackend) -> bool:
    if not letter.user.email:
        give_up(letter, Problem.NO_ADDRESS)
        return False
    try:
        message(letter, connection).send()
    except ValueError:  # what Django says of an address or a header that it can't write
        give_up(letter, Problem.BAD_ADDRESS)
    except smtplib.SMTPSenderRefused:
        _hand_back(letter)
        raise
    except smtplib.SMTPRecipientsRefused as refusal:
        _refused(letter, connection, *next(iter(refusal.recipients.values())))
    except smtplib.SMTPResponseException as refusal:
        _refused(letter, connection, refusal.smtp_code, refusal.smtp_error)
    except (smtplib.SMTPException, OSError) as error:
        _refused(letter, connection, HANGS_UP, str(error))
    else:
        _sent(letter)
        return True
    return False


def _sent(letter: Letter) -> None:
    """What has been said is not kept, and of a blind letter nothing."""
    now = timezone.now()
    if letter.invitation:
        Invitation.objects.filter(pk=letter.invitation.pk).update(sent_at=now)
    if letter.is_blind:
        letter.delete()
        return
    letters = Letter.objects.filter(pk=letter.pk)
    letters.update(sent_at=now, subject="", text="", html="", problem="", reply="")


def _refused(letter: Letter, connection: BaseEmailBackend, code: int, reply: bytes | str) -> None:
    """A server's no is a no; its "not now" is asked again, with longer and longer pauses."""
    problem, said = problem_of(code, words(reply)), f"{code} {words(reply)}"[:300]
    if code >= 500 or letter.attempts > len(PAUSES):
        give_up(letter, problem, said)
    else:
        pause = PAUSES[letter.attempts - 1]
        Letter.objects.filter(pk=letter.pk).update(
            not_before=timezone.now() + pause, problem=problem, reply=said
        )
    if code == HANGS_UP:
        connection.close()
        connection.open()


def give_up(letter: Letter, problem: Problem, reply: str = "") -> None:
    """That a blind letter did not arrive must not be told, so it is as if it had."""
    if letter.is_blind:
        letter.delete()
        return
    Letter.objects.filter(pk=letter.pk).update(
        given_up_at=timezone.now(), problem=problem, reply=reply
    )


def _hand_back(letter: Letter) -> None:
    """The server does not take mail from us at all: no fault of this letter."""
    Letter.objects.filter(pk=letter.pk).update(
        attempts=letter.attempts - 1, not_before=timezone.now() + PAUSES[0]
    )
