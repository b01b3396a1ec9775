"""The factors of a draft: their texts, their order and their tables."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from factors import drafts, tables
from factors.access import draft_of
from factors.forms.factors import FactorForm
from factors.forms.levels import LevelsForm
from factors.models import Edition, Factor
from factors.moving import move
from factors.views.drafts import FORM, answered, form_page, standing, written
from portal.access import Request
from portal.asking import posted

STEPS = {"upp": -1, "ned": 1}


@require_http_methods(["GET", "HEAD", "POST"])
def draft_factor_create(
    request: Request, edition: str, organisation: str | None = None
) -> HttpResponse:
    draft = written(request, organisation, edition)
    form = answered(request, draft, lambda held: FactorForm(held, posted(request)))
    if form.is_valid():
        messages.success(request, _("%(factor)s är sparad.") % {"factor": form.instance})
        return to_factor(form.instance)
    return new_factor_page(request, draft, form)


@require_http_methods(["GET", "HEAD", "POST"])
def draft_factor(
    request: Request, edition: str, factor: str, organisation: str | None = None
) -> HttpResponse:
    draft = written(request, organisation, edition)
    shown = standing(request, draft.factors.all(), slug=factor)

    def form_of(held: Edition) -> FactorForm:
        now = standing(request, held.factors.all(), slug=factor)
        return FactorForm(held, posted(request), instance=now)

    form = answered(request, draft, form_of)
    if form.is_valid():
        messages.success(request, _("%(factor)s är sparad.") % {"factor": form.instance})
        return to_factor(form.instance)
    if shown is None:
        return new_factor_page(request, draft, form)
    table = {"columns": tables.levels(), "rows": tables.level_rows(shown.statements.all())}
    template = "factors/draft_factors/factor.html"
    return form_page(request, template, draft, form, factor=shown, **table)


@require_http_methods(["GET", "HEAD", "POST"])
def draft_factor_remove(
    request: Request, edition: str, factor: str, organisation: str | None = None
) -> HttpResponse:
    draft = draft_of(request, organisation, edition)
    shown = get_object_or_404(draft.factors, slug=factor)
    if request.method != "POST":
        context = {"edition": draft, "factor": shown}
        return render(request, "factors/draft_factors/remove.html", context)
    try:
        with drafts.changing(draft) as held:
            get_object_or_404(held.factors, slug=factor).delete()
        messages.success(request, _("%(factor)s är borttagen.") % {"factor": shown})
    except drafts.Published:
        messages.error(request, _("Utgåvan är publicerad och ändras inte mer. Faktorn är kvar."))
    return redirect(reverse("factors:edition", kwargs=draft.place))


@require_POST
def draft_factor_move(
    request: Request, edition: str, factor: str, organisation: str | None = None
) -> HttpResponse:
    draft = draft_of(request, organisation, edition)
    try:
        with drafts.changing(draft) as held:
            moved = get_object_or_404(held.factors, slug=factor)
            move(moved, STEPS.get(request.POST.get("step", ""), 0))
    except drafts.Published:
        messages.error(request, _("Utgåvan är publicerad och ändras inte mer."))
    return redirect(reverse("factors:edition", kwargs=draft.place))


@require_http_methods(["GET", "HEAD", "POST"])
def draft_levels(
    request: Request, edition: str, factor: str, organisation: str | None = None
) -> HttpResponse:
    """The table as a form; rows are added, moved and removed on the page, and saved all at once."""
    draft = written(request, organisation, edition)
    shown = standing(request, draft.factors.all(), slug=factor)
    template = "factors/draft_factors/levels.html"
    if shown is None:
        return form_page(request, template, draft, form_of_removed(request, draft))
    if request.method == "POST" and "do" in request.POST:
        context = {"edition": draft, "factor": shown, "form": LevelsForm(shown, request.POST)}
        return render(request, template, context)

    def form_of(held: Edition) -> LevelsForm:
        return LevelsForm(get_object_or_404(held.factors, slug=factor), posted(request))

    form = answered(request, draft, form_of)
    if form.is_valid():
        messages.success(request, _("Tabellen är sparad."))
        return to_factor(shown)
    return form_page(request, template, draft, form, factor=shown)


def form_of_removed(request: Request, draft: Edition) -> LevelsForm:
    """The table as the person wrote it, of a factor that somebody else has removed meanwhile."""
    form = LevelsForm(Factor(edition=draft), request.POST)
    message = _(
        "Framgångsfaktorn togs bort medan du skrev. Inget är sparat. Dina ord står kvar här:"
        " lägg till faktorn igen i en ny flik, och kopiera dem dit."
    )
    form.errors.clear()
    form.add_error(None, message)
    return form


def new_factor_page(request: Request, draft: Edition, form: FactorForm) -> HttpResponse:
    lede = _("Det räcker med ett namn för att börja. Tabellen skriver eller klistrar du in sedan.")
    return form_page(request, FORM, draft, form, heading=_("Ny framgångsfaktor"), lede=lede)


def to_factor(factor: Factor) -> HttpResponse:
    place = factor.edition.place | {"factor": factor.slug}
    return redirect(reverse("factors:draft_factor", kwargs=place))
