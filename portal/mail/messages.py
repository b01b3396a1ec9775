"""A letter as the mail that leaves."""

from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from portal import invitations
from portal.mail.writing import one_line
from portal.models import Letter, Organisation

HEADERS = {
    # No answers from those on holiday; the second is what Exchange goes by.
    "Auto-Submitted": "auto-generated",
    "X-Auto-Response-Suppress": "All",
}


def message(letter: Letter, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    """An invitation gets its link here, so that it is nowhere but in the mail."""
    text, html = letter.text, letter.html
    if letter.invitation:
        token = invitations.new_token(letter.invitation)
        text, html = (part.replace(invitations.NO_TOKEN, token) for part in (text, html))
    organisation = letter.organisation
    mail = EmailMultiAlternatives(
        letter.subject,
        text,
        sender(organisation),
        [letter.user.email or ""],
        reply_to=[organisation.contact_email] if organisation.contact_email else None,
        headers=HEADERS,
        connection=connection,
    )
    mail.attach_alternative(html, "text/html")
    return mail


def sender(organisation: Organisation) -> str:
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((one_line(f"{organisation} genom Styrkedjan"), address))
