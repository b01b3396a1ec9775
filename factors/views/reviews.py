"""What somebody reads before an edition is published: what is wrong in it, and what is new."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from factors import comparing, publishing
from factors.access import keeping, kept_edition
from factors.catalogue.content import Catalogue
from factors.catalogue.dumping import content_of
from factors.findings import Severity
from factors.forms.reviews import ReturnForm
from factors.models import Edition
from portal.access import Request
from portal.models import AuditEvent
from portal.verbs import Verb

PAGE = 50


@require_safe
def edition_review(request: Request, edition: str, organisation: str | None = None) -> HttpResponse:
    shown = kept_edition(request, organisation, edition)
    content = content_of(shown)
    found = publishing.findings(shown, content) if shown.is_draft else []
    context = {
        "edition": shown,
        "base": shown.base,
        "seen": publishing.mark(content),
        "found": {each.value: [one for one in found if one.severity is each] for each in Severity},
        "headings": _headings(shown.base, content),
        "returned": _returned(shown),
        "is_mine": shown.submitted_by_id == request.user.pk,
        "return_form": ReturnForm(),
    }
    return render(request, "factors/reviews/review.html", context)


@require_safe
def editions_log(request: Request, organisation: str | None = None) -> HttpResponse:
    keeper = keeping(request, organisation)
    about = Q(verb__startswith="edition.") | Q(verb__startswith="catalogue.")
    here = AuditEvent.objects.visible_to(request.user).filter(about, organisation=keeper)
    events = Paginator(here.select_related("actor", "person"), PAGE)
    context = {"page": events.get_page(request.GET.get("sida"))}
    return render(request, "factors/reviews/log.html", context)


def _returned(edition: Edition) -> AuditEvent | None:
    """Who gave the draft back and why, if nobody has handed it over again."""
    if not edition.is_draft or edition.is_submitted:
        return None
    given_back = AuditEvent.objects.filter(
        organisation=edition.organisation,
        verb=Verb.EDITION_RETURNED,
        text__startswith=edition.title,
    )
    return given_back.select_related("actor", "person").first()


def _headings(base: Edition | None, content: Catalogue) -> dict[str, list[comparing.Change]]:
    return comparing.by_heading(comparing.changes(content_of(base), content)) if base else {}
