"""Names of persons are taken out of a comment: chosen, looked at before and after, confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.forms.masking import MaskForm
from assessments.masking import (
    Gone,
    Stale,
    is_emptied,
    marked,
    mask,
    maskable,
    masked,
    reports_with,
)
from assessments.results.asked import Asked
from assessments.views.results import asked_of, leads
from portal import audit
from portal.access import Request, administered, organisation_of, require
from portal.asking import posted
from portal.languages import in_swedish
from portal.models import Unit
from portal.verbs import Verb

asks_first = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class Page:
    """A comment that the person may mask, and the list that it stands in."""

    asked: Asked
    comment: Any
    unit: Unit | None

    @property
    def back(self) -> str:
        """The list, at the comment's factor."""
        place = [self.asked.round.organisation.slug, self.asked.round.pk]
        if self.unit:
            address = reverse("assessments:unit_comments", args=[*place, self.unit.slug])
        else:
            address = reverse("assessments:comments", args=place)
        positions = {each.factor.pk: each.position for each in self.asked.factors}
        return f"{address}?faktor={positions[self.comment.factor_id]}#kommentar-{self.comment.pk}"

    def __str__(self) -> str:
        """What the log calls it: where and on what, never the text."""
        place = self.unit or self.comment.block.get_level_display()
        return f"{self.asked.round}, {place}: {self.comment.factor}"


@asks_first
def comment_mask(request: Request, organisation: str, pk: int, comment: int) -> HttpResponse:
    """By an administrator, of what was said in an office."""
    administered(request, organisation)
    asked = asked_of(request, pk)
    return mask_page(request, Page(asked, _one(maskable(asked.round, None), comment), None))


@asks_first
def unit_comment_mask(
    request: Request, organisation: str, pk: int, unit: str, comment: int
) -> HttpResponse:
    """By the unit's rektor, of what was said there without a name."""
    organisation_of(request, organisation)
    asked = asked_of(request, pk, unit)
    require(leads(request, unit))
    place = get_object_or_404(Unit, organisation=request.organisation, slug=unit)
    return mask_page(request, Page(asked, _one(maskable(asked.round, place), comment), place))


def _one(found: QuerySet[Any], pk: int) -> Any:
    return get_object_or_404(found.select_related("block", "factor", "statement", "prompt"), pk=pk)


def mask_page(request: Request, page: Page) -> HttpResponse:
    form = MaskForm(page.comment.text, posted(request))
    if not form.is_bound:
        return show(request, page, form)
    if form.is_stale:
        return show_stale(request, page, form)
    if not form.is_valid():
        return show(request, page, form, status=422)
    if "mask" in request.POST:
        return carry_out(request, page, form)
    return show(request, page, form, preview=None if "change" in request.POST else preview(form))


def preview(form: MaskForm) -> dict[str, Any]:
    after = masked(form.text, form.words)
    return {
        "before": marked(form.text, form.words),
        "after": after,
        "is_emptied": is_emptied(after),
    }


def carry_out(request: Request, page: Page, form: MaskForm) -> HttpResponse:
    try:
        save(request, page, form)
    except Stale:
        page.comment.refresh_from_db()
        return show_stale(request, page, form)
    except Gone:
        messages.error(request, _("Kommentaren har gallrats medan du höll på. Inget är kvar."))
        return redirect(page.back)
    messages.success(request, _("Orden är borttagna ur kommentaren."))
    return redirect(page.back)


@transaction.atomic
def save(request: Request, page: Page, form: MaskForm) -> None:
    mask(page.comment, form.words, form.cleaned_data["seen"])
    with in_swedish():
        swedish = str(page)
    audit.record(request, Verb.COMMENT_MASKED, swedish, request.organisation)


def show_stale(request: Request, page: Page, form: MaskForm) -> HttpResponse:
    return show(request, page, form.on(page.comment.text), status=409, stale=True)


def show(
    request: Request, page: Page, form: MaskForm, status: int = 200, **more: object
) -> HttpResponse:
    context: Mapping[str, object] = {
        "round": page.asked.round,
        "unit": page.unit,
        "comment": page.comment,
        "back": page.back,
        "form": form,
        "report": reports_with(page.comment).first(),
        "backup_days": settings.BACKUP_DAYS,
        **more,
    }
    return render(request, "assessments/comments/mask.html", context, status=status)
