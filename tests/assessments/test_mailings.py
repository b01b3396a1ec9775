"""Letters that a round has planned: who gets them, what they say, once and in time."""

import datetime
import threading
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.closing import close_round, close_unit
from assessments.mailings import carry_out, send_planned
from assessments.models import Mailing, Participation, Round
from assessments.models.mailings import Skipped
from assessments.opening import extend_round
from assessments.planning import plan, reminder_days
from assessments.terms import MailingKind
from portal.days import today
from portal.mail.sending import send_due
from portal.models import AuditEvent, Letter, Membership, User
from portal.terms import Level, Role
from tests.assessments.conftest import Answer, Clock, hand_in_all
from tests.conftest import Cast, add_person

DAY = datetime.timedelta(days=1)
ASKED, REMINDER = MailingKind.ASKED, MailingKind.REMINDER
CLOSING, RESULTS = MailingKind.CLOSING_TOMORROW, MailingKind.RESULTS_READY


@pytest.fixture(autouse=True)
def _no_pauses(settings: Any) -> None:
    settings.MAILS_PER_MINUTE = 6_000_000
    settings.SESSION_COOKIE_AGE = 30 * 24 * 3600  # days pass, in which nobody signs in again


@pytest.fixture
def planned(open_round: Round, clock: Clock) -> Round:
    """The open round with one reminder, in four days; it is the morning after it opened."""
    plan(open_round)
    open_round.mailings.filter(kind=REMINDER).delete()
    remind(open_round, 4)
    clock(today() + DAY)
    return open_round


def remind(round: Round, days: int) -> Mailing:
    return round.mailings.create(kind=REMINDER, day=round.opens_on + days * DAY)


def only(round: Round, *kinds: str) -> None:
    round.mailings.exclude(kind__in=kinds).delete()


def written(kind: str) -> list[str]:
    """Whom letters of the kind were written to."""
    letters = Letter.objects.filter(kind=kind).order_by("user__sort_key")
    return list(letters.values_list("user__name", flat=True))


def url(name: str, *args: Any) -> str:
    return reverse(f"assessments:{name}", args=["ekby", *args])


@pytest.fixture
def admin(client: Client, cast: Cast) -> Client:
    client.force_login(cast.admin)
    return client


# What is planned


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2026-11-23", "2026-12-18", ["2026-12-04", "2026-12-15"]),  # halfway is a Saturday
        ("2026-11-23", "2026-11-27", ["2026-11-24", "2026-11-25"]),
        ("2026-11-23", "2026-11-26", ["2026-11-24"]),
        ("2026-11-23", "2026-11-24", []),
        ("2026-11-23", "2026-11-23", []),
    ],
)
def test_reminders_are_planned_halfway_and_before_the_end_on_weekdays(
    first: str, last: str, days: list[str]
) -> None:
    found = reminder_days(*map(datetime.date.fromisoformat, (first, last)))
    assert [str(day) for day in found] == days


def test_a_new_round_has_a_plan_that_follows_its_days(
    admin: Client, cast: Cast, edition: Any
) -> None:
    fields = {
        "title": "Våren",
        "factors": [factor.pk for factor in edition.factors.all()],
        "levels": ["huvudman"],
        "floor": 5,
        "opens_on": today() + DAY,
        "closes_on": today() + 21 * DAY,
    }
    admin.post(url("round_create"), fields)
    round = Round.objects.get()
    assert set(round.mailings.values_list("kind", flat=True)) == {*MailingKind}
    own = round.mailings.create(kind=REMINDER, day=today() + 2 * DAY, made_by=cast.admin)
    admin.post(url("round_edit", round.pk), fields | {"closes_on": today() + 60 * DAY})
    round.refresh_from_db()
    days = {own.day, *reminder_days(round.opens_on, round.closes_on)}
    assert set(round.mailings.filter(kind=REMINDER).values_list("day", flat=True)) == days
    round.mailings.filter(kind=REMINDER).delete()
    admin.post(url("round_edit", round.pk), fields | {"title": "V", "closes_on": round.closes_on})
    assert not round.mailings.filter(kind=REMINDER).exists()


# The invitation to answer


