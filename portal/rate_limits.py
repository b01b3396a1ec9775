"""How often a door may be tried; the rates stand in the settings, with allauth's own."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from math import ceil
from typing import Any

from allauth.core import context, ratelimit
from allauth.core.internal.ratelimit import get_cache_key, get_rates
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.models import CacheEntry

APP = "allauth.account"
TOO_MANY = "too_many_login_attempts"
View = Callable[..., HttpResponseBase]


def limited(action: str) -> Callable[[View], View]:
    """A view that answers with 429 to an address that asks it more often than the action may be."""

    def limit(view: View) -> View:
        @wraps(view)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            refused = ratelimit.consume_or_429(request, action=action, limit_get=True)
            return refused or view(request, *args, **kwargs)

        return asked

    return limit


@contextmanager
def tells_how_long(action: str, key: str) -> Iterator[None]:
    """Puts the time to wait into allauth's "too many"."""
    try:
        yield
    except ValidationError as error:
        if error.code != TOO_MANY:
            raise
        wait = told(seconds_until_free(context.request, action, key))
        told_so = _("För många försök. Vänta %(wait)s och prova igen.") % {"wait": wait}
        raise ValidationError(told_so, code=TOO_MANY) from error


def seconds_until_free(request: HttpRequest, action: str, key: str) -> int:
    waits = [0.0]
    for rate in get_rates(app=APP, action=action):
        name = get_cache_key(request, app=APP, action=action, rate=rate, key=key)
        tries = cache.get(name, [])
        if len(tries) >= rate.amount:
            waits.append(min(tries) + rate.duration - time.time())
    return ceil(max(waits))


def told(seconds: int) -> str:
    minutes = max(1, ceil(seconds / 60))
    if minutes <= 90:
        return ngettext("en minut", "%(n)d minuter", minutes) % {"n": minutes}
    return _("%(n)d timmar") % {"n": ceil(minutes / 60)}


def clear_expired() -> None:
    CacheEntry.objects.filter(expires__lt=timezone.now()).delete()
