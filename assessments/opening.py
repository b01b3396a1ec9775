"""A round while it is a draft or open: it opens, is extended or removed, and who is asked.

Each change holds what it changes until it is done, and looks anew at what stands: the timer,
another administrator and the people who answer may all be at it in the same moment.
"""

import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.mirroring import mirroring_levels
from assessments.models import (
    Assessment,
    Participation,
    Rating,
    Reflection,
    Remark,
    Response,
    Round,
)
from assessments.planning import plan_again
from assessments.terms import RoundState
from portal.days import today
from portal.models import Membership, Organisation, User
from portal.terms import Level, Role

BATCH = 1000
LONGEST = datetime.timedelta(days=366)


class Refused(Exception):
    """Why something can't be done with a round now, in words for the person who tried."""


def hold(round: Round) -> None:
    """Read the round anew, and keep others from changing it until the transaction ends."""
    try:
        round.refresh_from_db(from_queryset=Round.objects.select_for_update())
    except Round.DoesNotExist:
        raise Refused(_("Omgången är borttagen.")) from None


def askable(organisation: Organisation) -> QuerySet[Membership]:
    """Those who can be asked today, at the level that their role names.

    Nobody is asked as undervisning in a unit where they are rektor.
    """
    current = Membership.objects.current()
    leads = current.filter(user=OuterRef("user"), unit=OuterRef("unit"), role=Role.REKTOR)
    asked = current.filter(organisation=organisation, role__in=Level.values)
    return asked.exclude(Exists(leads), role=Role.UNDERVISNING)


@transaction.atomic
def open_round(round: Round) -> int:
    """Open a draft today and settle who is asked; answers with how many there are."""
    hold(round)
    if round.state is not RoundState.DRAFT:
        raise Refused(_("Omgången är redan öppnad."))
    if round.closes_on < today():
        raise Refused(_("Omgångens sista dag har passerat. Ändra dagarna och öppna sedan."))
    asked = _settle_participations(round)
    if not asked:
        raise Refused(
            _("Det finns ingen att fråga. Välj fler nivåer eller enheter, eller lägg in personal.")
        )
    round.opened_at = timezone.now()
    round.opens_on = min(round.opens_on, today())
    round.save(update_fields=["opened_at", "opens_on"])
    return asked


def _settle_participations(round: Round) -> int:
    """Rows in bulk, since a large organisation asks 15,000 people in one moment."""
    places = {(each.level, each.unit_id): each for each in round.assessments.all()}
    people = askable(round.organisation).values_list("role", "unit", "user")
    asked = [(places[role, unit], user) for role, unit, user in people if (role, unit) in places]
    participations = [
        Participation(assessment=place, user_id=user, response=Response(assessment=place))
        for place, user in asked
    ]
    mirroring = mirroring_levels(round)
    for each in participations:
        if each.assessment.level in mirroring:
            each.mirror = Response(assessment=each.assessment)
    responses = [response for each in participations for response in (each.response, each.mirror)]
    Response.objects.bulk_create([each for each in responses if each], BATCH)
    Participation.objects.bulk_create(participations, BATCH)
    return len(asked)


@transaction.atomic
def extend_round(round: Round, last_day: datetime.date) -> None:
    hold(round)
    if round.state is not RoundState.OPEN:
        raise Refused(_("Omgången är inte öppen, så den kan inte förlängas."))
    if last_day <= round.closes_on or last_day < today():
        raise Refused(_("Den nya sista dagen måste vara senare än den gamla, och inte ha varit."))
    round.closes_on = last_day
    round.save(update_fields=["closes_on"])
    plan_again(round)


@transaction.atomic
def remove_round(round: Round) -> None:
    """Remove a draft, or an open round where nobody has answered anything."""
    hold(round)
    # A save holds its assessment: once these are held, no answer is on its way.
    closed = [each.closed_at for each in round.assessments.select_for_update() if each.closed_at]
    if round.state is RoundState.CLOSED or closed:
        raise Refused(_("Hela eller delar av omgången är stängd, så den kan inte tas bort."))
    if _has_answers(round):
        raise Refused(_("Någon har svarat, så omgången kan inte tas bort. Du kan stänga den."))
    round.delete()


def _has_answers(round: Round) -> bool:
    ratings = Rating.objects.filter(response__assessment__round=round)
    remarks = Remark.objects.filter(response__assessment__round=round).exclude(text="")
    reflections = Reflection.objects.filter(participation__assessment__round=round)
    return ratings.exists() or remarks.exists() or reflections.exclude(text="").exists()


@transaction.atomic
def ask(assessment: Assessment, user: User) -> Participation:
    """Ask somebody who started later."""
    _hold_open(assessment)
    people = askable(assessment.round.organisation).filter(user=user)
    if not people.filter(role=assessment.level, unit=assessment.unit_id).exists():
        raise Refused(_("%(name)s har inte den rollen här längre.") % {"name": user})
    if assessment.participations.filter(user=user).exists():
        raise Refused(_("%(name)s är redan tillfrågad.") % {"name": user})
    response = Response.objects.create(assessment=assessment)
    mirror = None
    if assessment.level in mirroring_levels(assessment.round):
        mirror = Response.objects.create(assessment=assessment)
    return assessment.participations.create(user=user, response=response, mirror=mirror)


@transaction.atomic
def take_out(participation: Participation) -> None:
    """Somebody who left is asked no more, and what they answered is deleted."""
    _hold_open(participation.assessment)
    for voice in (participation.response, participation.mirror):
        if voice:
            voice.delete()
    Participation.objects.filter(pk=participation.pk).delete()


def _hold_open(assessment: Assessment) -> None:
    try:
        assessment.refresh_from_db(from_queryset=Assessment.objects.select_for_update())
    except Assessment.DoesNotExist:
        raise Refused(_("Omgången är borttagen.")) from None
    if assessment.closed_at or not assessment.round.accepts_answers_on(today()):
        raise Refused(_("Självskattningen är stängd, så deltagarna kan inte ändras."))
