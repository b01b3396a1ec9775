"""An action is written, or changed."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.development.needs import asked_of
from assessments.development.origins import (
    Origin,
    answerable_for,
    asked_at,
    levels_at,
    origin_of,
    places_of,
    sub_goals_at,
)
from assessments.development.saving import Stale, save_action
from assessments.forms.actions import ActionForm, initial_of
from assessments.models import Action
from assessments.views.actions import action_kept, unit_asked
from portal import audit
from portal.access import Request, organisation_of, require
from portal.asking import posted
from portal.days import today
from portal.terms import Level
from portal.verbs import Verb


@require_http_methods(["GET", "HEAD", "POST"])
def action_create(request: Request, organisation: str) -> HttpResponse:
    organisation_of(request, organisation)
    places = places_of(request)
    unit = unit_asked(request, places)
    require(unit in places)
    origin = origin_of(request, unit, asked_of(request.user, request.organisation))
    new = Action(
        organisation=request.organisation,
        unit=unit,
        round=origin.asked.round if origin.asked else None,
        dialogue=origin.dialogue,
        created_by=request.user,
        created_on=today(),
    )
    return form_page(request, new, origin)


@require_http_methods(["GET", "HEAD", "POST"])
def action_edit(request: Request, organisation: str, pk: int) -> HttpResponse:
    organisation_of(request, organisation)
    kept = action_kept(request, pk)
    return form_page(request, kept, None)


def form_page(request: Request, action: Action, origin: Origin | None) -> HttpResponse:
    asked = origin.asked if origin else asked_at(request, action.unit, action.round_id)
    form = ActionForm(
        action,
        levels_of(request, action),
        answerable_for(request, action.unit),
        asked,
        sub_goals_at(asked, action.unit),
        posted(request),
        initial_of(action, origin),
    )
    if request.method == "POST" and form.is_valid():
        return save(request, form, origin)
    status = 422 if form.is_bound else 200
    return shown_form(request, form, origin, status)


def levels_of(request: Request, action: Action) -> list[Level]:
    """A level that the action has already stays, whoever changes the rest."""
    levels = levels_at(request, action.unit)
    if action.level and action.level not in levels:
        levels = [*levels, Level(action.level)]
    return levels


def shown_form(
    request: Request, form: ActionForm, origin: Origin | None, status: int
) -> HttpResponse:
    context = {"form": form, "action": form.action, "origin": origin}
    return render(request, "assessments/actions/form.html", context, status=status)


def save(request: Request, form: ActionForm, origin: Origin | None) -> HttpResponse:
    is_new = not form.action.pk
    verb = Verb.ACTION_ADDED if is_new else Verb.ACTION_CHANGED
    goals = form.cleaned_data.get("sub_goals")
    need = origin.need if origin else None
    try:
        with transaction.atomic():
            saved = save_action(
                form.fill(), form.cleaned_data["seen_version"], form.rows_chosen, goals, need
            )
            audit.record(request, verb, saved, request.organisation)
    except Stale as stale:
        form.confront(stale.standing)
        return shown_form(request, form, origin, 409)
    messages.success(request, _("Insatsen är sparad."))
    if not saved.cause:
        messages.info(request, _("Skriv gärna också vad ni tror att det beror på."))
    return redirect("assessments:action", request.organisation.slug, saved.pk)
