"""What came of a dialogue: read by those who were to take part, written by who leads it."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.dialogues.editing import Stale, save_outcome
from assessments.dialogues.outcomes import check_outs, said_at_tables, shift_of
from assessments.forms.outcomes import OutcomeForm
from assessments.joint_ratings import JointFactor, agreements_at
from assessments.models import Action, Dialogue
from assessments.results.asked import asked_by
from assessments.terms import DialogueStep
from portal import audit
from portal.access import Request, organisation_of, require, visible
from portal.terms import Level
from portal.verbs import Verb


@require_safe
def dialogue_outcome(request: Request, organisation: str, pk: int) -> HttpResponse:
    organisation_of(request, organisation)
    dialogue = dialogue_of(request, pk)
    if dialogue.step != DialogueStep.ENDED:
        return redirect("assessments:dialogue", organisation, pk)
    joint = joint_of(dialogue)
    context = {
        "dialogue": dialogue,
        "round": dialogue.round,
        "unit": dialogue.unit,
        "leads": leads(request, dialogue),
        "rows": rows_of(dialogue),
        "actions": Action.objects.visible_to(request.user).filter(dialogue=dialogue),
        "joint": joint if not dialogue.group else None,
        "said": said_at_tables(dialogue),
        "notes": [table for table in dialogue.tables.all() if table.note],
        "check_outs": check_outs(dialogue),
        "shift": shift_of(dialogue),
    }
    return render(request, "assessments/outcomes/outcome.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def dialogue_outcome_edit(request: Request, organisation: str, pk: int) -> HttpResponse:
    organisation_of(request, organisation)
    dialogue = dialogue_of(request, pk)
    require(leads(request, dialogue))
    if dialogue.step != DialogueStep.ENDED:
        return redirect("assessments:dialogue", organisation, pk)
    form = OutcomeForm(dialogue, request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return edit_page(request, dialogue, form)
    if not form.is_valid():
        return edit_page(request, dialogue, form, status=422)
    try:
        save(request, dialogue, form)
    except Stale as stale:
        form.confront(stale.standing)
        return edit_page(request, dialogue, form, status=409)
    messages.success(request, _("Utfallet är sparat."))
    return redirect("assessments:dialogue_outcome", organisation, pk)


@transaction.atomic
def save(request: Request, dialogue: Dialogue, form: OutcomeForm) -> None:
    save_outcome(dialogue, form.wanted, form.seen)
    audit.record(request, Verb.DIALOGUE_OUTCOME_SAVED, dialogue, request.organisation)


def edit_page(
    request: Request, dialogue: Dialogue, form: OutcomeForm, status: int = 200
) -> HttpResponse:
    context = {"dialogue": dialogue, "form": form, "stale": bool(form.others)}
    return render(request, "assessments/outcomes/edit.html", context, status=status)


def dialogue_of(request: Request, pk: int) -> Dialogue:
    here = Dialogue.objects.filter(round__organisation=request.organisation)
    found = here.select_related("round__organisation", "unit", "factor__edition")
    return visible(request, found, pk=pk)


def leads(request: Request, dialogue: Dialogue) -> bool:
    return Dialogue.objects.led_by(request.user).filter(pk=dialogue.pk).exists()


def joint_of(dialogue: Dialogue) -> JointFactor | None:
    """What the whole unit agrees on about the factor at the dialogue's level."""
    agreed = agreements_at(dialogue.round, dialogue.unit)
    for factor in asked_by(dialogue.round).factors:
        if factor.factor.pk == dialogue.factor_id:
            return JointFactor(factor, agreed, (Level(dialogue.level),))
    return None


def rows_of(dialogue: Dialogue) -> Any:
    """The statements that it was about; none where it was the factor as a whole."""
    chosen = dialogue.rows.values("row")
    return dialogue.factor.statements.filter(row__in=chosen, level=dialogue.level).order_by("row")
