"""One text or stance of an analysis, sent by the page's script; a person reads what it says."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.analyses.writing import draft_of
from assessments.forms.analyses import KINDS
from assessments.models import Finding
from assessments.models.answers import Answer
from assessments.saving import Closed, Outcome, Saved, Stale
from assessments.views.analysis_page import kept_page
from assessments.views.answers import refusal
from portal.access import Request


@login_not_required
@require_POST
def analysis_save(
    request: Request, organisation: str, pk: int, unit: str | None = None
) -> JsonResponse:
    if not request.user.is_authenticated:
        return JsonResponse({"message": _("Du har loggats ut.")}, status=401)
    try:
        page = kept_page(request, organisation, pk, unit)
    except (Http404, PermissionDenied):
        return JsonResponse({"message": _("Du kan inte skriva i analysen längre.")}, status=404)
    kind = KINDS.get(request.POST.get("kind", ""))
    if kind is None or not page.is_closed:
        return not_found()
    form = kind(request.POST)
    if not form.is_valid():
        return refusal(form)
    return reply(form.save_in(page.writing, page.spot))


def reply(outcome: Outcome) -> JsonResponse:
    match outcome:
        case Saved(version):
            clock = time_format(timezone.localtime())
            return JsonResponse({"version": version, "saved_at": clock})
        case Stale(answer):
            return JsonResponse({"reason": "stale", **standing(answer)}, status=409)
        case Closed():
            return JsonResponse({"reason": "closed"}, status=409)
    return not_found()


def not_found() -> JsonResponse:
    return JsonResponse({"message": _("Texten finns inte längre. Ladda om sidan.")}, status=404)


def standing(answer: Answer | None) -> dict[str, object]:
    """What somebody else saved. By its token a script knows a save of its own again."""
    if answer is None:
        return {"version": 0, "token": None, "value": None}
    draft = draft_of("", answer)
    beside = {"step": draft.stance} if isinstance(answer, Finding) else {"shared": draft.shared}
    value = {"text": draft.text, **beside}
    return {"version": draft.version, "token": str(answer.token), "value": value}
