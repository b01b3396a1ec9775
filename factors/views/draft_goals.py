"""The goals of a draft, a school form at a time."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from factors.forms.goals import GoalsForm
from factors.models import Edition
from factors.views.drafts import answered, form_page, written
from portal.access import Request
from portal.asking import posted
from portal.terms import SchoolForm

TEMPLATE = "factors/draft_goals/goals.html"


@require_http_methods(["GET", "HEAD", "POST"])
def draft_goals(request: Request, edition: str, organisation: str | None = None) -> HttpResponse:
    """What is local has no national goals."""
    draft = written(request, organisation, edition)
    if draft.is_local:
        raise Http404
    shown = shown_form(request)
    context = {"school_form": shown, "school_forms": told(draft)}
    if request.method == "POST" and "do" in request.POST:
        form = GoalsForm(draft, shown, request.POST)
        return render(request, TEMPLATE, context | {"edition": draft, "form": form})
    form = answered(request, draft, lambda held: GoalsForm(held, shown, posted(request)))
    if form.is_valid():
        messages.success(request, _("Målen för %(form)s är sparade.") % {"form": shown.label})
        here = reverse("factors:draft_goals", kwargs=draft.place)
        return redirect(f"{here}?skolform={shown}")
    return form_page(request, TEMPLATE, draft, form, **context)


def shown_form(request: Request) -> SchoolForm:
    asked = request.GET.get("skolform")
    return SchoolForm(asked) if asked in SchoolForm.values else SchoolForm.GR


def told(draft: Edition) -> list[tuple[SchoolForm, int]]:
    """Each school form with the number of its sub-goals."""
    found = list(draft.sub_goals.values_list("school_form", flat=True))
    return [(form, found.count(form)) for form in SchoolForm]
