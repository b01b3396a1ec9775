"""Which sub-goals a factor and its rows concern: said by the organisation's administrators."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from factors import tables
from factors.choosing_sub_goals import choose, rows_of
from factors.forms.sub_goals import SubGoalsForm
from factors.models import Edition, Factor, SubGoal
from factors.own import goals_here
from factors.sub_goal_links import SubGoalLinks, concerned_by, sub_goal_links
from portal import audit
from portal.access import Request, administered
from portal.asking import posted
from portal.verbs import Verb


@require_http_methods(["GET", "HEAD", "POST"])
def local_sub_goals(
    request: Request, organisation: str, factor: str, edition: str | None = None
) -> HttpResponse:
    here = administered(request, organisation)
    shown = factor_of(request, edition, factor)
    rows = rows_of(shown)
    row = chosen_row(request, rows)
    goals, links = goals_here(here), sub_goal_links(here)
    linked = [goal.pk for goal in goals if links.between(shown, row, goal)]
    form = SubGoalsForm(goals, linked, posted(request))
    if request.method == "POST" and form.is_valid():
        save(request, shown, row, goals, form.cleaned_data["sub_goals"])
        return redirect(f"{request.path}?rad={row}")
    context = {
        "factor": shown,
        "form": form,
        "row": row,
        "rows": counted(links, shown, rows, goals),
        "statements": shown.statements.filter(row=row),
        "columns": tables.levels(),
        "has_goals": bool(goals),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "factors/sub_goals/sub_goals.html", context, status=status)


def factor_of(request: Request, edition: str | None, slug: str) -> Factor:
    """One of the organisation's own, or without an edition of the newest national one."""
    if edition is None:
        editions = [Edition.objects.newest_national()]
    else:
        editions = list(request.organisation.editions.published().filter(slug=edition))
    factors = Factor.objects.select_related("edition__organisation")
    return get_object_or_404(factors, edition__in=editions, slug=slug)


def chosen_row(request: Request, rows: list[int]) -> int:
    found = [row for row in rows if str(row) == request.GET.get("rad", "0")]
    if not found:
        raise Http404
    return found[0]


def counted(
    links: SubGoalLinks, factor: Factor, rows: list[int], goals: list[SubGoal]
) -> list[tuple[int, int]]:
    """Each row, and how many sub-goals it concerns."""
    return [(row, len(concerned_by(links, factor, [row], goals))) for row in rows]


def save(
    request: Request, factor: Factor, row: int, goals: list[SubGoal], chosen: list[int]
) -> None:
    with transaction.atomic():
        changes = choose(request.organisation, factor, row, goals, chosen, request.user)
        for link in changes.removed:
            audit.record(request, Verb.SUB_GOAL_UNLINKED, link, request.organisation)
        for link in changes.made:
            audit.record(request, Verb.SUB_GOAL_LINKED, link, request.organisation)
    if changes.made or changes.removed:
        messages.success(request, _("Valet är sparat."))
    else:
        messages.info(request, _("Inget var ändrat."))
