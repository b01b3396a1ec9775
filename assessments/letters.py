"""What a round's letters say and to whom: one letter a person, wherever they are asked in it."""

import datetime
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from assessments.mirroring import levels_of
from assessments.models import Assessment, Participation, Round
from assessments.preview import mirrored_rows, ratable_statements
from assessments.reading import factor_name, listed
from assessments.terms import MailingKind, minutes_to_answer
from factors.models import Factor
from portal.addresses import absolute
from portal.days import start_of, today
from portal.invitations import PLACES
from portal.languages import in_language
from portal.mail.writing import compose
from portal.models import Letter, Membership, Unit, User
from portal.terms import HUVUDMAN_ROLES, Level, Role

Asked = QuerySet[Participation]


def asked_in(round: Round) -> Asked:
    """Those who can answer and work here today, person by person."""
    here = Membership.objects.current().filter(organisation=round.organisation_id)
    still_open = Participation.objects.filter(assessment__round=round, assessment__closed_at=None)
    asked = still_open.filter(user__in=here.values("user"))
    return asked.order_by("user__sort_key", "user", "pk")


def unfinished_in(round: Round) -> Asked:
    """Those who have not handed in. At the level of undervisning nobody is to know who they are."""
    return asked_in(round).filter(response__handed_in_on=None)


def without_address(asked: Asked) -> int:
    """Of all who are asked: of those who have not handed in, it would tell something of them."""
    return asked.filter(user__email=None).order_by().values("user").distinct().count()


def letters_to(kind: MailingKind, round: Round, asked: Asked) -> list[Letter]:
    """To those of them who have an address: what they are asked, and until when.

    Letters to role levels leave first, so that when they do tells nothing of the rest.
    """
    factors = _factors(round)
    minutes = minutes_in(round)
    found = asked.exclude(user__email=None).select_related("user", "assessment__unit")
    letters = []
    for user, participations in groupby(found, key=lambda each: each.user):
        with in_language(user.language):
            tasks = [_task(round, each, minutes) for each in participations]
        context = {"tasks": tasks, "anonymous": any(t["anonymous"] for t in tasks)}
        is_blind = kind.reminds and all(task["anonymous"] for task in tasks)
        letters.append(_letter(kind, round, factors, user, context, is_blind=is_blind))
    return sorted(letters, key=lambda letter: letter.is_blind)


def minutes_in(round: Round) -> dict[str, int]:
    """How long it takes to answer all that a level is asked."""
    factors = list(round.factors.all())
    statements = ratable_statements(factors)
    if round.mirror:
        statements += mirrored_rows(factors, levels_of(round))
    minutes = {}
    for level in Level:
        counts = [statements[factor.pk, level] for factor in factors]
        minutes[level.value] = minutes_to_answer(sum(map(bool, counts)), sum(counts))
    return minutes


def not_told_today(round: Round, asked: Asked) -> Asked:
    """Somebody who is added at two places has one letter about it a day."""
    told = Letter.objects.filter(
        kind=MailingKind.ASKED, about=round.pk, made_at__gte=start_of(today())
    )
    return asked.exclude(user__in=told.values("user"))


def _letter(
    kind: MailingKind,
    round: Round,
    factors: list[Factor],
    user: User,
    context: dict[str, Any],
    **fields: Any,
) -> Letter:
    """Words that are joined before the templates see them are in the receiver's language too."""
    with in_language(user.language):
        names = listed(f"”{factor_name(factor)}”" for factor in factors)
    told = context | {"round": round, "factors": names}
    return compose(kind.value, round.organisation, user, told, about=round.pk, **fields)


def _factors(round: Round) -> list[Factor]:
    return list(round.factors.select_related("edition").order_by("round_factors__position"))


def _task(round: Round, participation: Participation, minutes: dict[str, int]) -> dict[str, Any]:
    assessment, here = participation.assessment, [round.organisation.slug, participation.pk]
    return {
        "place": place_of(assessment.level, assessment.unit),
        "anonymous": Level(assessment.level).anonymous,
        "mirrored": participation.mirrored,
        "minutes": minutes[assessment.level],
        "link": absolute(reverse("assessments:participation", args=here)),
    }


def place_of(level: str, unit: Unit | None) -> str:
    return str(PLACES[Role(level)] % {"unit": unit})


def results_letters(round: Round, units: Iterable[int | None]) -> list[Letter]:
    """To those who may see the result: all of it at huvudman level, else that of their own unit.

    `units` are those whose results are news; None among them is the whole, of the huvudman level.
    """
    factors, wanted = _factors(round), set(units)
    here = Membership.objects.current().filter(organisation=round.organisation_id)
    held = here.exclude(user__email=None).select_related("user", "unit")
    letters = []
    for user, memberships in groupby(held.order_by("user", "unit"), key=lambda each: each.user):
        results = list(_results(round, list(memberships), wanted))
        if results:
            context = {"results": results}
            letters.append(_letter(MailingKind.RESULTS_READY, round, factors, user, context))
    return letters


def _results(
    round: Round, memberships: list[Membership], wanted: set[int | None]
) -> Iterator[dict[str, Any]]:
    governs = any(membership.role in HUVUDMAN_ROLES for membership in memberships)
    if governs and None in wanted:
        yield result_of(round, None)
    elif not governs:
        units = {each.unit_id: each.unit for each in memberships if each.unit_id in wanted}
        yield from (result_of(round, unit) for unit in units.values())


def result_of(round: Round, unit: Unit | None) -> dict[str, Any]:
    here = [round.organisation.slug, round.pk]
    if unit:
        address = reverse("assessments:unit_results", args=[*here, unit.slug])
    else:
        address = reverse("assessments:results", args=here)
    return {"unit": unit, "link": absolute(address)}


def still_asked(letter: Letter) -> bool:
    return _answerable(letter).exists()


def still_unfinished(letter: Letter) -> bool:
    """Who has handed in since it was written gets no reminder."""
    return _answerable(letter).filter(response__handed_in_on=None).exists()


def still_closes_tomorrow(letter: Letter) -> bool:
    tomorrow = today() + datetime.timedelta(days=1)
    closing = _answerable(letter).filter(assessment__round__closes_on=tomorrow)
    return closing.filter(response__handed_in_on=None).exists()


def still_to_be_read(letter: Letter) -> bool:
    """What has been counted stays counted, unless it is removed."""
    return Assessment.objects.filter(round=letter.about, closed_at__isnull=False).exists()


def _answerable(letter: Letter) -> Asked:
    return Participation.objects.filter(
        user=letter.user_id,
        assessment__round=letter.about,
        assessment__closed_at=None,
        assessment__round__closes_on__gte=today(),
    )
