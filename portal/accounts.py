"""How people get in: no sign-up of one's own, a code by e-mail."""

from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_htmx.middleware import HtmxDetails

from portal import sign_in_log, sign_in_mail
from portal.languages import in_language
from portal.models import User


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": _(
            "Koden stämmer inte. Använd koden i det senaste mejlet, eller be om en ny."
        ),
        "too_many_login_attempts": _("För många försök. Vänta några minuter och prova igen."),
        "rate_limited": _("För många försök. Vänta några minuter och prova igen."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Any, **known: Any) -> HttpResponseBase | None:
        """A code that went to an address which is not the person's any longer lets nobody in."""
        if known["email"] and known["email"].lower() != user.email:
            messages.error(request, self.error_messages["incorrect_code"])
            return redirect("account_login")
        return super().pre_login(request, user, **known)

    def post_login(self, request: HttpRequest, user: Any, **known: Any) -> HttpResponseBase:
        sign_in_log.came_in(request, user)
        return super().post_login(request, user, **known)

    def validation_error(self, code: str, *args: object) -> ValidationError:
        if code == "incorrect_code":
            sign_in_log.refused("a wrong code by mail")
        return super().validation_error(code, *args)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        """The passkey first, where there is one: it takes a single press."""
        return super().get_reauthentication_methods(user)[::-1]

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        told = {"request": self.request, "email": email, **context}
        with in_language(language_of(email)):
            message = self.render_mail(template_prefix, email, told)
        try:
            sign_in_mail.send(message)
        except sign_in_mail.Full as error:
            messages.error(
                self.request,
                _("Mejlet kunde inte skickas just nu. Försök igen om några minuter."),
            )
            raise ImmediateHttpResponse(redirect("account_login")) from error

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """What was done is done, whether the mail about it could be sent or not."""
        with suppress(ImmediateHttpResponse):
            super().send_notification_mail(*args, **kwargs)


def language_of(address: str) -> str:
    """What whoever has the address has chosen; else the language of the page they asked on."""
    chosen = User.objects.filter(email=address.lower()).values_list("language", flat=True)
    return chosen.first() or get_language()


class LoginRequired(LoginRequiredMiddleware):
    """Sends people to the sign-in page, and after it back to the page that they were on."""

    def handle_no_permission(self, request: HttpRequest, view_func: object) -> HttpResponseRedirect:
        return whole_page(request, redirect_to_login(page_of(request)))


def whole_page(request: HttpRequest, response: HttpResponseRedirect) -> HttpResponseRedirect:
    """The same redirect for htmx: a page must not be swapped into a part of another."""
    if HtmxDetails(request):
        response.status_code = 401
        response["HX-Redirect"] = response.url
        del response["Location"]
    return response


def page_of(request: HttpRequest) -> str:
    """Where a person stands: what they ask for, or for a form or a part, the page it is on."""
    htmx = HtmxDetails(request)
    if htmx:
        return htmx.current_url_abs_path or "/"
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    page = urlsplit(request.headers.get("Referer", ""))
    return (
        page._replace(scheme="", netloc="").geturl() if page.netloc == request.get_host() else "/"
    )
