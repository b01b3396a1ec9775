from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from portal.accounts import page_of
from portal.languages import LANGUAGES

A_YEAR = 365 * 24 * 3600


@csrf_exempt
@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remembered of the person, and in the browser too: for the page that they sign in on.

    It asks for no token, which would be a cookie on every public page: from another site nobody's
    session comes along, and the worst that can be sent from there is English.
    """
    chosen = request.POST.get("language", "")
    if chosen not in LANGUAGES:
        raise BadRequest
    if request.user.is_authenticated:
        request.user.language = chosen
        request.user.save(update_fields=["language"])
    response = redirect(page_of(request))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=A_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
