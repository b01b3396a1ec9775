"""What a person does with all of their answers at once, while the assessment is open."""

from django.db import transaction
from django.db.models import F

from assessments.answering import is_open
from assessments.models import Assessment, Participation, Rating, Remark, Response
from portal.days import today


@transaction.atomic
def hand_in(participation: Participation) -> bool:
    """Stores the day, never the time; False if it closed meanwhile."""
    if not _is_still_open(participation):
        return False
    response = Response.objects.filter(participation=participation, handed_in_on=None)
    response.update(handed_in_on=today())
    return True


@transaction.atomic
def withdraw(participation: Participation) -> bool:
    """Deletes ratings and remarks; reflections stay the person's, and are shared no more."""
    if not _is_still_open(participation):
        return False
    voices = (participation.response_id, participation.mirror_id)
    Rating.objects.filter(response__in=voices).delete()
    Remark.objects.filter(response__participation=participation).delete()
    Response.objects.filter(participation=participation).update(handed_in_on=None)
    shared = participation.reflections.filter(shared=True)
    shared.update(shared=False, version=F("version") + 1)
    return True


def _is_still_open(participation: Participation) -> bool:
    """Waits for a closing that has begun, and makes one that has not wait."""
    assessments = Assessment.objects.select_for_update(of=("self",)).select_related("round")
    participation.assessment = assessments.get(pk=participation.assessment_id)
    return is_open(participation)
