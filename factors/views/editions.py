"""The editions of a catalogue, for those who keep it: drafts and what has been published."""

from collections import Counter

from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from factors import drafts
from factors.access import draft_of, keeping, kept_edition
from factors.catalogue.writing import Taken
from factors.forms.editions import EditionForm, NewDraftForm
from factors.models import Edition
from factors.terms import PromptKind
from factors.views.drafts import FORM, answered, form_page, written
from portal import audit
from portal.access import Request
from portal.asking import posted
from portal.verbs import Verb


@require_safe
def editions(request: Request, organisation: str | None = None) -> HttpResponse:
    keeper = keeping(request, organisation)
    found = Edition.objects.filter(organisation=keeper).select_related("organisation")
    context = {"editions": found.annotate(size=Count("factors"))}
    return render(request, "factors/editions/editions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def draft_create(request: Request, organisation: str | None = None) -> HttpResponse:
    keeper = keeping(request, organisation)
    form = NewDraftForm(keeper, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                edition = form.save()
                audit.record(request, Verb.EDITION_CREATED, edition, keeper)
            return to_edition(edition)
        except Taken as taken:
            form.add_error("title", str(taken))
    status = 422 if request.method == "POST" else 200
    return render(request, "factors/editions/create.html", {"form": form}, status=status)


@require_safe
def edition(request: Request, edition: str, organisation: str | None = None) -> HttpResponse:
    """The edition's parts, and how far it has come."""
    shown = kept_edition(request, organisation, edition)
    kinds = Counter(shown.prompts.values_list("kind", flat=True))
    context = {
        "edition": shown,
        "sources": shown.sources.all(),
        "national_goals": shown.national_goals.count(),
        "sub_goals": shown.sub_goals.count(),
        "factors": shown.factors.with_gaps().select_related("edition__organisation"),
        "prompts": [(kind.label, kinds[kind]) for kind in PromptKind],
    }
    return render(request, "factors/editions/edition.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def draft_texts(request: Request, edition: str, organisation: str | None = None) -> HttpResponse:
    draft = written(request, organisation, edition)
    form = answered(request, draft, lambda held: EditionForm(posted(request), instance=held))
    if form.is_valid():
        messages.success(request, _("Uppgifterna är sparade."))
        return to_edition(draft)
    return form_page(request, FORM, draft, form, heading=_("Utgåvans uppgifter"))


@require_http_methods(["GET", "HEAD", "POST"])
def draft_remove(request: Request, edition: str, organisation: str | None = None) -> HttpResponse:
    draft = draft_of(request, organisation, edition)
    if request.method != "POST":
        return render(request, "factors/editions/remove.html", {"edition": draft})
    try:
        with transaction.atomic():
            audit.record(request, Verb.EDITION_REMOVED, draft, draft.organisation)
            drafts.remove(draft)
    except drafts.Published:
        messages.error(request, _("Utgåvan har publicerats, och finns kvar."))
        return to_edition(draft)
    messages.success(request, _("Utkastet %(title)s är borttaget.") % {"title": draft})
    return redirect(reverse("factors:editions", args=[organisation] if organisation else []))


def to_edition(edition: Edition) -> HttpResponse:
    return redirect(reverse("factors:edition", kwargs=edition.place))
