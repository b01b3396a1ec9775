"""A slip as its person meets it: one field for the code."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url, perform_login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal import sign_in_log
from portal.forms.slips import SlipCodeForm
from portal.models import Slip
from portal.rate_limits import is_free
from portal.slips import behind, remember_use

# The same whether the code never was, was drawn back, or is of somebody who has left.
NOT_VALID = _(
    "Koden gäller inte. Har du fått en nyare lapp? Annars kan en administratör hos er skriva ut en."
)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def slip_sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("assessments:start")
    form = SlipCodeForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return page(request, form, 200)
    if not is_free(request, "slip_sign_in", "everybody"):
        return page(request, form, 429)
    slip = behind(form.cleaned_data["code"]) if form.is_valid() else None
    if slip:
        return come_in(request, slip)
    if form.is_valid():
        sign_in_log.refused("a slip that does not hold")
        form.add_error("code", NOT_VALID)
    return page(request, form, 422)


def page(request: HttpRequest, form: SlipCodeForm, status: int) -> HttpResponse:
    context = {"form": form, "too_many": status == 429, "next": get_next_redirect_url(request)}
    return render(request, "account/slip_sign_in.html", context, status=status)


def come_in(request: HttpRequest, slip: Slip) -> HttpResponse:
    """Signs in as a code does, so that whoever has a second factor is asked for it."""
    remember_use(slip)
    home = reverse("assessments:home", args=[slip.organisation.slug])
    record_authentication(request, slip.user, "slip")
    return perform_login(request, slip.user, redirect_url=get_next_redirect_url(request) or home)
