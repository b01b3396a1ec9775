"""The mirror while a round is open: who is asked, what is saved, and what people are told."""

import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from assessments import opening
from assessments.closing import close_unit
from assessments.forms.rounds import RoundForm
from assessments.letters import asked_in, letters_to, minutes_in
from assessments.models import Participation, Rating, Response, Round
from assessments.saving import (
    Attempt,
    Closed,
    Outcome,
    Place,
    Saved,
    Stale,
    save_rating,
    save_remark,
)
from assessments.tasks import tasks_of
from assessments.terms import MailingKind
from factors.models import Edition, Statement
from portal.days import today
from portal.models import User
from portal.terms import Level
from tests.assessments.conftest import mirror, mirrored_statements, rate
from tests.conftest import Cast

DAY = datetime.timedelta(days=1)


def url(name: str, *args: Any) -> str:
    return reverse(f"assessments:{name}", args=["ekby", *args])


def text_of(client: Client, name: str, participation: Participation, *args: Any) -> str:
    html = client.get(url(name, participation.pk, *args)).content.decode()
    return " ".join(html.split())


def of(user: User) -> Participation:
    return Participation.objects.select_related("user").get(user=user)


@pytest.fixture
def tea(client: Client, cast: Cast, mirror_round: Round) -> Participation:
    """Tea of Björkskolan, signed in, who has answered nothing."""
    client.force_login(cast.teachers[0])
    return of(cast.teachers[0])


@pytest.fixture
def rows(tea: Participation) -> list[Statement]:
    return mirrored_statements(tea.assessment)


# The draft


@pytest.fixture
def fields(cast: Cast, edition: Edition) -> dict[str, Any]:
    return {
        "title": "Med spegling",
        "mirror": "on",
        "floor": "5",
        "factors": [factor.pk for factor in edition.factors.all()],
        "levels": [level.value for level in Level],
        "units": [cast.bjork.pk, cast.lill.pk],
        "opens_on": str(today()),
        "closes_on": str(today() + 20 * DAY),
    }


def make(client: Client, cast: Cast, fields: dict[str, Any]) -> Round:
    client.force_login(cast.admin)
    client.post(url("round_create"), fields)
    return Round.objects.get()


def test_a_draft_with_a_mirror_keeps_it(client: Client, cast: Cast, fields) -> None:
    made = make(client, cast, fields)
    assert made.mirror
    assert RoundForm.of_draft(made)["mirror"].value() is True
    client.post(url("round_edit", made.pk), {**fields, "mirror": ""})
    made.refresh_from_db()
    assert not made.mirror


def test_a_mirror_of_nobody_is_refused(client: Client, cast: Cast, fields) -> None:
    client.force_login(cast.admin)
    response = client.post(url("round_create"), {**fields, "levels": ["huvudman", "undervisning"]})
    assert response.status_code == 422
    assert "Spegling behöver två nivåer intill varandra" in response.content.decode()
    assert not Round.objects.exists()


def test_the_draft_tells_how_long_it_takes_with_the_mirror(
    client: Client, cast: Cast, fields
) -> None:
    made = make(client, cast, fields)
    html = " ".join(client.get(url("round", made.pk)).content.decode().split())
    assert "ungefär 4 min var, 8 påståenden" in html
    assert "varav 4 om rektorsnivån" in html
    assert "För få för att visa hur de ser huvudmannanivån" in html
    assert html.count("varav") == 2
    assert minutes_in(made) == {"huvudman": 4, "rektor": 5, "undervisning": 4}


def test_those_below_a_level_that_takes_part_are_asked_to_mirror_it(
    client: Client, cast: Cast, fields
) -> None:
    made = make(client, cast, fields)
    opening.open_round(made)
    asked = Participation.objects.exclude(mirror=None)
    assert set(asked.values_list("assessment__level", flat=True)) == {"rektor", "undervisning"}
    assert of(cast.skolchef).mirror is None
    assert Response.objects.count() == 2 * asked.count() + 1


def test_nobody_mirrors_a_level_that_takes_no_part(client: Client, cast: Cast, fields) -> None:
    made = make(client, cast, {**fields, "levels": ["rektor", "undervisning"]})
    opening.open_round(made)
    assert of(cast.rektor).mirror is None
    assert of(cast.teachers[0]).mirrored is Level.REKTOR


def test_somebody_who_starts_later_mirrors_too_and_is_taken_out_whole(
    cast: Cast, mirror_round: Round
) -> None:
    assessment = of(cast.teachers[0]).assessment
    opening.take_out(of(cast.teachers[0]))
    assert not Response.objects.filter(participation=None, mirror_of=None).exists()
    assert opening.ask(assessment, cast.teachers[0]).mirror


# Saving


def save(participation: Participation, statement: Statement, step: int, seen: int = 0) -> Outcome:
    place = Place(participation.user, "ekby", participation.pk)
    return save_rating(place, statement.pk, step, Attempt(seen, uuid4()))


def test_a_mirror_is_saved_apart_from_own_answers_in_one_query(
    tea: Participation, rows: list[Statement], django_assert_num_queries
) -> None:
    with django_assert_num_queries(1):
        assert save(tea, rows[0], 2) == Saved(1)
    assert Rating.objects.get().response == tea.mirror
    assert save(tea, rows[0], 3, seen=1) == Saved(2)
    assert Rating.objects.get().step == 3


def test_a_stale_mirror_tells_what_stands_and_a_repeat_changes_nothing(
    tea: Participation, rows: list[Statement]
) -> None:
    place, first = Place(tea.user, "ekby", tea.pk), Attempt(0, uuid4())
    save_rating(place, rows[0].pk, 2, first)
    assert save_rating(place, rows[0].pk, 2, first) == Saved(1)
    outcome = save(tea, rows[0], 4)
    assert isinstance(outcome, Stale)
    assert outcome.answer.step == 2


