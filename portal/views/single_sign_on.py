"""To an organisation's own identity provider and back, and what its IT department is given."""

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.access import Request, administered
from portal.models import IdentityProvider
from portal.rate_limits import limited
from portal.single_sign_on import app_of, failed

Protocol = IdentityProvider.Protocol


@limited("single_sign_on")
@login_not_required
@require_safe
def single_sign_on(request: HttpRequest, key: str) -> HttpResponseBase:
    """Away to the provider: by a link, since our policy lets no form lead to another site."""
    provider = get_object_or_404(IdentityProvider, key=key)
    way = app_of(provider).get_provider(request)
    try:
        return way.redirect(request, AuthProcess.LOGIN, next_url=get_next_redirect_url(request))
    except OSError:  # it does not answer
        return failed(request, provider.name)


@login_not_required
@require_safe
def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    get_object_or_404(IdentityProvider, key=provider_id, protocol=Protocol.OIDC)
    return oidc.callback(request, provider_id)


@require_safe
def identity_providers(request: Request, organisation: str) -> HttpResponse:
    place = administered(request, organisation)
    providers = place.identity_providers.prefetch_related("domains")
    context = {"providers": providers, "address": settings.ADDRESS}
    return render(request, "portal/identity_providers/identity_providers.html", context)
