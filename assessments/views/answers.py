"""The pages where a person rates, comments and reflects, and the address that saves."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from assessments.answering import Part, Sheet, Thought, entry_of, is_open, sheet_of, thoughts_on
from assessments.forms.answers import KINDS, LARGEST_ID, AnswerForm
from assessments.forms.sheets import SheetForm
from assessments.models import Rating, Reflection
from assessments.models.answers import Answer
from assessments.saving import Closed, Outcome, Place, Saved, Stale
from assessments.terms import COMMENT_LIMIT, REFLECTION_LIMIT, STATEMENTS_PER_MINUTE, STEPS, UNSURE
from assessments.views.participations import participation_of, place_of, to_page
from portal.access import Request

# How the names of fields with texts begin.
WRITTEN = ("remark-", "reflection-")


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def answers(request: Request, organisation: str, pk: int, number: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return sign_in_first(request)
    participation = participation_of(request, organisation, pk)
    sheet = sheet_of(participation)
    part = sheet.part(number)
    if part is None:
        raise Http404
    thoughts = thoughts_on(participation, part.factor)
    if request.method == "POST":
        return receive(request, sheet, part, thoughts)
    if not is_open(participation):
        return to_page(participation, "participation")
    return factor_page(request, sheet, part, thoughts)


def factor_page(
    request: Request, sheet: Sheet, part: Part, thoughts: list[Thought], status: int = 200
) -> HttpResponse:
    context = place_of(sheet.participation) | {
        "sheet": sheet,
        "part": part,
        "thoughts": thoughts,
        "next_url": beside(request, sheet, part, 1),
        "previous_url": beside(request, sheet, part, -1),
        "steps": STEPS,
        "unsure": UNSURE,
        "pace": STATEMENTS_PER_MINUTE,
        "comment_limit": COMMENT_LIMIT,
        "reflection_limit": REFLECTION_LIMIT,
    }
    return render(request, "assessments/answers/answers.html", context, status=status)


def receive(request: Request, sheet: Sheet, part: Part, thoughts: list[Thought]) -> HttpResponse:
    """The whole page sent by its button: on to the next one, or back with what was refused."""
    participation = sheet.participation
    place = Place(request.user, request.organisation.slug, participation.pk)
    if SheetForm(part, thoughts, request.POST).save(place):
        step = -1 if request.POST.get("go") == "previous" else 1
        return redirect(beside(request, sheet, part, step))
    if lost := lost_texts(part, thoughts):
        return render(
            request,
            "assessments/answers/unsaved.html",
            place_of(participation) | {"lost": lost},
            status=409,
        )
    return factor_page(request, sheet, part, thoughts, status=422)


def beside(request: Request, sheet: Sheet, part: Part, step: int) -> str:
    """The page before (-1) or after (1) the factor's."""
    where = [request.organisation.slug, sheet.participation.pk]
    if other := sheet.part(part.number + step):
        return reverse("assessments:answers", args=[*where, other.number])
    return reverse("assessments:review" if step > 0 else "assessments:participation", args=where)


def lost_texts(part: Part, thoughts: list[Thought]) -> list[tuple[str, str]]:
    """What came too late, each with its question, to be shown so that it can be copied."""
    asked = [
        (question.statement.text, entry)
        for question in part.questions
        for entry in (question.rating, question.remark)
    ]
    asked += [(thought.prompt.text, thought.reflection) for thought in thoughts]
    return [(question, entry.words) for question, entry in asked if entry.lost]


def sign_in_first(request: Request, texts_of: tuple[str, ...] = WRITTEN) -> HttpResponse:
    """A page that is sent after the session ended is shown again, so that nothing is lost."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    texts = [
        ("", text.strip())
        for name, text in request.POST.items()
        if name.startswith(texts_of) and isinstance(text, str) and text.strip()
    ]
    context = {"lost": texts, "signed_out": True}
    return render(request, "assessments/answers/unsaved.html", context, status=401)


@login_not_required
@require_POST
def save(request: Request, organisation: str, pk: int) -> JsonResponse:
    """One answer from the page's script; what it says is read by a person beside the answer."""
    if not request.user.is_authenticated:
        return JsonResponse({"message": _("Du har loggats ut.")}, status=401)
    kind = KINDS.get(request.POST.get("kind", ""))
    if kind is None or pk > LARGEST_ID:
        return JsonResponse({"message": _("Frågan finns inte längre. Ladda om sidan.")}, status=404)
    form = kind(request.POST)
    if not form.is_valid():
        return refusal(form)
    return reply(form.save(Place(request.user, organisation, pk)))


def refusal(form: AnswerForm) -> JsonResponse:
    status = 413 if form.is_too_long else 400
    return JsonResponse({"message": form.message}, status=status)


def reply(outcome: Outcome) -> JsonResponse:
    match outcome:
        case Saved(version):
            clock = time_format(timezone.localtime())
            return JsonResponse({"version": version, "saved_at": clock})
        case Stale(answer):
            return JsonResponse({"reason": "stale", **standing(answer)}, status=409)
        case Closed():
            return JsonResponse({"reason": "closed"}, status=409)
    return JsonResponse({"message": _("Frågan är inte din att svara på.")}, status=404)


def standing(answer: Answer | None) -> dict[str, object]:
    """The other screen's answer. By its token a script knows a save of its own again."""
    if answer is None:
        return {"version": 0, "token": None, "value": None}
    entry = entry_of("", answer)
    value: dict[str, object] = {"text": entry.text}
    if isinstance(answer, Rating):
        value = {"step": entry.text}
    elif isinstance(answer, Reflection):
        value["shared"] = entry.shared
    return {"version": entry.version, "token": str(answer.token), "value": value}
