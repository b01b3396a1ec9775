"""The kinds of letters that rounds send: what they are called, look like, and when they hold."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments import letters
from assessments.analyses import telling
from assessments.development import reminding
from assessments.models import Action, Round
from assessments.terms import MailingKind
from portal.addresses import absolute
from portal.days import today
from portal.mail.kinds import register
from portal.models import Organisation, Unit
from portal.terms import Level

HOLDS = {
    MailingKind.ASKED: letters.still_asked,
    MailingKind.REMINDER: letters.still_unfinished,
    MailingKind.CLOSING_TOMORROW: letters.still_closes_tomorrow,
    MailingKind.RESULTS_READY: letters.still_to_be_read,
}


def register_kinds() -> None:
    for kind, holds in HOLDS.items():
        example = _results if kind is MailingKind.RESULTS_READY else _asked
        register(kind.value, kind.label, example, holds)
    register(reminding.KIND, _("Påminnelse om en insats"), _action, reminding.holds)
    register(telling.KIND, _("En enhet har delat sin analys"), _analysis, telling.holds)


def _asked(organisation: Organisation) -> dict[str, Any]:
    task = {
        "place": letters.place_of(Level.UNDERVISNING, _unit()),
        "anonymous": True,
        "minutes": 6,
        "link": absolute(reverse("assessments:home", args=[organisation.slug])),
    }
    return _about(organisation) | {"tasks": [task], "anonymous": True}


def _results(organisation: Organisation) -> dict[str, Any]:
    link = absolute(reverse("assessments:latest_results", args=[organisation.slug]))
    return _about(organisation) | {"results": [{"unit": _unit(), "link": link}]}


def _about(organisation: Organisation) -> dict[str, Any]:
    last_day = today() + datetime.timedelta(days=1)
    title = _("Läsårets självskattning")
    round = Round(organisation=organisation, title=title, opens_on=last_day, closes_on=last_day)
    return {"round": round, "factors": _("”Tydlig roll- och ansvarsfördelning”")}


def _analysis(organisation: Organisation) -> dict[str, Any]:
    link = absolute(reverse("assessments:latest_results", args=[organisation.slug]))
    return {"unit": _unit(), "round": _about(organisation)["round"], "link": link}


def _unit() -> Unit:
    return Unit(name=_("Exempelskolan"))


def _action(organisation: Organisation) -> dict[str, Any]:
    link = absolute(reverse("assessments:actions", args=[organisation.slug]))
    last_day = today() + reminding.AHEAD
    action = Action(title=_("Kollegiala lektionsbesök"), ends_on=last_day)
    return {"action": action, "link": link, "overdue": False}
