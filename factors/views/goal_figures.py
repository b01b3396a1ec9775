"""Figures beside the goals: chosen by administrators, read by all who work there."""

from collections.abc import Container

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from factors.figures.beside_goals import forms_of, goal_figures, goals_with_links
from factors.forms.figures import LinkForm
from factors.models import Edition, FigureLink, NationalGoal
from portal import audit
from portal.access import Request, administered, organisation_of
from portal.asking import posted
from portal.days import today
from portal.models import Unit
from portal.terms import COMPANION_FORMS, HUVUDMAN_ROLES, SchoolForm
from portal.verbs import Verb


@require_safe
def local_goals(request: Request, organisation: str) -> HttpResponse:
    here = organisation_of(request, organisation)
    seen = Unit.objects.visible_to(request.user)
    units = list(seen.filter(organisation=here, closed_on=None))
    forms = forms_of(units)
    linked = set(here.figure_links.values_list("sub_goal__school_form", flat=True))
    form, edition = chosen_form(request, forms, linked), Edition.objects.newest_national()
    goals = goal_figures(here, edition, form, units)
    context = {
        "edition": edition,
        "forms": forms,
        "form": form,
        "goal": NationalGoal.objects.filter(edition=edition, school_form=form).first(),
        "goals": goals,
        "has_figures": any(each.measures for each in goals),
        "governs": not request.roles.isdisjoint(HUVUDMAN_ROLES),
    }
    return render(request, "factors/figures/local_goals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def figures_links(request: Request, organisation: str) -> HttpResponse:
    here = administered(request, organisation)
    forms = forms_of(here.units.filter(closed_on=None))
    form = chosen_form(request, forms)
    linked = goals_with_links(here, Edition.objects.newest_national(), form)
    link_form = LinkForm(here, form, linked, posted(request))
    if request.method == "POST" and link_form.is_valid():
        link(request, **link_form.cleaned_data)
        return to_links(request, form)
    context = {"forms": forms, "form": form, "linked": linked, "link_form": link_form}
    status = 422 if request.method == "POST" else 200
    return render(request, "factors/figures/links.html", context, status=status)


def link(request: Request, sub_goal: int, measure: str) -> None:
    try:
        with transaction.atomic():
            made = FigureLink.objects.create(
                organisation=request.organisation,
                sub_goal_id=sub_goal,
                measure=measure,
                linked_by=request.user,
                linked_on=today(),
            )
            audit.record(request, Verb.FIGURES_LINKED, made, request.organisation)
    except IntegrityError:
        messages.info(request, _("Måttet står redan vid delmålet: någon annan hann före."))
    else:
        messages.success(request, _("%(measure)s står nu vid delmålet.") % {"measure": made.name})


@require_POST
def figures_unlink(request: Request, organisation: str, pk: int) -> HttpResponse:
    here = administered(request, organisation)
    removed = get_object_or_404(here.figure_links.select_related("sub_goal"), pk=pk)
    with transaction.atomic():
        audit.record(request, Verb.FIGURES_UNLINKED, removed, here)
        removed.delete()
    messages.success(
        request,
        _("%(measure)s står inte längre vid delmålet. Siffrorna är kvar.")
        % {"measure": removed.name},
    )
    return to_links(request, removed.sub_goal.school_form)


def chosen_form(request: Request, forms: list[SchoolForm], linked: Container[str] = ()) -> str:
    """What was asked for, or else one with figures, and grundskola before its förskoleklass."""
    asked = request.GET.get("skolform")
    if asked in forms:
        return asked
    return min(forms, key=lambda form: (form not in linked, form in COMPANION_FORMS), default="")


def to_links(request: Request, form: str) -> HttpResponse:
    address = reverse("factors:figures_links", args=[request.organisation.slug])
    return redirect(f"{address}?skolform={form}")
