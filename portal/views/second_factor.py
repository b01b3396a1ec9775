"""A person's own second factor, around allauth's views, and its reset by an administrator."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal import audit
from portal.access import Request, administered, require
from portal.models import Organisation, User
from portal.second_factor import (
    NEXT,
    is_shown,
    may_be_reset_in,
    remember_shown,
    reset,
    tell_of_reset,
)
from portal.verbs import Verb


@require_safe
def second_factor(request: Request) -> HttpResponse:
    """What is set up, and for an administrator without one, why it must be."""
    mine = Authenticator.objects.filter(user=request.user).order_by("created_at")
    kinds = {each.type: each for each in mine}
    codes = kinds.get(Authenticator.Type.RECOVERY_CODES)
    context = {
        "app": kinds.get(Authenticator.Type.TOTP),
        "keys": [each for each in mine if each.type == Authenticator.Type.WEBAUTHN],
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
        "demanded": NEXT in request.session and not is_shown(request),
        "next": request.session.get(NEXT),
    }
    return render(request, "mfa/index.html", context)


@require_safe
def second_factor_done(request: Request) -> HttpResponse:
    """On to where the person was going when a second factor was demanded."""
    return redirect(request.session.pop(NEXT, "assessments:start"))


def remember(request: Request, verb: Verb) -> None:
    for organisation in Organisation.objects.visible_to(request.user):
        audit.record(request, verb, request.user, organisation)


class AddApp(ActivateTOTPView):
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        remember_shown(self.request, Authenticator.Type.TOTP)
        remember(self.request, Verb.SECOND_FACTOR_ADDED)
        return response


class RemoveApp(DeactivateTOTPView):
    def form_valid(self, form: Any) -> HttpResponse:
        remember(self.request, Verb.SECOND_FACTOR_REMOVED)
        return super().form_valid(form)


class AddKey(AddWebAuthnView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        chosen = context["js_data"]["creation_options"]["publicKey"]["authenticatorSelection"]
        chosen |= {"residentKey": "required", "requireResidentKey": True}
        return context

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        remember_shown(self.request, Authenticator.Type.WEBAUTHN)
        remember(self.request, Verb.SECOND_FACTOR_ADDED)
        return response


class RemoveKey(RemoveWebAuthnView):
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        remember(self.request, Verb.SECOND_FACTOR_REMOVED)
        return super().form_valid(form)


@method_decorator(never_cache, name="dispatch")
class RecoveryCodes(ViewRecoveryCodesView):
    """Shown once; whoever misses them makes new ones."""

    extra_context = {"done": reverse_lazy("second_factor_done")}


@require_http_methods(["GET", "HEAD", "POST"])
def second_factor_reset(request: Request, organisation: str, pk: int) -> HttpResponse:
    place = administered(request, organisation)
    here = User.objects.filter(memberships__in=place.memberships.current()).distinct()
    person = get_object_or_404(here, pk=pk)
    allowed = person != request.user and may_be_reset_in(place, person)
    if request.method == "POST":
        require(allowed)
        return carry_out(request, place, person)
    context = {"person": person, "allowed": allowed}
    return render(request, "portal/people/second_factor_reset.html", context)


def carry_out(request: Request, organisation: Organisation, person: User) -> HttpResponse:
    with transaction.atomic():
        audit.record(request, Verb.SECOND_FACTOR_RESET, person, organisation)
        reset(person)
    tell_of_reset(person)
    told = _("%(name)s har inget andra steg längre, och kan logga in utan det.")
    messages.success(request, told % {"name": person})
    return redirect("portal:second_factor_reset", organisation.slug, person.pk)