def test_everybody_asked_gets_one_letter_that_says_what_when_and_how_long(
    planned: Round, cast: Cast
) -> None:
    assert list(send_planned()) == ["Ekby kommun: Hösten: Inbjudan att svara är på väg."]
    assert len(written(ASKED)) == 12
    assert Mailing.objects.get(kind=ASKED).letters == 12
    letter = Letter.objects.get(user=cast.teachers[0])
    last_day = f"{planned.closes_on.day} {letter_month(planned)} 23.59"
    assert letter.subject.startswith("Dags att svara: Hösten, senast")
    link = url("participation", Participation.objects.get(user=cast.teachers[0]).pk)
    for told in (
        last_day,
        "ungefär 3 minuter",
        "”Ansvar” och ”Lärande”",
        "för undervisningen på Björkskolan",
        "Du svarar anonymt: varken rektor, huvudman eller kollegor får se vad just du har svarat.",
        link,
    ):
        assert told in letter.text
        assert told in letter.html
    assert not letter.is_blind
    role = Letter.objects.get(user=cast.rektor)
    assert "som rektor på Björkskolan" in role.text
    assert "inte anonymt" in role.text


def letter_month(round: Round) -> str:
    months = "januari februari mars april maj juni juli augusti september oktober november december"
    return months.split()[round.closes_on.month - 1]


def test_no_letter_is_written_before_seven(planned: Round, clock: Clock) -> None:
    clock(today(), 6)
    assert list(send_planned()) == []
    clock(today(), 7)
    assert len(list(send_planned())) == 1


def test_somebody_asked_at_two_places_gets_one_letter_about_both(
    planned: Round, cast: Cast
) -> None:
    tea = cast.teachers[0]
    planned.assessments.get(unit=cast.lill, level=Level.UNDERVISNING).participations.create(
        user=tea
    )
    list(send_planned())
    letter = Letter.objects.get(user=tea)
    assert "på Björkskolan" in letter.text
    assert "på Lillskolan" in letter.text
    assert Mailing.objects.get(kind=ASKED).letters == 12


def test_those_without_an_address_are_counted_and_told(
    planned: Round, cast: Cast, admin: Client
) -> None:
    User.objects.filter(pk__in=[cast.few[0].pk, cast.rektor.pk]).update(email=None)
    list(send_planned())
    assert Mailing.objects.get(kind=ASKED).letters == 10
    page = admin.get(url("mailings", planned.pk)).content.decode()
    assert "2 tillfrågade saknar e-post" in page


def test_who_has_left_gets_none(planned: Round, cast: Cast) -> None:
    Membership.objects.filter(user=cast.rektor).update(ended_on=today())
    list(send_planned())
    assert "Rut" not in written(ASKED)


def test_a_round_can_be_opened_without_letters(admin: Client, planned: Round) -> None:
    page = admin.get(url("mailings", planned.pk)).content.decode()
    assert 'name="asked"' in page
    admin.post(url("mailings", planned.pk), {"results_ready": "on"})
    assert set(planned.mailings.values_list("kind", flat=True)) == {REMINDER, RESULTS}
    assert list(send_planned()) == []
    event = AuditEvent.objects.get()
    assert (event.verb, event.target) == ("mailing.planned", "Hösten")
    admin.post(url("mailings", planned.pk), {"results_ready": "on"})
    assert AuditEvent.objects.count() == 1


def test_a_letter_that_no_longer_holds_is_not_sent(planned: Round, cast: Cast) -> None:
    list(send_planned())
    close_round(planned)
    send_due()
    assert mail.outbox == []
    assert not Letter.objects.exists()


# Somebody who is asked later


def add(admin: Client, round: Round, user: User) -> str:
    place = round.assessments.get(unit__slug="bjorkskolan", level=Level.UNDERVISNING)
    membership = user.memberships.get()
    data = {"membership": membership.pk}
    address = url("participant_add", round.pk, place.pk)
    return admin.post(address, data, follow=True).content.decode()


def test_a_newcomer_is_told_at_once_where_everybody_has_been(
    admin: Client, planned: Round, cast: Cast, clock: Clock
) -> None:
    clock(planned.opens_on)
    list(send_planned())
    nils = add_person("Nils", cast.organisation, Role.UNDERVISNING, cast.bjork)
    add(admin, planned, nils)
    assert Letter.objects.get(user=nils).kind == ASKED
    admin.post(
        url("participant_remove", planned.pk, Participation.objects.get(user=nils).pk),
        {"confirmed": "on"},
    )
    add(admin, planned, nils)
    assert Letter.objects.filter(user=nils).count() == 1


def test_a_newcomer_is_told_with_the_rest_where_nobody_has_been(
    admin: Client, planned: Round, cast: Cast
) -> None:
    nils = add_person("Nils", cast.organisation, Role.UNDERVISNING, cast.bjork)
    add(admin, planned, nils)
    assert not Letter.objects.exists()
    list(send_planned())
    assert "Nils" in written(ASKED)


