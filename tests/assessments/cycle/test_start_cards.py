"""What comes of the answers, on the start page."""

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone

from assessments.models import Dialogue, Need, Round
from assessments.terms import ActionStatus, DialogueStep
from portal.days import today
from portal.terms import Level
from tests.assessments.cycle.conftest import DAY, add_action
from tests.assessments.test_start import page_of
from tests.conftest import Cast


def set_day(dialogue: Dialogue, days: int) -> None:
    day = datetime.datetime.combine(today() + days * DAY, datetime.time(15))
    dialogue.begins_at = timezone.make_aware(day)
    dialogue.save()


def test_a_dialogue_waits_on_those_who_meet_and_on_who_leads_it(
    client: Client, cast: Cast, dialogue: Dialogue
) -> None:
    address = f'href="/ekby/samtal/{dialogue.pk}/"'
    assert "Samtal, dagen är inte bestämd" in page_of(client, cast.rektor)
    assert address not in page_of(client, cast.teachers[0])
    set_day(dialogue, 1)
    page = page_of(client, cast.teachers[0])
    assert address in page
    assert " 15.00" in page
    assert "Led samtalet" not in page
    assert "Led samtalet: Ansvar" in page_of(client, cast.rektor)
    for user in (cast.few[0], cast.lill_rektor, cast.skolchef):
        assert address not in page_of(client, user)
    set_day(dialogue, -1)
    assert address not in page_of(client, cast.teachers[0])
    assert address in page_of(client, cast.rektor)
    Dialogue.objects.update(step=DialogueStep.GATHERING)
    assert "Pågår nu" in page_of(client, cast.teachers[0])
    Dialogue.objects.update(step=DialogueStep.ENDED, held_on=today())
    assert address not in page_of(client, cast.rektor)


def test_the_soonest_action_stands_first_and_what_is_late_is_told(
    client: Client, cast: Cast
) -> None:
    tea = cast.teachers[0]
    for title, days in (("Sedan", 9), ("Snart", 2), ("Sen", -2), ("Sist", 30)):
        ends_on = today() + days * DAY
        begins_on = today() - 9 * DAY
        add_action(
            cast.organisation,
            cast.bjork,
            title,
            responsible=tea,
            ends_on=ends_on,
            begins_on=begins_on,
        )
    add_action(cast.organisation, cast.bjork, "Färdig", responsible=tea, status=ActionStatus.DONE)
    add_action(cast.organisation, cast.bjork, "Någon annans")
    duties = page_of(client, tea).split("Du ansvarar för")[1].split("</section>")[0]
    assert duties.index("Sen<") < duties.index("Snart<") < duties.index("Sedan<")
    assert duties.count("Skulle vara klar") == 1
    for absent in ("Sist", "Färdig", "Någon annans"):
        assert absent not in duties
    assert 'href="/ekby/utveckling/"' in duties
    assert "Du ansvarar för" not in page_of(client, cast.teachers[1])


def test_unanswered_needs_wait_on_the_one_asked(client: Client, cast: Cast) -> None:
    action = add_action(cast.organisation, cast.bjork)
    for level, count in ((Level.HUVUDMAN, 2), (Level.REKTOR, 1)):
        for _ in range(count):
            Need.objects.create(action=action, level=level, text="Tid.", asked_on=today())
    answered = Need.objects.create(
        action=action, level=Level.REKTOR, text="Rum.", asked_on=today(), answered_on=today()
    )
    assert "2 behov väntar på svar" in page_of(client, cast.skolchef)
    page = page_of(client, cast.rektor)
    assert "1 behov väntar på svar" in page
    assert 'href="/ekby/behov/"' in page
    for user in (cast.lill_rektor, cast.teachers[0], cast.outsider):
        assert "väntar på svar" not in page_of(client, user)
    Need.objects.exclude(pk=answered.pk).update(answered_on=today())
    assert "väntar på svar" not in page_of(client, cast.rektor)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_cards_take_as_many_queries_for_three_of_each_as_for_one(
    client: Client, cast: Cast, dialogue: Dialogue, rows: int, django_assert_num_queries
) -> None:
    for _ in range(rows):
        set_day(dialogue, 1)
        dialogue.pk = None
        dialogue._state.adding = True
        dialogue.save()
        action = add_action(cast.organisation, cast.bjork, responsible=cast.rektor)
        action.follow_ups.create(made_on=today(), done="Läst.", status=ActionStatus.ONGOING)
        Need.objects.create(action=action, level=Level.REKTOR, text="Tid.", asked_on=today())
    client.force_login(cast.rektor)
    with django_assert_num_queries(12):
        page = client.get("/").content.decode()
    assert page.count("Led samtalet") == min(rows + 1, 3)
    assert len(re.findall(r"/utveckling/\d", page)) == rows


def test_the_year_and_the_calendar_are_a_click_away(
    client: Client, cast: Cast, open_round: Round
) -> None:
    page = page_of(client, cast.teachers[0])
    assert 'href="/ekby/arshjul/"' in page
    assert 'href="/ekby/kalender.ics"' in page
    assert 'href="/ekby/arshjul/bjorkskolan/"' in page_of(client, cast.rektor)
