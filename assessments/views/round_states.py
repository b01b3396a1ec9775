"""A round opens, is extended, closes or is removed; a unit closes its own part early."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from assessments.closing import AlreadyClosed, NotOpened, close_round, close_unit
from assessments.foreseeing import what_will_happen
from assessments.forms.round_states import ConfirmForm, ExtendForm
from assessments.letters import asked_in, without_address
from assessments.models import Round
from assessments.opening import Refused, extend_round, hold, open_round, remove_round
from assessments.terms import RoundState
from assessments.views.rounds import round_in
from portal import audit
from portal.access import Request, administered, organisation_of, require, visible
from portal.asking import posted
from portal.models import Unit
from portal.terms import Role
from portal.verbs import Verb

asks_first = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
def round_open(request: Request, organisation: str, pk: int) -> HttpResponse:
    administered(request, organisation)
    draft = round_in(request, pk)
    done = _("Omgången är öppen.")
    response = change(request, draft, Verb.ROUND_OPENED, lambda: open_round(draft), done)
    if number := without_address(asked_in(draft)):
        slips = ngettext(
            "%(number)d tillfrågad saknar e-post: skriv ut en inloggningslapp.",
            "%(number)d tillfrågade saknar e-post: skriv ut inloggningslappar.",
            number,
        )
        messages.warning(request, slips % {"number": number})
    return response


@asks_first
def round_extend(request: Request, organisation: str, pk: int) -> HttpResponse:
    administered(request, organisation)
    opened = round_in(request, pk)
    if opened.state is not RoundState.OPEN:
        return refuse(request, opened, _("Omgången är inte öppen, så den kan inte förlängas."))
    form = ExtendForm(opened, posted(request))
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["closes_on"]
        done = _("Omgången har fått en ny sista dag.")
        return change(request, opened, Verb.ROUND_EXTENDED, lambda: extend_round(opened, day), done)
    return ask_first(request, "extend", opened, form)


@asks_first
def round_close(request: Request, organisation: str, pk: int) -> HttpResponse:
    administered(request, organisation)
    opened = round_in(request, pk)
    if opened.state is not RoundState.OPEN:
        return refuse(request, opened, _("Omgången är inte öppen, så den kan inte stängas."))
    form = ConfirmForm(_("Ja, stäng omgången för alla. Det går inte att ångra."), posted(request))
    if request.method == "POST" and form.is_valid():
        done = _("Omgången är stängd.")
        return change(request, opened, Verb.ROUND_CLOSED, lambda: close_round(opened), done)
    return ask_first(request, "close", opened, form, foresight=what_will_happen(opened))


@asks_first
def unit_close(request: Request, organisation: str, pk: int, unit: str) -> HttpResponse:
    organisation_of(request, organisation)
    opened = round_in(request, pk)
    units = Unit.objects.filter(organisation=request.organisation, assessments__round=opened)
    place = visible(request, units.distinct(), slug=unit)
    require(Role.ADMIN in request.roles or leads(request, place))
    still_open = opened.assessments.filter(unit=place, closed_at=None)
    if opened.state is not RoundState.OPEN or not still_open.exists():
        return refuse(request, opened, _("Enhetens självskattning är inte öppen."))
    label = _("Ja, stäng för alla på %(unit)s. Det går inte att ångra.") % {"unit": place}
    form = ConfirmForm(label, posted(request))
    if request.method == "POST" and form.is_valid():
        done = _("Självskattningen är stängd för %(unit)s.") % {"unit": place}
        closed = Verb.ASSESSMENT_CLOSED
        return change(request, opened, closed, lambda: close_unit(opened, place), done, place)
    foresight = what_will_happen(opened, place)
    return ask_first(request, "close", opened, form, foresight=foresight, unit=place)


@asks_first
def round_delete(request: Request, organisation: str, pk: int) -> HttpResponse:
    administered(request, organisation)
    removed = round_in(request, pk)
    form = ConfirmForm(_("Ja, ta bort omgången. Det går inte att ångra."), posted(request))
    if request.method == "POST" and form.is_valid():
        return remove(request, removed)
    return ask_first(request, "delete", removed, form)


def remove(request: Request, round: Round) -> HttpResponse:
    try:
        with transaction.atomic():
            audit.record(request, Verb.ROUND_REMOVED, round, request.organisation)
            remove_round(round)
    except Refused as reason:
        return refuse(request, round, str(reason))
    messages.success(request, _("Omgången är borttagen."))
    return redirect("assessments:rounds", request.organisation.slug)


def change(
    request: Request,
    round: Round,
    verb: Verb,
    act: Callable[[], object],
    done: str,
    unit: Unit | None = None,
) -> HttpResponse:
    """Do it, remember who did it, and tell either that it is done or why it isn't."""
    try:
        with transaction.atomic():
            hold(round)
            act()
            target = f"{round}: {unit}" if unit else round
            audit.record(request, verb, target, request.organisation)
    except Refused as reason:
        return refuse(request, round, str(reason))
    except (AlreadyClosed, NotOpened):
        return refuse(request, round, _("Det är redan stängt, så inget har ändrats."))
    messages.success(request, done)
    return to_round(request, round)


def refuse(request: Request, round: Round, reason: str) -> HttpResponse:
    messages.error(request, reason)
    return to_round(request, round)


def to_round(request: Request, round: Round) -> HttpResponse:
    return redirect("assessments:round", request.organisation.slug, round.pk)


def ask_first(
    request: Request, page: str, round: Round, form: ConfirmForm | ExtendForm, **more: object
) -> HttpResponse:
    context = {"round": round, "form": form, **more}
    status = 422 if form.is_bound else 200
    return render(request, f"assessments/rounds/{page}.html", context, status=status)


def leads(request: Request, unit: Unit) -> bool:
    return unit.pk in request.user.offices.units(Role.REKTOR)
