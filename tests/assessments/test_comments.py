"""What people wrote: what closing keeps of it, and who may read that."""

from uuid import uuid4

import pytest

from assessments.closing import close_round
from assessments.disclosure import comments
from assessments.models import Comment, Participation, Reflection, Remark, Round
from factors.models import Prompt, Statement
from portal.models import Unit
from portal.terms import Level
from tests.assessments.conftest import Answer, Everybody, overall, statements_of
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def remark(participation: Participation, text: str, statement: Statement | None = None) -> None:
    statement = statement or statements_of(participation.assessment)[0]
    Remark.objects.create(
        response=participation.response, statement=statement, text=text, token=uuid4()
    )


def reflect(participation: Participation, text: str, *, shared: bool) -> Reflection:
    prompt = Prompt.objects.earliest("position")
    factor = overall().factor
    return Reflection.objects.create(
        participation=participation,
        factor=factor,
        prompt=prompt,
        text=text,
        shared=shared,
        token=uuid4(),
    )


def reflections(round: Round, unit: Unit) -> list[str]:
    found = comments(round, unit, from_above=False).reflections(overall().factor)
    return [comment.text for comment in found]


def test_comments_lie_in_alphabetical_order(
    open_round: Round, cast: Cast, everybody: Everybody
) -> None:
    for participation, text in zip(everybody, ("Örn", "zebra", "Ål", " ", "apa", ""), strict=True):
        remark(participation, text)
    close_round(open_round)
    shown = comments(open_round, cast.bjork, from_above=False)
    assert shown.on(overall()) == ["apa", "zebra", "Ål", "Örn"]
    stored = Comment.objects.order_by("pk").values_list("text", flat=True)
    assert list(stored) == ["apa", "zebra", "Ål", "Örn"]


def test_comments_on_a_statement_that_few_rated_are_not_kept(
    open_round: Round, cast: Cast, everybody: Everybody
) -> None:
    unrated = statements_of(everybody[0].assessment)[2]
    remark(everybody[0], "bara jag", unrated)
    close_round(open_round)
    assert not Comment.objects.exists()
    assert not Remark.objects.exists()


def test_comments_from_a_pool_are_not_kept(
    open_round: Round, cast: Cast, answer: Answer, everybody: Everybody
) -> None:
    remark(everybody[0], "från den stora")
    remark(answer(cast.few[0], 3), "från den lilla")
    close_round(open_round)
    assert not Comment.objects.exists()
    assert not Remark.objects.exists()


def test_only_shared_reflections_are_copied_and_all_stay_the_persons_own(
    open_round: Round, cast: Cast, everybody: Everybody
) -> None:
    private = reflect(everybody[0], "mitt eget", shared=False)
    reflect(everybody[1], "till alla", shared=True)
    close_round(open_round)
    assert reflections(open_round, cast.bjork) == ["till alla"]
    private.refresh_from_db()
    assert (private.text, private.participation) == ("mitt eget", everybody[0])


def test_a_reflection_shared_where_nothing_is_shown_is_not_copied(
    open_round: Round, cast: Cast, answer: Answer
) -> None:
    reflect(answer(cast.few[0], 3), "nästan ensam", shared=True)
    close_round(open_round)
    assert not Comment.objects.exists()


def test_comments_of_a_rektor_are_for_those_above(
    open_round: Round, cast: Cast, answer: Answer
) -> None:
    participation = answer(cast.rektor, 3)
    remark(participation, "Vi är på väg.")
    close_round(open_round)
    assert not comments(open_round, cast.bjork, from_above=False)
    shown = comments(open_round, cast.bjork, from_above=True)
    assert shown.on(overall(Level.REKTOR)) == ["Vi är på väg."]
    assert Remark.objects.filter(response=participation.response).exists()
