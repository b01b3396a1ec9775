"""Development work: the board and the list, and an action's page."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.development.board import columns, counted, is_overdue, told
from assessments.development.needs import let_go, levels_above, unanswered
from assessments.development.origins import places_of
from assessments.forms.follow_ups import StatusForm
from assessments.models import Action, Dialogue, Need
from portal import audit
from portal.access import Request, organisation_of, require, visible
from portal.days import today
from portal.models import Unit
from portal.terms import HUVUDMAN_ROLES
from portal.verbs import Verb

PAGE = 50
BOARD, LIST = "tavla", "lista"
VIEWS = {BOARD: gettext_lazy("Tavla"), LIST: gettext_lazy("Efter dag")}


@require_safe
def actions(request: Request, organisation: str) -> HttpResponse:
    here = organisation_of(request, organisation)
    look = request.GET.get("vy", BOARD)
    if look not in VIEWS:
        raise Http404
    places = places_of(request)
    unit = unit_asked(request, places)
    seen = Action.objects.visible_to(request.user).filter(organisation=here, unit=unit)
    found = list(told(seen))
    governs = not request.roles.isdisjoint(HUVUDMAN_ROLES)
    context = {
        "unit": unit,
        "look": look,
        "looks": VIEWS.items(),
        "actions": found,
        "page": Paginator(found, PAGE).get_page(request.GET.get("sida")),
        "chosen": f"enhet={unit.slug if unit else ''}&vy={look}",
        "columns": columns(found) if look == BOARD else [],
        "places": [each for each in places if each != unit],
        "writes": unit in places,
        "units": list(counted(here)) if governs and unit is None else [],
        "needs": unanswered(request.user, here),
    }
    return render(request, "assessments/actions/actions.html", context)


def unit_asked(request: Request, places: list[Unit | None]) -> Unit | None:
    """The unit that the address names, else the person's own; (None) the huvudman."""
    slug = request.GET.get("enhet")
    if slug is None:
        return places[0]
    if not slug:
        return None
    return visible(request, Unit.objects.filter(organisation=request.organisation), slug=slug)


@require_safe
def action(request: Request, organisation: str, pk: int) -> HttpResponse:
    organisation_of(request, organisation)
    shown = action_of(request, pk)
    context = {
        "action": shown,
        "overdue": is_overdue(shown, today()),
        "rows": shown.rows.select_related("factor"),
        "sub_goals": shown.sub_goals.all(),
        "follow_ups": shown.follow_ups.select_related("created_by"),
        "needs": shown.needs.select_related("answer", "answered_by"),
        "answers": answers_of(request, shown),
        "dialogue": Dialogue.objects.visible_to(request.user).filter(actions=shown).first(),
        "keeps": keeps(request, shown),
        "follows": follows(request, shown),
        "above": levels_above(shown),
        "status_form": StatusForm(initial={"status": shown.status}),
    }
    return render(request, "assessments/actions/action.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def action_delete(request: Request, organisation: str, pk: int) -> HttpResponse:
    organisation_of(request, organisation)
    kept = action_kept(request, pk)
    if request.method != "POST":
        return render(request, "assessments/actions/delete.html", {"action": kept})
    with transaction.atomic():
        audit.record(request, Verb.ACTION_REMOVED, kept, request.organisation)
        let_go(kept)
        kept.delete()
    messages.success(request, _("Insatsen är borttagen."))
    return redirect("assessments:actions", organisation)


@require_POST
def action_status(request: Request, organisation: str, pk: int) -> HttpResponse:
    organisation_of(request, organisation)
    shown = action_of(request, pk)
    require(follows(request, shown))
    form = StatusForm(request.POST)
    if form.is_valid():
        Action.objects.filter(pk=pk).update(status=form.cleaned_data["status"])
        messages.success(request, _("Läget är ändrat."))
    else:
        messages.error(request, _("Läget ändrades inte. Välj ett av lägena."))
    return redirect("assessments:action", organisation, pk)


def answers_of(request: Request, action: Action) -> QuerySet[Need]:
    """The needs that it answers, of those who asked alone: another unit's are not for all."""
    asking = Action.objects.visible_to(request.user)
    return action.answered_needs.filter(action__in=asking).select_related("action__unit")


def action_of(request: Request, pk: int) -> Action:
    """The organisation's action that the person may see, or 404."""
    here = Action.objects.filter(organisation=request.organisation)
    shown = visible(
        request,
        here.select_related("unit", "responsible", "created_by", "round", "dialogue"),
        pk=pk,
    )
    shown.organisation = request.organisation
    return shown


def action_kept(request: Request, pk: int) -> Action:
    shown = action_of(request, pk)
    require(keeps(request, shown))
    return shown


def keeps(request: Request, action: Action) -> bool:
    return Action.objects.kept_by(request.user).filter(pk=action.pk).exists()


def follows(request: Request, action: Action) -> bool:
    """Those who keep it, and whoever answers for it."""
    return action.responsible_id == request.user.pk or keeps(request, action)
