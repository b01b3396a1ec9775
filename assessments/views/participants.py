"""Who is asked in a round: looked at, and changed while it is open."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import retarget

from assessments.forms.participants import ParticipantForm
from assessments.forms.round_states import ConfirmForm
from assessments.mailings import tell_newcomer
from assessments.models import Assessment, Participation, Round
from assessments.opening import Refused, ask, take_out
from assessments.participants import asked_at, units_asked
from assessments.terms import RoundState
from assessments.views.round_states import refuse
from assessments.views.rounds import round_in
from portal import audit
from portal.access import Request, administered, visible
from portal.asking import posted
from portal.days import today
from portal.models import Unit
from portal.verbs import Verb

PAGE = "assessments/participants/participants.html"


@require_safe
def participants(request: Request, organisation: str, pk: int) -> HttpResponse:
    administered(request, organisation)
    shown = round_in(request, pk)
    if shown.state is RoundState.DRAFT:
        return refuse(request, shown, _("Vilka som tillfrågas bestäms när omgången öppnar."))
    return page(request, shown, None)


@require_safe
def unit_participants(request: Request, organisation: str, pk: int, unit: str) -> HttpResponse:
    administered(request, organisation)
    shown = round_in(request, pk)
    units = Unit.objects.filter(assessments__round=shown).distinct()
    return page(request, shown, visible(request, units, slug=unit))


@require_POST
def participant_add(request: Request, organisation: str, pk: int, assessment: int) -> HttpResponse:
    administered(request, organisation)
    place = assessment_in(round_in(request, pk), assessment)
    form = ParticipantForm(place, request.POST)
    if not form.is_valid():
        return changed(request, place, str(form.errors["membership"][0]))
    user = form.cleaned_data["membership"].user
    try:
        with transaction.atomic():
            added = ask(place, user)
            tell_newcomer(added)
            audit.record(request, Verb.PARTICIPATION_ADDED, added, request.organisation)
    except Refused as reason:
        return changed(request, place, str(reason))
    messages.success(request, _("%(name)s är tillfrågad.") % {"name": user})
    if not user.email:
        messages.warning(request, _("Personen saknar e-post. Skriv ut en inloggningslapp."))
    return changed(request, place)


@require_http_methods(["GET", "HEAD", "POST"])
def participant_remove(
    request: Request, organisation: str, pk: int, participation: int
) -> HttpResponse:
    administered(request, organisation)
    shown = round_in(request, pk)
    asked = Participation.objects.filter(assessment__round=shown).select_related("user")
    leaver = get_object_or_404(asked, pk=participation)
    leaver.assessment = assessment_in(shown, leaver.assessment_id)
    label = _("Ja, ta bort %(name)s ur omgången.") % {"name": leaver.user}
    form = ConfirmForm(label, posted(request), auto_id=f"id_{leaver.pk}_%s")
    if request.method == "POST" and form.is_valid():
        return remove(request, leaver)
    return ask_first(request, leaver, form)


def remove(request: Request, leaver: Participation) -> HttpResponse:
    place = leaver.assessment
    try:
        with transaction.atomic():
            audit.record(request, Verb.PARTICIPATION_REMOVED, leaver, request.organisation)
            take_out(leaver)
    except Refused as reason:
        return changed(request, place, str(reason))
    done = _("%(name)s är inte längre tillfrågad, och det personen svarat är borttaget.")
    messages.success(request, done % {"name": leaver.user})
    return changed(request, place)


def ask_first(request: Request, leaver: Participation, form: ConfirmForm) -> HttpResponse:
    """The same words whether or not the person has answered: nobody is to know that."""
    template = "assessments/participants/remove.html" + ("#confirm" if request.htmx else "")
    form.fields["confirmed"].widget.attrs["autofocus"] = bool(request.htmx)
    place = leaver.assessment
    context = {"form": form, "participation": leaver, "round": place.round, "back": address(place)}
    response = render(request, template, context, status=422 if form.is_bound else 200)
    return retarget(response, f"#deltagare-{leaver.pk}") if form.is_bound else response


def assessment_in(round: Round, pk: int) -> Assessment:
    place = get_object_or_404(round.assessments.select_related("unit"), pk=pk)
    place.round = round
    return place


def changed(request: Request, place: Assessment, error: str = "") -> HttpResponse:
    """The level's list as it is now, alone for htmx; with an error, the page that tells it."""
    if error:
        return page(request, place.round, place.unit, place, error)
    if request.htmx:
        return page(request, place.round, place.unit, place)
    return redirect(f"{address(place)}#niva-{place.pk}")


def page(
    request: Request,
    round: Round,
    unit: Unit | None,
    changed: Assessment | None = None,
    error: str = "",
) -> HttpResponse:
    places = asked_at(round, unit)
    context = {
        "round": round,
        "unit": unit,
        "places": places,
        "units": [] if unit else units_asked(round),
        "is_open": round.accepts_answers_on(today()),
        "changed": changed,
        "error": error,
    }
    status = 422 if error else 200
    if changed and request.htmx:
        asked = next((place for place in places if place.assessment == changed), None)
        return render(request, f"{PAGE}#fragment", context | {"asked": asked}, status=status)
    return render(request, PAGE, context, status=status)


def address(place: Assessment) -> str:
    organisation = place.round.organisation.slug
    if place.unit:
        kwargs = [organisation, place.round_id, place.unit.slug]
        return reverse("assessments:unit_participants", args=kwargs)
    return reverse("assessments:participants", args=[organisation, place.round_id])
