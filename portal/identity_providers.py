"""Setting up an identity provider: what is refused, since it could let the wrong person in."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _
from requests import Response

from portal.models import IdentityProvider, Organisation, SignInDomain
from portal.single_sign_on import DOMAIN, Adapter

TIMEOUT = 10
ENTRA = (
    "login.microsoftonline.com",
    "login.microsoftonline.us",
    "login.partner.microsoftonline.cn",
)
# Issuers that are anybody's: a person in any tenant could give themselves any address.
EVERYBODYS = ("{tenantid}", "/common", "/organizations", "/consumers")
# By these keys allauth knows a protocol rather than a provider.
TAKEN_KEYS = ("openid_connect", "saml")


class Unusable(Exception):
    """What is wrong with it, for the operator."""


def checked_issuer(issuer: str) -> str:
    """The issuer, if it is one organisation's own and says itself that this is its name."""
    place = urlsplit(issuer)
    if place.scheme != "https" and place.hostname not in ("localhost", "127.0.0.1"):
        raise Unusable(_("Utfärdarens adress ska börja med https://."))
    if place.hostname in ENTRA and any(each in issuer.lower() for each in EVERYBODYS):
        raise Unusable(_("Ange er egen katalog: https://login.microsoftonline.com/<id>/v2.0"))
    found = fetched(f"{issuer.rstrip('/')}/.well-known/openid-configuration").json()
    if found.get("issuer") != issuer:
        raise Unusable(_("Utfärdaren kallar sig %s. Skriv så.") % found.get("issuer"))
    return issuer


def default_claim(issuer: str) -> str:
    """Entra ID verifies no `email`; the user name is in a domain that the tenant has verified."""
    return "preferred_username" if urlsplit(issuer).hostname in ENTRA else "email"


def parsed_metadata(source: str) -> dict[str, Any]:
    """A SAML provider's own description, from a file, or from where it is read again later."""
    from lxml.etree import LxmlError
    from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser

    remote = source.startswith("https://")
    text = fetched(source).text if remote else Path(source).read_text()
    try:
        found = OneLogin_Saml2_IdPMetadataParser.parse(text).get("idp", {})
    except (LxmlError, ValueError) as error:
        raise Unusable(_("Metadatan går inte att läsa som XML.")) from error
    certificate = found.get("x509cert") or first_certificate(found)
    if not (found.get("entityId") and found.get("singleSignOnService") and certificate):
        raise Unusable(_("Metadatan saknar entityID, certifikat eller inloggningsadress."))
    if remote:
        return {"entity_id": found["entityId"], "metadata_url": source}
    sign_in = found["singleSignOnService"]["url"]
    return {"entity_id": found["entityId"], "x509cert": certificate, "sso_url": sign_in}


def first_certificate(found: dict[str, Any]) -> str:
    return next(iter(found.get("x509certMulti", {}).get("signing", [])), "")


def fetched(address: str) -> Response:
    """Without following it elsewhere: the address is to be given as it is."""
    response: Response = Adapter().get_requests_session().get(address, timeout=TIMEOUT)
    response.raise_for_status()
    return response


def checked_domain(domain: str) -> str:
    cleaned = domain.strip().lower().removeprefix("@")
    if not DOMAIN.fullmatch(cleaned) or "." not in cleaned:
        raise Unusable(_("%s är ingen domän.") % domain)
    return cleaned


@transaction.atomic
def set_up(
    organisation: Organisation, key: str, domains: list[str], **details: Any
) -> IdentityProvider:
    """The provider with just these details and domains, made or changed."""
    elsewhere = IdentityProvider.objects.filter(key=key).exclude(organisation=organisation)
    if key in TAKEN_KEYS or elsewhere.exists():
        raise Unusable(_("Adressnamnet %s är upptaget. Ange ett annat med --key.") % key)
    provider, _made = IdentityProvider.objects.update_or_create(
        organisation=organisation, key=key, defaults=details
    )
    wanted = {checked_domain(domain) for domain in domains}
    taken = SignInDomain.objects.filter(domain__in=wanted).exclude(provider=provider).first()
    if taken:
        raise Unusable(_("Domänen %s hör redan till en annan inloggning.") % taken)
    provider.domains.exclude(domain__in=wanted).delete()
    for domain in wanted:
        SignInDomain.objects.get_or_create(provider=provider, domain=domain)
    return provider