def test_a_newcomer_without_an_address_is_told_of(
    admin: Client, planned: Round, cast: Cast
) -> None:
    nils = add_person("Nils", cast.organisation, Role.UNDERVISNING, cast.bjork)
    User.objects.filter(pk=nils.pk).update(email=None)
    assert "Skriv ut en inloggningslapp" in add(admin, planned, nils)


# Reminders that are planned


def test_a_reminder_goes_to_those_who_have_not_handed_in(
    planned: Round, cast: Cast, answer: Answer, clock: Clock
) -> None:
    only(planned, REMINDER)
    hand_in_all(cast.rektor, *cast.teachers[1:])
    answer(cast.teachers[0], 3, 4)
    assert list(send_planned()) == []
    clock(planned.opens_on + 4 * DAY)
    assert len(list(send_planned())) == 1
    expected = {cast.teachers[0], cast.skolchef, cast.lill_rektor, cast.tall_rektor, *cast.few}
    assert set(written(REMINDER)) == {user.name for user in expected}
    letter = Letter.objects.get(user=cast.teachers[0])
    assert "Har du redan svarat klart men inte lämnat in? Dina svar räknas ändå." in letter.text
    assert "ungefär 3 minuter" in letter.text
    assert "23.59" in letter.text


def test_letters_that_remind_undervisning_are_blind_and_leave_last(
    planned: Round, cast: Cast, clock: Clock
) -> None:
    only(planned, REMINDER)
    clock(planned.opens_on + 4 * DAY)
    list(send_planned())
    letters = list(Letter.objects.order_by("pk"))
    blind = [letter.user in {*cast.teachers, *cast.few} for letter in letters]
    assert [letter.is_blind for letter in letters] == blind == sorted(blind)
    assert Mailing.objects.get().letters is None


def test_a_rektor_who_also_teaches_elsewhere_is_not_told_of(
    planned: Round, cast: Cast, clock: Clock
) -> None:
    """Handed in as rektor, not as a teacher: the letter is only about what is anonymous."""
    only(planned, REMINDER)
    hand_in_all(cast.rektor)
    planned.assessments.get(unit=cast.lill, level=Level.UNDERVISNING).participations.create(
        user=cast.rektor
    )
    clock(planned.opens_on + 4 * DAY)
    list(send_planned())
    letter = Letter.objects.get(user=cast.rektor)
    assert letter.is_blind
    assert "Björkskolan" not in letter.text


def test_who_hands_in_before_the_letter_leaves_gets_none(
    planned: Round, cast: Cast, clock: Clock
) -> None:
    only(planned, REMINDER)
    clock(planned.opens_on + 4 * DAY)
    list(send_planned())
    hand_in_all(*cast.teachers)
    send_due()
    reached = {mail.to[0] for mail in mail.outbox}
    assert not reached & {teacher.email for teacher in cast.teachers}
    assert cast.few[0].email in reached


@pytest.mark.parametrize(("days", "skipped"), [(1, ""), (2, Skipped.LATE), (3, Skipped.LATE)])
def test_a_reminder_may_be_a_day_late_and_is_else_skipped_and_told(
    admin: Client, planned: Round, clock: Clock, days: int, skipped: str
) -> None:
    only(planned, REMINDER)
    clock(planned.opens_on + (4 + days) * DAY)
    told = list(send_planned())
    assert len(told) == 1
    assert Mailing.objects.get().skipped == skipped
    assert Letter.objects.exists() is (skipped == "")
    page = admin.get(url("mailings", planned.pk)).content.decode()
    assert ("tidur stod stilla" in page) is (skipped != "")
    assert list(send_planned()) == []


def test_nothing_reminds_when_the_round_has_closed_early(
    admin: Client, planned: Round, clock: Clock
) -> None:
    only(planned, REMINDER, CLOSING)
    close_round(planned)
    list(send_planned())
    assert set(planned.mailings.values_list("skipped", flat=True)) == {Skipped.CLOSED}
    assert not Letter.objects.exists()


def test_nobody_is_reminded_of_a_unit_that_closed_early(
    planned: Round, cast: Cast, clock: Clock
) -> None:
    only(planned, REMINDER)
    close_unit(planned, cast.bjork)
    clock(planned.opens_on + 4 * DAY)
    list(send_planned())
    assert set(written(REMINDER)) == {"Fia", "Folke", "Love", "Sigrid", "Tove"}


