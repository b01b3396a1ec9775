from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from factors import tables
from factors.models import Edition, NationalGoal, SubGoal


@require_safe
@login_not_required
def goals(request: HttpRequest) -> HttpResponse:
    return goals_page(request, Edition.objects.newest_national())


def goals_page(
    request: HttpRequest, edition: Edition | None, newer: Edition | None = None
) -> HttpResponse:
    national_goals = list(NationalGoal.objects.filter(edition=edition))
    sub_goals = list(SubGoal.objects.filter(edition=edition))
    columns = tables.school_forms(sub_goals)
    rows = tables.goal_rows(sub_goals)
    context = {
        "edition": edition,
        "newer": newer,
        "national_goals": national_goals,
        "without_goal": tables.forms_without(national_goals),
        "columns": columns,
        "chosen": tables.chosen(columns, request.GET.get("skolform")),
        "rows": rows,
        "notes": tables.notes(rows),
        "without_sub_goals": tables.forms_without(sub_goals),
    }
    return render(request, "factors/goals/goals.html", context)
