"""How often a door may be tried; the rates stand in the settings, with allauth's own."""

import time
from collections.abc import Callable
from functools import wraps
from math import ceil
from typing import Any

from allauth.core import context, ratelimit
from allauth.core.internal.ratelimit import consume, get_cache_key, get_rates
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import sign_in_log
from portal.models import CacheEntry

APP = "allauth.account"
TOO_MANY = "too_many_login_attempts"
AT_MOST = 5
A_MINUTE = 60
View = Callable[..., HttpResponseBase]


def limited(action: str) -> Callable[[View], View]:
    """A view that answers with 429 to an address that asks it more often than the action may be."""

    def limit(view: View) -> View:
        @wraps(view)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not is_free(request, action):
                return ratelimit.respond_429(request)
            return view(request, *args, **kwargs)

        return asked

    return limit


def is_free(request: HttpRequest, action: str, key: str | None = None) -> bool:
    """Counts one more; where many come at the same moment allauth gives up too soon."""
    for _again in range(AT_MOST):
        if consume(request, app=APP, action=action, key=key, limit_get=True):
            return True
        if seconds_until_free(request, action, key):
            break
    sign_in_log.held_back(action)
    return False


def is_spent(request: HttpRequest, action: str, key: str) -> bool:
    """Whether nothing is free just now; asks without counting."""
    return seconds_until_free(request, action, key) > 0


def tells_how_long(ask: Callable[[], str], action: str, key: str) -> str:
    """What allauth's form answers, with the time to wait where it says "too many"."""
    for _again in range(AT_MOST):
        try:
            return ask()
        except ValidationError as error:
            if error.code != TOO_MANY:
                raise
        if seconds := seconds_until_free(context.request, action, key):
            sign_in_log.held_back(action)
            raise too_many(seconds)
    raise too_many(A_MINUTE)


def too_many(seconds: int) -> ValidationError:
    told_so = _("För många försök. Vänta %(wait)s och prova igen.") % {"wait": told(seconds)}
    return ValidationError(told_so, code=TOO_MANY)


def seconds_until_free(request: HttpRequest, action: str, key: str | None) -> int:
    waits = [0.0]
    for rate in get_rates(app=APP, action=action):
        name = get_cache_key(request, app=APP, action=action, rate=rate, key=key)
        tries = cache.get(name, [])
        if len(tries) >= rate.amount:
            waits.append(min(tries) + rate.duration - time.time())
    return ceil(max(waits))


def told(seconds: int) -> str:
    minutes = ceil(seconds / A_MINUTE)
    if minutes <= 90:
        return ngettext("en minut", "%(n)d minuter", minutes) % {"n": minutes}
    return _("%(n)d timmar") % {"n": ceil(minutes / 60)}


def clear_expired() -> None:
    CacheEntry.objects.filter(expires__lt=timezone.now()).delete()
