import datetime

import pytest

from assessments.development.reminding import holds, remind_of_actions
from assessments.models import Action, FollowUp
from assessments.terms import ActionStatus
from portal.days import today
from portal.models import Letter
from tests.assessments.development.conftest import Add
from tests.conftest import Cast


def test_who_answers_for_it_is_reminded_once_ahead_and_once_after(cast: Cast, add: Add):
    action = add(cast.bjork, "Besök varandra", days=10, responsible=cast.rektor)
    add(cast.bjork, "Långt kvar", days=60, responsible=cast.rektor)
    assert [remind_of_actions() for _again in range(2)] == [1, 0]
    letter = Letter.objects.get()
    assert (letter.user, letter.about) == (cast.rektor, action.pk)
    assert f"/ekby/utveckling/{action.pk}/" in letter.text
    Action.objects.filter(pk=action.pk).update(
        ends_on=today() - datetime.timedelta(days=1), reminded_of=today() - datetime.timedelta(1)
    )
    assert [remind_of_actions() for _again in range(2)] == [1, 0]
    assert "skulle vara klar" in Letter.objects.latest("pk").text


def test_a_moved_day_is_reminded_of_anew(cast: Cast, add: Add):
    action = add(cast.bjork, "Besök varandra", days=10, responsible=cast.rektor)
    remind_of_actions()
    Action.objects.filter(pk=action.pk).update(ends_on=today() + datetime.timedelta(days=12))
    assert remind_of_actions() == 1


@pytest.mark.parametrize("case", ["left", "moved away", "done", "followed", "nobody", "no address"])
def test_nobody_is_reminded_in_vain(cast: Cast, add: Add, case: str):
    action = add(cast.bjork, "Besök varandra", days=-2, responsible=cast.rektor)
    if case == "left":
        cast.rektor.memberships.update(ended_on=today())
    elif case == "moved away":
        cast.rektor.memberships.update(unit=cast.lill)
    elif case == "done":
        Action.objects.update(status=ActionStatus.DONE)
    elif case == "followed":
        FollowUp.objects.create(action=action, made_on=today(), done="Klart.", status="ongoing")
    elif case == "nobody":
        Action.objects.update(responsible=None)
    else:
        type(cast.rektor).objects.filter(pk=cast.rektor.pk).update(email=None)
    assert remind_of_actions() == 0


def test_a_letter_holds_while_the_action_is_theirs(cast: Cast, add: Add):
    action = add(cast.bjork, "Besök varandra", days=10, responsible=cast.rektor)
    remind_of_actions()
    letter = Letter.objects.get()
    assert holds(letter)
    FollowUp.objects.create(action=action, made_on=today(), done="Klart.", status="ongoing")
    assert not holds(letter)
    FollowUp.objects.all().delete()
    Action.objects.filter(pk=action.pk).update(responsible=cast.admin)
    assert not holds(letter)
