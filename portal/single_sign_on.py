"""Single sign-on: an organisation's own identity provider says who somebody is.

It finds people who are here already. It makes no users and no rights, and an address that it
gives is believed only within the domains that are its own (docs/signing-in.md has the rules).
"""

import logging
import re
from typing import Any, NamedTuple, NoReturn

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthError
from django.contrib import messages
from django.contrib.auth import logout
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from requests import Session

from portal.models import Identity, IdentityProvider, SignInDomain, User
from portal.secrets import unseal

logger = logging.getLogger(__name__)

DOMAIN = re.compile(r"[\w.-]+")
# Where identity providers put an address, in the order in which it is looked for.
SAML_ADDRESSES = (
    "urn:oid:0.9.2342.19200300.100.1.3",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
    "mail",
    "email",
    "urn:oid:1.3.6.1.4.1.5923.1.1.1.6",
    "eduPersonPrincipalName",
)
# What stays the same when an address changes; a NameID often does not.
SAML_SUBJECTS = (
    "urn:oasis:names:tc:SAML:attribute:subject-id",
    "urn:oasis:names:tc:SAML:attribute:pairwise-id",
    "http://schemas.microsoft.com/identity/claims/objectidentifier",
)


class Refused(Exception):
    """Why the person is not let in: the name of the part of the page that tells."""


class Claim(NamedTuple):
    """What an identity provider says of a person: their address, and what it calls them."""

    address: str
    subject: str


class Adapter(DefaultSocialAccountAdapter):
    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        found = IdentityProvider.objects.filter(key=client_id or provider)
        return [app_of(each) for each in found]

    def get_requests_session(self) -> Session:
        """What is told to a provider, our secret too, is told at its own addresses alone."""
        session: Session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> NoReturn:
        """Here our own way begins: nothing of what allauth would store is stored."""
        provider = IdentityProvider.objects.get(key=sociallogin.account.provider)
        try:
            person = recognised(provider, claimed(provider, sociallogin.account.extra_data))
        except Refused as refused:
            logger.warning("Single sign-on by %s was refused: %s", provider.key, refused)
            raise ImmediateHttpResponse(not_found(request, provider, str(refused))) from None
        if request.user.is_authenticated:
            logout(request)
        record_authentication(request, person, "socialaccount", provider=provider.key)
        to = sociallogin.get_redirect_url(request)
        raise ImmediateHttpResponse(perform_login(request, person, redirect_url=to))

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: str | None = None, **details: Any
    ) -> NoReturn:
        if error == AuthError.CANCELLED:
            messages.info(request, _("Inloggningen avbröts. Här kan du börja om."))
            raise ImmediateHttpResponse(redirect("account_login"))
        raise ImmediateHttpResponse(failed(request, provider.name))


def app_of(provider: IdentityProvider) -> SocialApp:
    """The provider as allauth knows it; its own table of them stays empty."""
    oidc = provider.protocol == IdentityProvider.Protocol.OIDC
    settings = {"server_url": provider.issuer} if oidc else {"idp": provider.metadata}
    return SocialApp(
        provider="openid_connect" if oidc else "saml",
        provider_id=provider.key,
        name=provider.name,
        client_id=provider.client_id if oidc else provider.key,
        secret=unseal(provider.sealed_secret) if provider.sealed_secret else "",
        settings=settings,
    )


def provider_of(address: str) -> IdentityProvider | None:
    """Whoever vouches for the address' domain: the same for all who have one there."""
    domain = address.rpartition("@")[2].strip().lower()
    if not DOMAIN.fullmatch(domain):
        return None
    found = SignInDomain.objects.select_related("provider").filter(domain=domain).first()
    return found.provider if found else None


def claimed(provider: IdentityProvider, data: dict[str, Any]) -> Claim:
    if provider.protocol == IdentityProvider.Protocol.SAML:
        return Claim(first_of(data, SAML_ADDRESSES), first_of(data, SAML_SUBJECTS))
    return claimed_by_token(provider, data)


def claimed_by_token(provider: IdentityProvider, data: dict[str, Any]) -> Claim:
    token, more = data.get("id_token", {}), data.get("userinfo", {})
    if token.get("iss") != provider.issuer or more.get("sub", token["sub"]) != token["sub"]:
        raise Refused("address")
    claims = more | token
    if provider.address_claim == "email" and claims.get("email_verified") is not True:
        raise Refused("address")
    return Claim(str(claims.get(provider.address_claim) or ""), str(claims["sub"]))


def first_of(attributes: dict[str, list[str]], names: tuple[str, ...]) -> str:
    return next((attributes[name][0] for name in names if attributes.get(name)), "")


def recognised(provider: IdentityProvider, claim: Claim) -> User:
    """The person who has the address, works here today, and is who they were before."""
    address = claim.address.strip().lower()
    if not provider.domains.filter(domain=address.rpartition("@")[2]).exists():
        raise Refused("address")
    person = User.objects.filter(email=address, is_active=True).first()
    if not person or not person.memberships.current().exists():
        raise Refused("nobody")
    if claim.subject and not is_same_as_before(provider, person, claim.subject):
        raise Refused("changed")
    return person


def is_same_as_before(provider: IdentityProvider, person: User, subject: str) -> bool:
    """Neither may an address be handed to another, nor a person's own account take one over."""
    known = provider.identities.filter(Q(user=person) | Q(subject=subject)).first()
    if known:
        return (known.user_id, known.subject) == (person.pk, subject)
    try:
        with transaction.atomic():
            Identity.objects.create(provider=provider, user=person, subject=subject)
    except IntegrityError:  # somebody was first, a moment ago
        return False
    return True


def not_found(request: HttpRequest, provider: IdentityProvider, reason: str) -> Any:
    context = {"provider": provider, "reason": reason}
    return render(request, "socialaccount/not_found.html", context, status=403)


def failed(request: HttpRequest, name: str) -> Any:
    return render(request, "socialaccount/failed.html", {"name": name}, status=503)
