"""What of the development work, dialogues and analyses is a person's own, to take home."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from assessments.models import Action, Dialogue, FollowUp, Need, PassageVersion
from portal.models import User

Data = dict[str, Any]

IN_ANALYSIS = "passage__analysis"
ABOUT_TEXT = ("passage__factor", f"{IN_ANALYSIS}__unit", f"{IN_ANALYSIS}__round__organisation")


def own_work(user: User) -> Data:
    """What they answer for or wrote; what others wrote of it stays on its page."""
    mine = Action.objects.filter(Q(responsible=user) | Q(created_by=user)).order_by("pk")
    needs = Need.objects.filter(Q(created_by=user) | Q(answered_by=user)).order_by("pk")
    written = PassageVersion.objects.filter(saved_by=user).order_by("pk")
    led = Dialogue.objects.filter(facilitator=user).order_by("pk")
    return {
        "insatser": [_action(each, user) for each in mine.select_related("organisation", "unit")],
        "uppföljningar": [
            {"insats": each.action.title, "dag": each.made_on, "det vi har gjort": each.done}
            for each in FollowUp.objects.filter(created_by=user).select_related("action")
        ],
        "behov": [_need(each, user) for each in needs.select_related("action")],
        "samtal": [
            {"om": each.factor.name, "vilka": each.place, "hölls": each.held_on}
            for each in led.select_related("factor", "unit", "round__organisation")
        ],
        "analyser": [_text(each) for each in written.select_related(*ABOUT_TEXT)],
    }


def _action(action: Action, user: User) -> Data:
    return {
        "huvudman": action.organisation.name,
        "enhet": action.unit.name if action.unit else None,
        "rubrik": action.title,
        "ansvarig": action.responsible_id == user.pk,
        "skriven av mig": action.created_by_id == user.pk,
        "till": action.ends_on,
    }


def _need(need: Need, user: User) -> Data:
    return {
        "insats": need.action.title,
        "behov": need.text if need.created_by_id == user.pk else None,
        "mitt svar": need.reason if need.answered_by_id == user.pk else None,
    }


def _text(version: PassageVersion) -> Data:
    return {
        "om": str(version.passage.analysis),
        "avsnitt": version.passage.title,
        "sparad": timezone.localdate(version.saved_at),
        "text": version.text,
    }
