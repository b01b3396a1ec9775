"""What a person has been asked and has said, for that person to read and to take home."""

from collections import defaultdict
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from assessments.answering import entry_of, is_open
from assessments.development.own import own_work
from assessments.models import Participation, Rating, Reflection, Remark
from portal import my_data
from portal.days import today
from portal.models import Membership, User
from portal.my_data import Data


class Key(NamedTuple):
    """A statement in a response; keys sort as the pages that ask do."""

    response: int
    position: int
    factor: int
    row: int


def asked_of(user: User) -> list[Any]:
    """Each with its `round`, whether it `is_open`, `answered`, and how many are `written`.

    Only who works at the organisation today can open its pages: `here`.
    """
    own = Participation.objects.visible_to(user).select_related(
        "assessment__round__organisation", "assessment__unit", "response"
    )
    written = ~Q(reflections__text="")
    asked = own.annotate(
        answered=Exists(
            Rating.objects.filter(Q(response=OuterRef("response")) | Q(response=OuterRef("mirror")))
        ),
        written=Count("reflections", filter=written),
        shared=Count("reflections", filter=written & Q(reflections__shared=True)),
    ).order_by("-assessment__round__closes_on", "-pk")
    here = user.offices.organisations()
    return [_told(participation, here) for participation in asked]


def _told(participation: Any, here: set[int]) -> Any:
    participation.round = participation.assessment.round
    participation.here = participation.round.organisation_id in here
    participation.is_open = is_open(participation)
    return participation


def reflections_of(user: User) -> QuerySet[Reflection]:
    """In all rounds; those whose text was emptied are rows all the same."""
    return Reflection.objects.filter(participation__user=user)


def by_round(reflections: QuerySet[Reflection]) -> QuerySet[Reflection]:
    """What is written, the latest round first, with what tells where and on what."""
    place = "participation__assessment"
    written = reflections.exclude(text="").select_related(
        "factor", "prompt", f"{place}__round__organisation", f"{place}__unit"
    )
    latest = f"-{place}__round__closes_on"
    return written.order_by(
        latest, "-participation", "factor__position", "factor", "prompt__position"
    )


def as_data(user: User, memberships: list[Membership]) -> Data:
    """In as many queries whatever the number of rounds."""
    answers, thoughts = _answers(user), _thoughts(user)
    rounds = [
        _round(each)
        | {
            "svar": answers[each.response_id],
            "spegling": answers[each.mirror_id],
            "reflektioner": thoughts[each.pk],
        }
        for each in asked_of(user)
    ]
    return (
        {"hämtat": today()}
        | my_data.as_data(user, memberships)
        | {
            "omgångar": rounds,
            "utveckling": own_work(user),
        }
    )


def _round(participation: Any) -> Data:
    round, assessment = participation.round, participation.assessment
    response = participation.response
    return {
        "huvudman": round.organisation.name,
        "omgång": round.title,
        "nivå": assessment.get_level_display(),
        "plats": str(assessment.place),
        "första dag": round.opens_on,
        "sista dag": round.closes_on,
        "stängd": my_data.moment(assessment.closed_at),
        "inlämnad": response.handed_in_on if response else None,
    }


def _answers(user: User) -> dict[int | None, list[Data]]:
    """By response, those that are still a person's: anonymous ones are gone when counted."""
    asked = Participation.objects.filter(user=user)
    own = Q(response__in=asked.values("response"))
    rating = own | Q(response__in=asked.values("mirror"))
    ratings = Rating.objects.filter(rating).select_related("statement__factor")
    remarks = Remark.objects.filter(own).exclude(text="").select_related("statement__factor")
    rated = {_key(rating): rating for rating in ratings}
    remarked = {_key(remark): remark for remark in remarks}
    answers: dict[int | None, list[Data]] = defaultdict(list)
    for key in sorted(rated.keys() | remarked.keys()):
        answers[key.response].append(_answer(rated.get(key), remarked.get(key)))
    return answers


def _key(answer: Rating | Remark) -> Key:
    statement = answer.statement
    return Key(answer.response_id, statement.factor.position, statement.factor_id, statement.row)


def _answer(rating: Rating | None, remark: Remark | None) -> Data:
    answer = rating or remark
    assert answer  # noqa: S101 (each key is one's or the other's)
    return {
        "faktor": answer.statement.factor.name,
        "påstående": answer.statement.text,
        "svar": entry_of("rating", rating).words or None,
        "kommentar": remark.text if remark else None,
    }


def _thoughts(user: User) -> dict[int, list[Data]]:
    """Own reflections by participation."""
    thoughts = defaultdict(list)
    for each in by_round(reflections_of(user)):
        thoughts[each.participation_id].append(
            {
                "faktor": each.factor.name,
                "fråga": each.prompt.text,
                "text": each.text,
                "delad utan namn": each.shared,
            }
        )
    return thoughts
