"""Around allauth's own sign-in views: what they leave out."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as allauth
from allauth.account.internal.flows.signup import send_unknown_account_mail
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.account.utils import get_next_redirect_url, passthrough_next_redirect_url
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal import demo
from portal.models import User
from portal.rate_limits import is_free
from portal.sign_in_mail import is_in_trouble
from portal.single_sign_on import provider_of

View = Callable[[HttpRequest], HttpResponseBase]


def own_sign_in_first(view: View) -> View:
    """Whose address has a domain with a sign-in of its own is shown the way there.

    It is told by the domain alone, so it tells nothing of who is here. Whoever rather has a code
    says so on that page.
    """

    @login_not_required
    @wraps(view)
    def shown(request: HttpRequest) -> HttpResponseBase:
        take_as_long(request)
        email = request.POST.get("email", "") if "code" not in request.POST else ""
        provider = None if request.user.is_authenticated else provider_of(email)
        if not provider:
            return view(request)
        context = {"provider": provider, "email": email, "next": get_next_redirect_url(request)}
        return render(request, "socialaccount/choose.html", context)

    return shown


def take_as_long(request: HttpRequest) -> None:
    """Whoever was sent a code is looked up; for an unknown address, nobody just as slowly."""
    pending = request.session.get(LOGIN_SESSION_KEY)
    if pending and pending["user_pk"] is None:
        User.objects.filter(pk=0).first()


class ConfirmCode(allauth.ConfirmLoginCodeView):
    extra_context = {"mail_trouble": is_in_trouble}

    def _resend_form_valid(self, form: Any) -> HttpResponse:
        """Again a mail to an unknown address too: one less would tell that it is unknown."""
        if not self._process.user:
            send_unknown_account_mail(self.request, self._process.state["email"])
        return super()._resend_form_valid(form)


def guesser(request: HttpRequest) -> str:
    """Each code bears five tries; counted here too, for those that come at the same moment."""
    return request.session.session_key or ""


@login_not_required
def confirm_code(request: HttpRequest) -> HttpResponseBase:
    """allauth's view; where it sends people back for a new code, they are told why."""
    if request.method == "POST" and not is_free(request, "confirm_login_code", guesser(request)):
        return ratelimit.respond_429(request)
    take_as_long(request)
    response = ConfirmCode.as_view()(request)
    again = reverse("account_login")
    if getattr(response, "url", None) != again:
        return response
    if not messages.get_messages(request):
        messages.warning(request, _("Koden gäller inte längre. Här kan du be om en ny."))
    return redirect(passthrough_next_redirect_url(request, again, REDIRECT_FIELD_NAME))


@login_not_required
@require_safe
def no_account(request: HttpRequest) -> HttpResponse:
    """Whom to ask: nobody makes an account of their own."""
    return render(request, "account/no_account.html")


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    person = demo.account(request.POST.get("role", ""))
    if person is None:
        raise Http404
    login(request, person)
    return redirect("assessments:start")
