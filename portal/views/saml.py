"""What a SAML identity provider needs of us, around allauth's views."""

from allauth.account import views as allauth
from allauth.socialaccount.providers.saml import views as saml
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from lxml.etree import LxmlError

from portal.models import IdentityProvider
from portal.single_sign_on import failed

# To nothing that this browser has asked; no XML; XML that it may not be; no name in it; and
# a provider whose certificates are not to be had.
NOT_AN_ANSWER = (PermissionDenied, LxmlError, ValueError, OSError)


def known(key: str) -> IdentityProvider:
    return get_object_or_404(IdentityProvider, key=key, protocol=IdentityProvider.Protocol.SAML)


@csrf_exempt
@login_not_required
@require_POST
def answer(request: HttpRequest, organization_slug: str) -> HttpResponseBase:
    """From the provider's site, so without our session's cookie: it is only kept for the next."""
    known(organization_slug)
    return saml.acs(request, organization_slug)


@login_not_required
@require_safe
def finish(request: HttpRequest, organization_slug: str) -> HttpResponseBase:
    provider = known(organization_slug)
    try:
        return saml.finish_acs(request, organization_slug)
    except NOT_AN_ANSWER:
        return failed(request, provider.name)


@login_not_required
@require_safe
def metadata(request: HttpRequest, organization_slug: str) -> HttpResponseBase:
    known(organization_slug)
    return saml.metadata(request, organization_slug)


@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest, organization_slug: str) -> HttpResponseBase:
    """Nobody is signed out by another site; whoever is sent here is asked."""
    return allauth.logout(request)
