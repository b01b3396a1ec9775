"""The editions of a catalogue, for those who keep it: drafts and what has been published."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from factors.access import draft_of, keeping, kept_edition
from factors.forms.editions import NewDraftForm
from factors.models import Edition
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
        with transaction.atomic():
            edition = form.save()
            audit.record(request, Verb.EDITION_CREATED, edition, keeper)
        return to_edition(edition)
    status = 422 if request.method == "POST" else 200
    return render(request, "factors/editions/create.html", {"form": form}, status=status)


@require_safe
def edition(request: Request, edition: str, organisation: str | None = None) -> HttpResponse:
    """The edition's parts, and how far it has come."""
    shown = kept_edition(request, organisation, edition)
    context = {"edition": shown, "factors": shown.factors.with_gaps()}
    return render(request, "factors/editions/edition.html", context)


@require_POST
def draft_remove(request: Request, edition: str, organisation: str | None = None) -> HttpResponse:
    draft = draft_of(request, organisation, edition)
    with transaction.atomic():
        audit.record(request, Verb.EDITION_REMOVED, draft, draft.organisation)
        draft.delete()
    messages.success(request, _("Utkastet %(title)s är borttaget.") % {"title": draft})
    return redirect(reverse("factors:editions", args=[organisation] if organisation else []))


def to_edition(edition: Edition) -> HttpResponse:
    return redirect(reverse("factors:edition", kwargs=edition.place))
