"""Administrators are told when a unit shares its analysis: once a day, however often it is done."""

from typing import Any

from django.db.models import Q
from django.urls import reverse

from assessments.models import Analysis
from portal.addresses import absolute
from portal.days import start_of, today
from portal.mail.writing import compose, queue
from portal.models import Letter, Membership, User
from portal.terms import Role

KIND = "analysis_shared"


def tell_administrators(analysis: Analysis, sharer: User) -> int:
    """Puts the letters in the outbox; answers with how many."""
    told = Letter.objects.filter(kind=KIND, about=analysis.pk, made_at__gte=start_of(today()))
    unasked = Q(pk=sharer.pk) | Q(email=None) | Q(pk__in=told.values("user"))
    people = User.objects.filter(memberships__in=_administrators(analysis)).exclude(unasked)
    context = about(analysis)
    organisation = analysis.round.organisation
    return queue(
        compose(KIND, organisation, person, context, about=analysis.pk)
        for person in people.distinct().order_by("pk")
    )


def about(analysis: Analysis) -> dict[str, Any]:
    unit: Any = analysis.unit  # the huvudman's own is told of to nobody
    page = [analysis.round.organisation.slug, analysis.round.pk, unit.slug]
    link = absolute(reverse("assessments:analysis", args=page))
    return {"unit": unit, "round": analysis.round, "link": link}


def holds(letter: Letter) -> bool:
    """Not when it has been taken back, nor to somebody who no longer administers."""
    about: Any = letter.about
    shared = Analysis.objects.shared().filter(pk=about).select_related("round").first()
    return shared is not None and _administrators(shared).filter(user=letter.user_id).exists()


def _administrators(analysis: Analysis) -> Any:
    here = Membership.objects.current().filter(organisation=analysis.round.organisation_id)
    return here.filter(role=Role.ADMIN)
