"""How long somebody stays signed in: half an hour idle, and never longer than a working day.

A session knows when it began and, to the minute, when its person last did something. It is also
the project's session engine: that is how a session knows its beginning, however it began.
"""

import time
from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout, update_session_auth_hash
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as Rows
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from portal.models import User

IDLE = 30 * 60
LONGEST = 12 * 3600
A_MINUTE = 60

BEGAN = "began_at"
SEEN = "seen_at"

View = Callable[..., HttpResponseBase]


class SessionStore(Rows):
    def create(self) -> None:
        """Each sign-in gives a new session; what else does, keeps when it began."""
        if BEGAN not in self or SESSION_KEY not in self:
            self[BEGAN] = self[SEEN] = int(time.time())
        super().create()

    def save(self, must_create: bool = False) -> None:
        """Where the database is away Django says that the session was deleted, which is a 400."""
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, OperationalError | InterfaceError):
                raise error.__context__ from None
            raise


class Left(NamedTuple):
    """The seconds that are left, and whether they are the last: nothing gives more of them."""

    seconds: int
    is_last: bool


def left(request: HttpRequest) -> Left:
    now = int(time.time())
    idle = min(request.session.get(SEEN, 0), now) + IDLE - now
    longest = min(request.session.get(BEGAN, 0), now) + LONGEST - now
    return Left(min(idle, longest), longest <= idle)


class SessionsEnd:
    """Signs out whoever has been idle or signed in too long, and lets no page of theirs be kept."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.get_response(request)
        if left(request).seconds <= 0:
            end(request)
        response = self.get_response(request)
        patch_cache_control(response, private=True, no_store=True)
        return response

    def process_view(self, request: HttpRequest, view: View, *arguments: Any) -> None:
        if not request.user.is_authenticated:
            return
        if not getattr(view, "is_background", False):
            note(request)
        request.session_left = left(request)  # type: ignore[attr-defined]


def in_background(view: View) -> View:
    """What scripts ask by themselves does not keep anybody signed in."""
    view.is_background = True  # type: ignore[attr-defined]
    return view


def note(request: HttpRequest) -> None:
    """At most once a minute, so that not every request writes.

    What a clock that was ahead has written is put right, or nobody would be signed out in time.
    """
    now = int(time.time())
    if abs(now - request.session[SEEN]) >= A_MINUTE:
        request.session[SEEN] = now
        request.session[BEGAN] = min(request.session[BEGAN], now)


def end(request: HttpRequest) -> None:
    if left(request).is_last:
        reason = _("Du loggades ut eftersom du hade varit inloggad i 12 timmar.")
    else:
        reason = _("Du loggades ut eftersom du inte hade gjort något på en halvtimme.")
    logout(request)
    messages.info(request, reason)


def sign_out_everywhere(user: User) -> None:
    """Each session holds a hash of the password, and this is a new one that nobody can have."""
    user.set_unusable_password()
    user.save(update_fields=["password"])


def sign_out_elsewhere(request: HttpRequest, user: User) -> None:
    sign_out_everywhere(user)
    update_session_auth_hash(request, user)
