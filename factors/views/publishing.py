"""What is done with a draft that has been written: handed over, given back, published, mended."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from factors import drafts, publishing
from factors.access import kept_edition
from factors.catalogue.writing import Taken
from factors.forms.reviews import REASON_LIMIT, MendForm, ReturnForm
from factors.models import Edition
from factors.views.editions import to_edition
from portal import audit
from portal.access import Request
from portal.asking import posted
from portal.verbs import Verb


@require_POST
def edition_submit(request: Request, edition: str, organisation: str | None = None) -> HttpResponse:
    draft = kept_edition(request, organisation, edition)
    told = _("%s är lämnad för granskning.") % draft
    return done(
        request, draft, lambda: publishing.submit(draft, request.user), Verb.EDITION_SUBMITTED, told
    )


@require_POST
def edition_return(request: Request, edition: str, organisation: str | None = None) -> HttpResponse:
    draft = kept_edition(request, organisation, edition)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        message = _("Skälet är för långt, så inget är gjort än. Skriv högst %s tecken.")
        messages.error(request, message % REASON_LIMIT)
        return to_review(draft)
    told = _("%s är lämnad tillbaka, och kan ändras och lämnas igen.") % draft
    reason = form.cleaned_data["reason"]
    return done(
        request, draft, lambda: publishing.give_back(draft), Verb.EDITION_RETURNED, told, reason
    )


@require_POST
def edition_publish(
    request: Request, edition: str, organisation: str | None = None
) -> HttpResponse:
    draft = kept_edition(request, organisation, edition)
    seen = request.POST.get("seen", "")
    told = _("%s är publicerad.") % draft
    return done(
        request,
        draft,
        lambda: publishing.publish(draft, request.user, seen),
        Verb.EDITION_PUBLISHED,
        told,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edition_mend(request: Request, edition: str, organisation: str | None = None) -> HttpResponse:
    published = kept_edition(request, organisation, edition)
    if published.is_draft:
        raise Http404
    form = MendForm(published, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                draft = form.save()
                audit.record(request, Verb.EDITION_CREATED, draft, draft.organisation)
            return to_edition(draft)
        except Taken as taken:
            form.add_error("title", str(taken))
    context = {"edition": published, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "factors/reviews/mend.html", context, status=status)


def done(
    request: Request,
    draft: Edition,
    act: Callable[[], None],
    verb: Verb,
    told: str,
    reason: str = "",
) -> HttpResponse:
    """Done and remembered together, or not at all and told why."""
    try:
        with transaction.atomic():
            act()
            target = f"{draft}: {reason}" if reason else draft
            audit.record(request, verb, target, draft.organisation)
    except drafts.Published:
        return already_published(request, draft)
    except publishing.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, told)
    return to_review(draft)


def already_published(request: Request, edition: Edition) -> HttpResponse:
    message = _("Någon annan har redan publicerat %s. Det som är fel rättas i en ny utgåva.")
    messages.warning(request, message % edition)
    return to_review(edition)


def to_review(edition: Edition) -> HttpResponse:
    return redirect(reverse("factors:edition_review", kwargs=edition.place))
