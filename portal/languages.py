"""Which language a page is in: Swedish, until somebody has chosen another.

What the browser asks for decides nothing. The schools are Swedish, and many of their computers
speak English only because nobody told them otherwise; and so that a page is the same to all who
have not chosen. Who has chosen is heard wherever they sign in; who is not signed in, by a cookie.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

LANGUAGES = dict(settings.LANGUAGES)

View = Callable[[HttpRequest], HttpResponseBase]


def spoken(code: str) -> str:
    """The language of this code, or Swedish."""
    return code if code in LANGUAGES else settings.LANGUAGE_CODE


def in_language(code: str) -> AbstractContextManager[None]:
    """For what is written to somebody: their language, whoever's page or timer writes it."""
    return translation.override(spoken(code))


def in_swedish() -> AbstractContextManager[None]:
    """For what is kept for all to read: its words may not depend on who happened to make it."""
    return translation.override(settings.LANGUAGE_CODE)


class LanguageOfTheBrowser:
    """Outermost, since phones in a dialogue are answered before all else is done."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        translation.activate(spoken(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")))
        return self.get_response(request)


class LanguageOfThePerson:
    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated and request.user.language:
            translation.activate(spoken(request.user.language))
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language())
        patch_vary_headers(response, ["Cookie"])
        return response
