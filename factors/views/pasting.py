"""Pasting a table into a draft: it is read, shown for checking, and saved when it is right."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from factors import checking
from factors.forms.pasted import MOST_CELLS, PastedForm
from factors.forms.pasting import PasteForm
from factors.models import Edition
from factors.sheets import Sheet, goals_of, levels_of
from factors.views.drafts import answered, written
from portal.access import Request
from portal.asking import posted


@require_http_methods(["GET", "HEAD", "POST"])
def draft_levels_paste(
    request: Request, edition: str, factor: str, organisation: str | None = None
) -> HttpResponse:
    draft = written(request, organisation, edition)
    factors = draft.factors.select_related("edition", "source")
    return paste(request, draft, lambda: levels_of(get_object_or_404(factors, slug=factor)))


@require_http_methods(["GET", "HEAD", "POST"])
def draft_goals_paste(request: Request, edition: str) -> HttpResponse:
    draft = written(request, None, edition)
    return paste(request, draft, lambda: goals_of(draft))


def paste(request: Request, draft: Edition, make: Callable[[], Sheet]) -> HttpResponse:
    """`make` gives the table as it stands in the draft at that moment."""
    sheet = make()
    form = PasteForm(sheet, posted(request))
    if request.method != "POST":
        return page(request, sheet, form)
    form.is_valid()  # what was pasted may be gone when it is saved: its cells are not
    if request.POST.get("do") == "save":
        return save(request, draft, make, form)
    if request.POST.get("do", "").partition(":")[0] in checking.MOVES:
        return page(request, sheet, form, checking.rearranged(sheet, request.POST))
    if not form.is_valid():
        return page(request, sheet, form, status=422)
    pasted = form.pasted()
    if not pasted.rows:
        form.add_error("text", _("Här finns ingen tabell att läsa. Markera den och kopiera igen."))
    elif len(pasted.rows) * len(pasted.columns) > MOST_CELLS:
        form.add_error("text", _("Tabellen är för stor. Klistra in den i flera delar."))
    if form.errors:
        return page(request, sheet, form, status=422)
    return page(request, sheet, form, checking.begun(sheet, pasted))


def save(
    request: Request, draft: Edition, make: Callable[[], Sheet], form: PasteForm
) -> HttpResponse:
    checked = answered(request, draft, lambda held: checking.posted_form(make(), request.POST))
    if checked.errors:
        return page(request, checked.sheet, form, checked, status=422)
    messages.success(request, _("Tabellen är sparad i utkastet."))
    return redirect(page_of(draft, checked.sheet))


def page_of(draft: Edition, sheet: Sheet) -> str:
    """Where the table is read after it was saved."""
    if sheet.factor is None:
        return reverse("factors:draft_goals", kwargs=draft.place)
    return reverse("factors:draft_factor", kwargs=draft.place | {"factor": sheet.factor.slug})


def page(
    request: Request,
    sheet: Sheet,
    form: PasteForm,
    checked: PastedForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"edition": sheet.edition, "factor": sheet.factor, "form": form, "checked": checked}
    if checked:
        context |= checking.shown(checked, form)
    return render(request, "factors/pasting/pasting.html", context, status=status)
