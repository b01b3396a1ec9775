"""The second factor: whether a session has shown one, and who may take one away."""

import logging
from collections.abc import Iterable
from smtplib import SMTPException

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.http import HttpRequest
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import sign_in_log
from portal.accounts import page_of, whole_page
from portal.languages import in_language
from portal.models import Organisation, User
from portal.secrets import seal, unseal
from portal.sessions import sign_out_everywhere
from portal.terms import Role

logger = logging.getLogger(__name__)

# Where a person was going when the second factor was demanded.
NEXT = "second_factor_next"


class Adapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("Det stämmer inte. Prova igen, gärna med en ny kod."),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Lägg först till en app eller en passkey. Sedan får du reservkoder."
        ),
    }

    def validation_error(self, code: str, *args: object) -> ValidationError:
        if code == "incorrect_code":
            sign_in_log.refused("a wrong second factor or passkey")
        return super().validation_error(code, *args)

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def build_totp_svg(self, url: str) -> SafeString:
        """An element of the page: our content security policy allows no data: addresses."""
        drawing = super().build_totp_svg(url)
        return mark_safe(drawing[drawing.index("<svg") :])  # noqa: S308 (drawn by our own server)

    def generate_authenticator_name(self, user: User, type: str) -> str:
        count = Authenticator.objects.filter(user=user, type=type).count()
        return _("Passkey %(number)d") % {"number": count + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": "Styrkedjan"}


def demand_of_administrators(request: HttpRequest, roles: Iterable[str]) -> None:
    """An administrator gets no further without a second factor."""
    if Role.ADMIN in roles:
        demand(request)


def demand(request: HttpRequest) -> None:
    """Lead a person whose session has not shown a second factor to where it is done."""
    if settings.SECOND_FACTOR_REQUIRED and not is_shown(request):
        request.session[NEXT] = page_of(request)
        raise ImmediateHttpResponse(whole_page(request, redirect("mfa_index")))


def is_shown(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records)


def remember_shown(request: HttpRequest, type: str) -> None:
    """Who has just set one up has shown it too, and need not show it again at once."""
    record_authentication(request, request.user, "mfa", type=type, reauthenticated=True)


def may_be_reset_in(organisation: Organisation, person: User) -> bool:
    """Only where the person works nowhere else: an administrator here has no say over there."""
    current = person.memberships.current().values_list("organisation", flat=True)
    return set(current) == {organisation.pk}


def reset(person: User) -> None:
    """Whoever holds what was lost may be signed in with it."""
    Authenticator.objects.filter(user=person).delete()
    sign_out_everywhere(person)


def tell_of_reset(person: User) -> None:
    """Somebody whose second factor is gone should know it, most of all if they did not ask."""
    if not person.email:
        return
    with in_language(person.language):
        subject = render_to_string("mfa/email/reset_subject.txt").strip()
        message = render_to_string("mfa/email/reset_message.txt", {"person": person})
    try:
        send_mail(subject, message, None, [person.email])
    except (SMTPException, OSError):
        logger.exception("A mail about a second factor could not be sent")
