"""Around allauth's own sign-in views: what they leave out."""

from collections.abc import Callable
from functools import wraps

from allauth.account import views as allauth
from allauth.account.utils import get_next_redirect_url, passthrough_next_redirect_url
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal import demo
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
        email = request.POST.get("email", "") if "code" not in request.POST else ""
        provider = None if request.user.is_authenticated else provider_of(email)
        if not provider:
            return view(request)
        context = {"provider": provider, "email": email, "next": get_next_redirect_url(request)}
        return render(request, "socialaccount/choose.html", context)

    return shown


@login_not_required
def confirm_code(request: HttpRequest) -> HttpResponseBase:
    """allauth's view; where it sends people back for a new code, they are told why."""
    response = allauth.confirm_login_code(request)
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
    person = demo.person_with(request.POST.get("role", ""))
    if person is None:
        raise Http404
    login(request, person.user)
    return redirect("assessments:start")