def test_the_portal_does_not_remind_on_the_day_a_round_opens(open_round: Round) -> None:
    mailing = remind(open_round, 0)
    assert "skickas inte" in carry_out(mailing, timezone.now())
    mailing.refresh_from_db()
    assert mailing.skipped == Skipped.JUST_OPENED


# Closing tomorrow


def test_closing_tomorrow_is_told_the_day_before_and_never_after(
    planned: Round, cast: Cast, clock: Clock
) -> None:
    only(planned, CLOSING)
    hand_in_all(*cast.teachers)
    clock(planned.closes_on - 2 * DAY)
    assert list(send_planned()) == []
    clock(planned.closes_on - DAY)
    list(send_planned())
    assert set(written(CLOSING)) == {"Fia", "Folke", "Love", "Rut", "Sigrid", "Tove"}
    letter = Letter.objects.get(user=cast.rektor)
    assert letter.subject == "Stänger i morgon: Hösten"
    assert "I morgon, " in letter.text
    clock(planned.closes_on)
    send_due()
    assert mail.outbox == []


def test_closing_tomorrow_is_skipped_on_the_last_day(planned: Round, clock: Clock) -> None:
    only(planned, CLOSING)
    clock(planned.closes_on)
    list(send_planned())
    assert Mailing.objects.get().skipped == Skipped.LATE
    assert not Letter.objects.exists()


def test_extending_moves_closing_tomorrow_and_says_it_again(planned: Round, clock: Clock) -> None:
    only(planned, CLOSING)
    first = planned.closes_on
    extend_round(planned, first + 3 * DAY)
    clock(first - DAY)
    assert list(send_planned()) == []
    clock(first + 2 * DAY)
    assert len(list(send_planned())) == 1
    extend_round(planned, first + 9 * DAY)
    clock(first + 8 * DAY)
    assert len(list(send_planned())) == 1
    assert Letter.objects.filter(user__name="Rut").count() == 2


# The results are ready


def test_results_are_told_to_all_who_may_see_them(planned: Round, cast: Cast) -> None:
    only(planned, RESULTS)
    assert list(send_planned()) == []
    close_round(planned)
    list(send_planned())
    assert Mailing.objects.get().letters == 13
    assert url("results", planned.pk) in Letter.objects.get(user=cast.skolchef).text
    own = Letter.objects.get(user=cast.few[0])
    assert url("unit_results", planned.pk, "lillskolan") in own.text
    assert not own.is_blind


def test_a_unit_that_closes_early_is_told_at_once_and_only_once(
    planned: Round, cast: Cast, answer: Answer
) -> None:
    only(planned, RESULTS)
    for teacher in cast.teachers:
        answer(teacher, 3, 4, 2, 1)
    close_unit(planned, cast.bjork)
    list(send_planned())
    assert set(written(RESULTS)) == {"Rut", *(teacher.name for teacher in cast.teachers)}
    close_round(planned)
    list(send_planned())
    assert len(written(RESULTS)) == 13


def test_a_unit_that_waits_for_others_is_told_when_the_round_closes(
    planned: Round, cast: Cast, answer: Answer
) -> None:
    only(planned, RESULTS)
    answer(cast.few[0], 3, 4)
    close_unit(planned, cast.lill)
    assert list(send_planned()) == []
    close_round(planned)
    list(send_planned())
    assert "Fia" in written(RESULTS)


# Once


def test_a_timer_that_runs_twice_sends_once(planned: Round, capsys: Any) -> None:
    call_command("tick")
    assert "Skickade 12 mejl." in capsys.readouterr().out
    call_command("tick")
    assert capsys.readouterr().out == ""
    assert len(mail.outbox) == 12
    event = AuditEvent.objects.get()
    assert (event.verb, event.target, event.actor) == (
        "mailing.sent",
        "Hösten: Inbjudan att svara",
        None,
    )


def test_a_timer_that_was_down_for_days_sends_no_two_reminders_in_a_day(
    planned: Round, cast: Cast, clock: Clock
) -> None:
    only(planned, REMINDER)
    remind(planned, 5)
    clock(planned.opens_on + 5 * DAY)
    list(send_planned())
    assert Letter.objects.filter(user=cast.rektor).count() == 1
    assert len(written(REMINDER)) == 12


def test_another_timer_that_came_first_leaves_nothing_to_do(planned: Round) -> None:
    mailing = planned.mailings.get(kind=ASKED)
    assert len(list(send_planned())) == 1
    assert carry_out(mailing, timezone.now()) == ""
    assert len(written(ASKED)) == 12


