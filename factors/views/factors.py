from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from factors import tables
from factors.models import Edition, Factor
from factors.own import own_beside
from portal.access import Request, organisation_of
from portal.models import Organisation
from portal.terms import Role


@require_safe
@login_not_required
def factors(request: HttpRequest) -> HttpResponse:
    return factors_page(request, Edition.objects.newest_national())


@require_safe
@login_not_required
def factor(request: HttpRequest, slug: str) -> HttpResponse:
    return factor_page(request, Edition.objects.newest_national(), slug)


@require_safe
def local_factors(request: Request, organisation: str) -> HttpResponse:
    place = organisation_of(request, organisation)
    factors = Prefetch("factors", Factor.objects.with_gaps())
    context = {
        "editions": place.editions.published().prefetch_related(factors, "sources"),
        "national": Edition.objects.newest_national(),
        "administers": Role.ADMIN in request.roles,
    }
    return render(request, "factors/factors/local_factors.html", context)


@require_safe
def local_factor(request: Request, organisation: str, edition: str, factor: str) -> HttpResponse:
    place = organisation_of(request, organisation)
    shown = get_object_or_404(place.editions.published(), slug=edition)
    return factor_page(request, shown, factor, within=place)


@require_safe
def local_national(request: Request, organisation: str, factor: str) -> HttpResponse:
    """A national factor with what is the organisation's own beside it."""
    place = organisation_of(request, organisation)
    return factor_page(request, Edition.objects.newest_national(), factor, within=place)


def factors_page(
    request: HttpRequest, edition: Edition | None, newer: Edition | None = None
) -> HttpResponse:
    factors = edition.factors.with_gaps().select_related("edition__organisation") if edition else []
    context = {"edition": edition, "factors": factors, "newer": newer}
    return render(request, "factors/factors/factors.html", context)


def factor_page(
    request: HttpRequest,
    edition: Edition | None,
    slug: str,
    newer: Edition | None = None,
    template: str = "factors/factors/factor.html",
    within: Organisation | None = None,
) -> HttpResponse:
    siblings = list(edition.factors.select_related("source")) if edition else []
    factor = next((sibling for sibling in siblings if sibling.slug == slug), None)
    if factor is None or edition is None:
        raise Http404
    statements = list(factor.statements.select_related("source"))
    rows = tables.level_rows(statements)
    context = {
        "edition": edition,
        "newer": newer,
        "newest_url": newest_url(newer, slug),
        "sources": tables.sources(factor, statements),
        "factor": factor,
        "own": own_beside(within, factor, statements) if within else None,
        "administers": Role.ADMIN in getattr(request, "roles", ()),
        "siblings": siblings,
        "columns": tables.levels(),
        "chosen": tables.chosen(tables.levels(), request.GET.get("niva")),
        "rows": rows,
        "notes": tables.notes(rows),
        "overall": tables.overall_questions(statements),
        "prompts": tables.prompt_groups(edition.prompts.all()),
    }
    return render(request, template, context)


def newest_url(newer: Edition | None, slug: str) -> str:
    """The same factor in the newest edition, or all of them where it is gone."""
    if newer and newer.factors.filter(slug=slug).exists():
        return reverse("factors:factor", args=[slug])
    return reverse("factors:factors")
