"""The prompts of a draft: what people think about, talk about and check out with."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from factors import drafts
from factors.access import draft_of
from factors.forms.prompts import PromptForm
from factors.models import Edition, Prompt
from factors.prompts import move
from factors.terms import PromptKind
from factors.views.drafts import FORM, answered, form_page, standing, written
from portal.access import Request
from portal.asking import posted

STEPS = {"upp": -1, "ned": 1}


@require_safe
def draft_prompts(request: Request, edition: str, organisation: str | None = None) -> HttpResponse:
    draft = draft_of(request, organisation, edition)
    prompts = list(draft.prompts.select_related("source"))
    groups = [(kind, [each for each in prompts if each.kind == kind]) for kind in PromptKind]
    context = {"edition": draft, "groups": groups}
    return render(request, "factors/prompts/prompts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def draft_prompt_create(
    request: Request, edition: str, organisation: str | None = None
) -> HttpResponse:
    draft = written(request, organisation, edition)
    chosen = {"kind": request.GET.get("slag")}
    form = answered(request, draft, lambda held: PromptForm(held, posted(request), initial=chosen))
    return saved_or_shown(request, draft, form)


@require_http_methods(["GET", "HEAD", "POST"])
def draft_prompt(
    request: Request, edition: str, pk: int, organisation: str | None = None
) -> HttpResponse:
    draft = written(request, organisation, edition)
    prompt = standing(request, draft.prompts.all(), pk=pk)

    def form_of(held: Edition) -> PromptForm:
        now = standing(request, held.prompts.all(), pk=pk)
        return PromptForm(held, posted(request), instance=now)

    return saved_or_shown(request, draft, answered(request, draft, form_of), prompt)


@require_POST
def draft_prompt_move(
    request: Request, edition: str, pk: int, organisation: str | None = None
) -> HttpResponse:
    draft = draft_of(request, organisation, edition)
    try:
        with drafts.changing(draft) as held:
            prompt = get_object_or_404(held.prompts, pk=pk)
            move(prompt, STEPS.get(request.POST.get("step", ""), 0))
    except drafts.Published:
        messages.error(request, _("Utgåvan är publicerad och ändras inte mer."))
    return to_prompts(draft)


@require_POST
def draft_prompt_remove(
    request: Request, edition: str, pk: int, organisation: str | None = None
) -> HttpResponse:
    draft = draft_of(request, organisation, edition)
    try:
        with drafts.changing(draft) as held:
            get_object_or_404(held.prompts, pk=pk).delete()
        messages.success(request, _("Frågan är borttagen."))
    except drafts.Published:
        messages.error(request, _("Utgåvan är publicerad och ändras inte mer. Frågan är kvar."))
    return to_prompts(draft)


def saved_or_shown(
    request: Request, draft: Edition, form: PromptForm, prompt: Prompt | None = None
) -> HttpResponse:
    if form.is_valid():
        messages.success(request, _("Frågan är sparad."))
        return to_prompts(draft)
    heading = _("Ändra frågan") if prompt else _("Lägg till en fråga")
    above = {"above": _("Frågor till samtalet"), "above_url": page_of(draft)}
    return form_page(request, FORM, draft, form, heading=heading, **above)


def page_of(draft: Edition) -> str:
    return reverse("factors:draft_prompts", kwargs=draft.place)


def to_prompts(draft: Edition) -> HttpResponse:
    return redirect(page_of(draft))