def test_only_rows_of_the_level_above_are_mirrored(cast: Cast, tea: Participation) -> None:
    asked = Statement.objects.filter(factor__slug="ansvar")
    assert save(tea, asked.get(level=Level.REKTOR, row=0), 2) is None
    assert save(tea, asked.get(level=Level.HUVUDMAN, row=1), 2) is None
    assert save(of(cast.rektor), asked.get(level=Level.UNDERVISNING, row=1), 2) is None
    broken = asked.get(level=Level.REKTOR, row=1)
    Statement.objects.filter(pk=broken.pk).update(complete=False)
    assert save(tea, broken, 2) is None
    assert not Rating.objects.exists()


def test_without_a_mirror_the_level_above_is_not_rated(cast: Cast, open_round: Round) -> None:
    participation = of(cast.teachers[0])
    assert save(participation, mirrored_statements(participation.assessment)[0], 2) is None


def test_a_mirror_takes_no_remark(tea: Participation, rows: list[Statement]) -> None:
    place = Place(tea.user, "ekby", tea.pk)
    assert save_remark(place, rows[0].pk, "Nej", Attempt(0, uuid4())) is None


def test_a_mirror_is_not_saved_after_closing(
    cast: Cast, tea: Participation, rows: list[Statement], mirror_round: Round
) -> None:
    close_unit(mirror_round, cast.bjork)
    assert save(tea, rows[0], 2) == Closed()


# The pages


def test_the_rows_of_the_level_above_stand_after_own_ones(
    client: Client, tea: Participation
) -> None:
    html = text_of(client, "answers", tea, 1)
    own, above = html.split("Så ser du rektorsnivån")
    assert "ansvar undervisning 1" in own
    assert "ansvar rektor" not in own
    assert "ansvar rektor 1" in above
    assert "ansvar rektor 2" in above
    assert "ansvar rektor 0" not in above
    assert 'name="remark-' in own
    assert 'name="remark-' not in above
    assert "0 av 4 besvarade" in html


def test_the_page_without_scripts_saves_the_mirror(
    client: Client, tea: Participation, rows: list[Statement]
) -> None:
    sent = {f"rating-{rows[0].pk}": "3", f"seen-rating-{rows[0].pk}": "0"}
    response = client.post(url("answers", tea.pk, 1), {**sent, "go": "next"})
    assert response["Location"] == url("answers", tea.pk, 2)
    assert Rating.objects.get().response == tea.mirror


def test_the_start_page_counts_the_mirror_too(client: Client, tea: Participation) -> None:
    rate(tea, 3, 4)
    mirror(tea, 2, None, 3)
    task = tasks_of(tea.user)[0]
    assert (task.asked, task.rated) == (8, 5)
    assert "5 av 8 påståenden är besvarade" in text_of(client, "participation", tea)


def test_a_person_reads_takes_home_and_withdraws_the_mirror(
    client: Client, tea: Participation
) -> None:
    rate(tea, 3)
    mirror(tea, 2)
    assert "2 Stämmer delvis" in text_of(client, "review", tea)
    text = client.get(url("download", tea.pk)).content.decode()
    assert "Så ser du rektorsnivån:\n3. ansvar rektor 1\nSvar: 2 Stämmer delvis" in text
    (told,) = client.get(reverse("assessments:my_data_download")).json()["omgångar"]
    assert [each["svar"] for each in told["svar"]] == ["3 Stämmer till stor del"]
    assert [each["påstående"] for each in told["spegling"]] == ["ansvar rektor 1"]
    client.post(url("withdraw", tea.pk))
    assert not Rating.objects.exists()


def test_one_who_has_only_mirrored_has_answered(client: Client, tea: Participation) -> None:
    mirror(tea, 2)
    html = client.get(reverse("assessments:my_data")).content.decode()
    assert "Du har inte svarat på något än" not in html
    assert url("withdraw", tea.pk) in html


# The promise


def test_a_rektor_is_told_what_is_open_and_what_is_anonymous(
    client: Client, cast: Cast, mirror_round: Round
) -> None:
    client.force_login(cast.rektor)
    html = text_of(client, "participation", of(cast.rektor))
    assert "i din roll som rektor, inte anonymt" in html
    assert "Hur du ser huvudmannanivån svarar du anonymt." in html
    assert "Svaren blir summor över flera enheter" in html
    assert "Ni är färre än 5 som speglar i hela omgången" in html
    assert "De räknas när hela omgången stänger" in html


def test_a_teacher_is_told_of_the_mirror(client: Client, tea: Participation) -> None:
    html = text_of(client, "participation", tea)
    assert "Hur du ser rektorsnivån svarar du anonymt." in html
    assert "Ni är färre än 5" not in html


def test_without_a_mirror_nothing_is_said_of_one(
    client: Client, cast: Cast, open_round: Round
) -> None:
    for user in (cast.rektor, cast.teachers[0], cast.skolchef):
        client.force_login(user)
        for name, args in (("participation", ()), ("answers", (1,)), ("review", ())):
            page = text_of(client, name, of(user), *args)
            assert "pegling" not in page
            assert "Så ser du" not in page


def test_the_letter_tells_a_rektor_that_the_mirror_is_anonymous(
    cast: Cast, mirror_round: Round
) -> None:
    letters = letters_to(MailingKind.ASKED, mirror_round, asked_in(mirror_round))
    told = {letter.user: " ".join(letter.text.split()) for letter in letters}
    anonymous = "Hur du ser huvudmannanivån svarar du anonymt."
    assert anonymous in told[cast.rektor]
    assert anonymous not in told[cast.skolchef]
    assert anonymous not in told[cast.teachers[0]]