def test_a_round_that_was_removed_meanwhile_sends_nothing(planned: Round) -> None:
    mailing = planned.mailings.select_related("round").get(kind=ASKED)
    Round.objects.get(pk=planned.pk).delete()
    assert carry_out(mailing, timezone.now()) == ""


@pytest.mark.django_db(transaction=True)
def test_two_timers_at_once_write_each_letter_once(planned: Round) -> None:
    def run() -> None:
        list(send_planned())
        connection.close()

    timers = [threading.Thread(target=run) for _number in range(2)]
    for timer in timers:
        timer.start()
    for timer in timers:
        timer.join()
    assert len(written(ASKED)) == 12
    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize("people", [1, 3])
def test_queries_do_not_grow_with_those_asked(
    planned: Round, cast: Cast, django_assert_num_queries: Any, people: int
) -> None:
    only(planned, ASKED)
    Participation.objects.exclude(user__in=cast.teachers[:people]).delete()
    with django_assert_num_queries(16):
        list(send_planned())
    assert Letter.objects.count() == people


# The page


def test_the_page_tells_what_is_planned_and_what_was_sent(
    admin: Client, planned: Round, clock: Clock
) -> None:
    list(send_planned())
    clock(planned.opens_on + 4 * DAY)
    list(send_planned())
    remind(planned, 6)
    page = admin.get(url("mailings", planned.pk)).content.decode()
    assert "räknas aldrig" in page
    assert '<td data-label="Antal mejl">12</td>' in page
    assert f"{(planned.opens_on + 6 * DAY).day} " in page
    assert 'name="asked"' not in page
    assert 'name="closing_tomorrow"' in page
    assert reverse("portal:letter_example", args=["ekby"]) + "?mejl=reminder" in page


def test_a_reminder_is_planned_and_removed(admin: Client, planned: Round, cast: Cast) -> None:
    only(planned)
    day = planned.opens_on + 3 * DAY
    admin.post(url("reminder_plan", planned.pk), {"day": day})
    mailing = planned.mailings.get()
    assert (mailing.day, mailing.made_by) == (day, cast.admin)
    again = admin.post(url("reminder_plan", planned.pk), {"day": day})
    assert again.status_code == 422
    assert "Den dagen går redan en påminnelse." in again.content.decode()
    admin.post(url("reminder_remove", planned.pk, mailing.pk))
    assert not planned.mailings.exists()
    assert [event.verb for event in AuditEvent.objects.all()] == ["mailing.planned"] * 2


@pytest.mark.parametrize("days", [-1, 15])
def test_a_reminder_is_planned_within_the_round(admin: Client, planned: Round, days: int) -> None:
    day = planned.opens_on + days * DAY
    response = admin.post(url("reminder_plan", planned.pk), {"day": day})
    assert response.status_code == 422
    assert "Välj en dag från och med" in response.content.decode()


def test_a_reminder_that_has_been_sent_is_not_removed(
    admin: Client, planned: Round, clock: Clock
) -> None:
    only(planned, REMINDER)
    clock(planned.opens_on + 4 * DAY)
    list(send_planned())
    response = admin.post(
        url("reminder_remove", planned.pk, planned.mailings.get().pk), follow=True
    )
    assert "har redan gått i väg" in response.content.decode()
    assert planned.mailings.exists()


def test_a_closed_round_has_nothing_to_plan(admin: Client, planned: Round) -> None:
    close_round(planned)
    page = admin.get(url("mailings", planned.pk)).content.decode()
    assert "Planera" not in page
    response = admin.post(url("reminder_plan", planned.pk), {"day": today()}, follow=True)
    assert "ingen kan påminnas" in response.content.decode()


@pytest.mark.parametrize("reminders", [1, 3])
def test_queries_of_the_page(
    admin: Client, planned: Round, cast: Cast, django_assert_num_queries: Any, reminders: int
) -> None:
    only(planned)
    for number in range(reminders):
        day = planned.opens_on + (2 + number) * DAY
        planned.mailings.create(kind=REMINDER, day=day, unit=cast.bjork)
        planned.mailings.create(kind=REMINDER, day=day, unit=cast.lill, skipped=Skipped.LATE)
    with django_assert_num_queries(10):
        admin.get(url("mailings", planned.pk))


@pytest.mark.parametrize("kind", [REMINDER, CLOSING])
def test_the_database_keeps_no_number_of_those_reminded(open_round: Round, kind: str) -> None:
    day = today() if kind == REMINDER else None
    with pytest.raises(IntegrityError, match="never_counted"), transaction.atomic():
        open_round.mailings.create(kind=kind, day=day, letters=3)
