"""Dialogues before they are held: the list, the plan, the leader's sheet."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.dialogues import running
from assessments.dialogues.planning import (
    Started,
    Subject,
    is_small,
    may_lead,
    places_led,
    save_plan,
    subjects,
)
from assessments.dialogues.sheet import sheet
from assessments.forms.dialogues import DialogueForm, new_dialogue
from assessments.models import Dialogue
from assessments.terms import DialogueStep
from portal import audit
from portal.access import Request, organisation_of, require, visible
from portal.asking import posted
from portal.verbs import Verb

READ = ("factor__edition", "unit", "round", "facilitator")


@require_safe
def dialogues(request: Request, organisation: str) -> HttpResponse:
    here = organisation_of(request, organisation)
    found = Dialogue.objects.visible_to(request.user).filter(round__organisation=here)
    held: dict[str, list[Dialogue]] = {"running": [], "planned": [], "ended": []}
    for each in found.with_led(request.user).select_related(*READ):
        each.round.organisation = here
        held["running" if each.runs else str(each.step)].append(each)
    held["planned"].sort(key=lambda each: (each.begins_at is None, each.begins_at, each.pk))
    held["ended"].sort(key=lambda each: (each.held_on, each.pk), reverse=True)
    context = {"dialogues": held, "prepares": bool(places_led(request.user, here))}
    return render(request, "assessments/dialogues/dialogues.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def dialogue_create(request: Request, organisation: str) -> HttpResponse:
    here = organisation_of(request, organisation)
    places = places_led(request.user, here)
    require(bool(places))
    found = list(subjects(places, here))
    if not {"omgang", "faktor"} & request.GET.keys():
        return render(request, "assessments/dialogues/choose.html", {"subjects": found})
    subject = chosen(found, request.GET)
    return form_page(request, new_dialogue(subject, request.user), subject)


def chosen(found: list[Subject], asked: Any) -> Subject:
    """The subject that the address names, or 404."""
    wanted = (asked.get("omgang"), asked.get("enhet") or None, asked.get("faktor"))
    for each in found:
        unit = each.unit.slug if each.unit else None
        if (str(each.round.pk), unit, str(each.asked.position)) == wanted:
            return each
    raise Http404


@require_safe
def dialogue(request: Request, organisation: str, pk: int) -> HttpResponse:
    organisation_of(request, organisation)
    shown = dialogue_of(request, pk)
    context = {
        "dialogue": shown,
        "sheet": sheet(shown),
        "is_small": is_small(shown),
        "leads": Dialogue.objects.led_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "assessments/dialogues/dialogue.html", context)


@require_safe
def dialogue_sheet(request: Request, organisation: str, pk: int) -> HttpResponse:
    organisation_of(request, organisation)
    led = dialogue_led(request, pk)
    return render(request, "assessments/dialogues/sheet.html", {"sheet": sheet(led)})


@require_http_methods(["GET", "HEAD", "POST"])
def dialogue_edit(request: Request, organisation: str, pk: int) -> HttpResponse:
    here = organisation_of(request, organisation)
    led = dialogue_led(request, pk)
    if led.step != DialogueStep.PLANNED:
        return begun(request, led)
    here_too = subjects([led.unit], here)
    for subject in here_too:
        if (subject.round, subject.asked.factor) == (led.round, led.factor):
            return form_page(request, led, subject)
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def dialogue_delete(request: Request, organisation: str, pk: int) -> HttpResponse:
    organisation_of(request, organisation)
    led = dialogue_led(request, pk)
    if led.runs:
        messages.error(request, _("Samtalet pågår. Avsluta det först."))
        return redirect("assessments:dialogue", organisation, pk)
    if request.method != "POST":
        return render(request, "assessments/dialogues/delete.html", {"dialogue": led})
    with transaction.atomic():
        audit.record(request, Verb.DIALOGUE_REMOVED, led, request.organisation)
        led.delete()
    messages.success(request, _("Samtalet är borttaget."))
    return redirect("assessments:dialogues", organisation)


@require_POST
def dialogue_begin(request: Request, organisation: str, pk: int) -> HttpResponse:
    """Two who press at once both come to the same dialogue."""
    organisation_of(request, organisation)
    led = dialogue_led(request, pk)
    if led.step == DialogueStep.ENDED:
        return begun(request, led)
    if led.step == DialogueStep.PLANNED:
        try:
            with transaction.atomic():
                running.begin(led, led.version)
                audit.record(request, Verb.DIALOGUE_BEGUN, led, request.organisation)
        except (running.Impossible, running.Overtaken):
            pass  # somebody else has just begun it
    return redirect("assessments:dialogue_lead", organisation, pk)


def form_page(request: Request, dialogue: Dialogue, subject: Subject) -> HttpResponse:
    leaders = list(may_lead(request.organisation, subject.unit))
    form = DialogueForm(dialogue, subject, leaders, posted(request))
    if request.method == "POST" and form.is_valid():
        return save(request, form)
    form.tick_row(request.GET.get("rad", ""))
    context = {"form": form, "subject": subject, "dialogue": dialogue}
    status = 422 if form.is_bound else 200
    return render(request, "assessments/dialogues/form.html", context, status=status)


def save(request: Request, form: DialogueForm) -> HttpResponse:
    new, plan = form.fill(), form.cleaned_data
    verb = Verb.DIALOGUE_CHANGED if new.pk else Verb.DIALOGUE_PLANNED
    try:
        with transaction.atomic():
            save_plan(new, plan["rows"], plan["prompts"], plan["tables"])
            audit.record(request, verb, new, request.organisation)
    except Started:
        return begun(request, new)
    messages.success(request, _("Planen är sparad."))
    return redirect("assessments:dialogue", request.organisation.slug, new.pk)


def begun(request: Request, dialogue: Dialogue) -> HttpResponse:
    messages.error(request, _("Samtalet har börjat, så planen kan inte ändras längre."))
    return redirect("assessments:dialogue", request.organisation.slug, dialogue.pk)


def dialogue_of(request: Request, pk: int) -> Dialogue:
    """The organisation's dialogue that the person may see, or 404."""
    here = Dialogue.objects.filter(round__organisation=request.organisation)
    shown = visible(request, here.select_related(*READ), pk=pk)
    shown.round.organisation = request.organisation
    return shown


def dialogue_led(request: Request, pk: int) -> Dialogue:
    """The dialogue if the person leads it; 403 if they may only see it."""
    shown = dialogue_of(request, pk)
    require(Dialogue.objects.led_by(request.user).filter(pk=pk).exists())
    return shown
