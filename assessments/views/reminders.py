"""Reminders by hand: planned for today, and written by the timer like all others.

Whether somebody is left to remind or not, what is said is the same.
"""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.letters import Asked, asked_in, unfinished_in, without_address
from assessments.models import Round
from assessments.opening import Refused, hold
from assessments.planning import is_reminded_on, remind_on
from assessments.views.round_states import asks_first, leads, refuse, to_round
from assessments.views.rounds import round_in
from portal import audit
from portal.access import Request, governed, organisation_of, require, visible
from portal.days import today
from portal.models import Unit
from portal.terms import HUVUDMAN_ROLES, Level
from portal.verbs import Verb

SOON = gettext_lazy(
    "Påminnelsen går inom kort till dem som inte har lämnat in. Före klockan 07.00 väntar den till "
    "dess."
)


@asks_first
def remind(request: Request, organisation: str, pk: int) -> HttpResponse:
    governed(request, organisation)
    round = round_in(request, pk)
    return ask_or_plan(request, round, None)


@asks_first
def unit_remind(request: Request, organisation: str, pk: int, unit: str) -> HttpResponse:
    organisation_of(request, organisation)
    round = round_in(request, pk)
    units = Unit.objects.filter(organisation=request.organisation, assessments__round=round)
    place = visible(request, units.distinct(), slug=unit)
    governs = not request.roles.isdisjoint(HUVUDMAN_ROLES)
    require(governs or leads(request, place))
    return ask_or_plan(request, round, place)


def ask_or_plan(request: Request, round: Round, unit: Unit | None) -> HttpResponse:
    if reason := why_not(round, unit):
        return refuse(request, round, reason)
    if request.method == "POST":
        return plan_today(request, round, unit)
    asked, unfinished = at(unit, asked_in(round)), at(unit, unfinished_in(round))
    named = unfinished.exclude(assessment__level=Level.UNDERVISNING)
    context = {
        "round": round,
        "unit": unit,
        "named": named.select_related("user", "assessment__unit"),
        "has_anonymous": asked.filter(assessment__level=Level.UNDERVISNING).exists(),
        "without_address": without_address(asked),
    }
    return render(request, "assessments/mailings/remind.html", context)


def plan_today(request: Request, round: Round, unit: Unit | None) -> HttpResponse:
    try:
        with transaction.atomic():
            hold(round)
            planned = remind_on(round, today(), unit, request.user)
            if planned:
                audit.record(request, Verb.MAILING_PLANNED, planned, request.organisation)
    except Refused as reason:
        return refuse(request, round, str(reason))
    if not planned:
        return refuse(request, round, once_a_day(unit))
    messages.success(request, SOON)
    return to_round(request, round)


def why_not(round: Round, unit: Unit | None) -> str:
    still_open = round.assessments.filter(closed_at=None)
    if unit:
        still_open = still_open.filter(unit=unit)
    if not round.accepts_answers_on(today()) or not still_open.exists():
        return _("Självskattningen är inte öppen, så ingen kan påminnas.")
    return once_a_day(unit) if is_reminded_on(round, today(), unit) else ""


def once_a_day(unit: Unit | None) -> str:
    place = _("på %(unit)s") % {"unit": unit} if unit else _("i omgången")
    return _(
        "I dag går redan en påminnelse till dem %(place)s som inte har lämnat in. Vill du påminna "
        "igen går det i morgon."
    ) % {"place": place}


def at(unit: Unit | None, asked: Asked) -> Asked:
    return asked.filter(assessment__unit=unit) if unit else asked
