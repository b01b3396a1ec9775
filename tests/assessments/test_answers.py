"""The pages where people answer, with and without the script."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from assessments.closing import close_round
from assessments.models import Participation, Rating, Reflection, Remark, Round
from factors.models import Edition, Factor, Prompt, Statement
from portal.models import User
from portal.terms import Level
from tests.conftest import Cast, add_factor

Data = dict[str, object]


@pytest.fixture
def tea(client: Client, cast: Cast, open_round: Round) -> Participation:
    """Tea of Björkskolan, signed in: asked two statements on each of two factors."""
    return signed_in(client, cast.teachers[0], open_round)


def signed_in(client: Client, user: User, round: Round) -> Participation:
    client.force_login(user)
    return Participation.objects.get(user=user, assessment__round=round)


def page(participation: Participation, number: int = 1) -> str:
    return reverse("assessments:answers", args=["ekby", participation.pk, number])


def address(participation: Participation) -> str:
    return reverse("assessments:save", args=["ekby", participation.pk])


def statement(row: int = 1, factor: str = "ansvar", level: Level = Level.UNDERVISNING) -> Statement:
    return Statement.objects.get(factor__slug=factor, row=row, level=level)


def rating(step: str = "3", seen: int = 0, **changes: object) -> Data:
    sent = {"kind": "rating", "statement": statement().pk, "step": step, "seen": seen}
    return {**sent, "token": uuid4(), **changes}


def remark(text: str, seen: int = 0) -> Data:
    sent = {"kind": "remark", "statement": statement().pk, "text": text, "seen": seen}
    return {**sent, "token": uuid4()}


def reflection(text: str, **changes: object) -> Data:
    prompt = Prompt.objects.get(position=1)
    sent = {"kind": "reflection", "factor": statement().factor_id, "prompt": prompt.pk}
    return {**sent, "text": text, "shared": "false", "seen": 0, "token": uuid4(), **changes}


class TestThePage:
    def test_shows_the_statements_of_the_persons_own_level(self, client, tea) -> None:
        html = client.get(page(tea)).content.decode()
        assert "Undervisningsnivån hos oss bidrar genom att …" in html
        assert "ansvar undervisning 1" in html
        assert "ansvar rektor 1" not in html
        assert "larande undervisning 1" not in html

    @pytest.mark.parametrize(
        ("who", "heading"),
        [("rektor", "Rektorsnivån hos oss"), ("skolchef", "Huvudmannanivån hos oss")],
    )
    def test_names_the_level_that_answers(
        self, client, cast, open_round, who: str, heading: str
    ) -> None:
        participation = signed_in(client, getattr(cast, who), open_round)
        assert heading in client.get(page(participation)).content.decode()

    def test_shows_what_the_person_has_saved(self, client, tea) -> None:
        client.post(address(tea), rating("3"))
        client.post(address(tea), remark("Vi pratar om det varje vecka."))
        client.post(address(tea), reflection("Mest det mesta.", shared="true"))
        html = client.get(page(tea)).content.decode()
        assert f'name="rating-{statement().pk}" value="3" checked' in html
        assert "Vi pratar om det varje vecka.</textarea>" in html
        assert "Mest det mesta.</textarea>" in html
        assert html.count("checked") == 3  # the step, the sharing, and that keys are on

    def test_asks_the_overall_question_last_with_the_ratings_in_view(self, client, tea) -> None:
        client.post(address(tea), rating("0"))
        html = client.get(page(tea)).content.decode()
        assert html.index("ansvar undervisning 1") < html.index("ansvar undervisning 0")
        assert "<span data-echo-words>Kan inte bedöma</span>" in html

    def test_says_of_a_cut_statement_that_it_is_cut(self, client, tea) -> None:
        Statement.objects.create(
            factor=statement().factor, row=3, level=Level.UNDERVISNING, text="halv", complete=False
        )
        html = client.get(page(tea)).content.decode()
        assert "avklippt i källan" in html
        assert html.count("<fieldset") == 2

    def test_marks_a_local_factor(self, client, tea, cast) -> None:
        assert "Lokal" not in client.get(page(tea)).content.decode()
        Edition.objects.update(organisation=cast.organisation)
        assert "Lokal" in client.get(page(tea)).content.decode()

    def test_a_factor_asked_in_two_rounds_is_shown_once(self, client, tea, edition) -> None:
        other = Round.objects.create(
            organisation=tea.assessment.round.organisation,
            title="Våren",
            opens_on="2026-01-01",
            closes_on="2026-02-01",
        )
        other.factors.add(edition.factors.get(slug="ansvar"), through_defaults={"position": 9})
        html = client.get(page(tea)).content.decode()
        assert "Faktor 1 av 2" in html
        assert html.count("<fieldset") == 2

    def test_is_not_kept_by_the_browser(self, client, tea) -> None:
        assert "no-store" in client.get(page(tea)).headers["Cache-Control"]

    def test_a_factor_that_is_not_there_is_not_found(self, client, tea) -> None:
        assert client.get(page(tea, 3)).status_code == 404
        assert client.get(page(tea, 0)).status_code == 404

    def test_is_nobody_elses(self, client, cast, tea) -> None:
        client.force_login(cast.rektor)
        assert client.get(page(tea)).status_code == 404
        client.force_login(cast.admin)
        assert client.get(page(tea)).status_code == 404
        assert not Rating.objects.exists()

    def test_asks_those_outside_to_sign_in(self, client, tea) -> None:
        client.logout()
        response = client.get(page(tea))
        assert response.url == f"{reverse('account_login')}?next={page(tea)}"


@pytest.mark.parametrize("statements", [1, 3, 60])
def test_the_page_takes_six_queries_however_many_statements(
    client, tea, statements: int, django_assert_num_queries
) -> None:
    factor = statement().factor
    factor.statements.exclude(level=Level.REKTOR).delete()
    for row in range(1, statements + 1):
        Statement.objects.create(factor=factor, row=row, level=Level.UNDERVISNING, text="Rad")
    with django_assert_num_queries(6):
        html = client.get(page(tea)).content.decode()
    assert html.count("<fieldset") == statements


class TestSavingOneAnswer:
    def test_says_when_and_gives_the_version(self, client, tea) -> None:
        response = client.post(address(tea), rating("3"))
        assert response.status_code == 200
        assert response.json()["version"] == 1
        assert len(response.json()["saved_at"]) == len("10.42")
        assert Rating.objects.get().step == 3

    def test_takes_three_queries(self, client, tea, django_assert_num_queries) -> None:
        for data in (rating(), remark("Så."), reflection("Nå.")):
            with django_assert_num_queries(3):
                assert client.post(address(tea), data).status_code == 200

    def test_cannot_judge_is_an_answer_without_a_step(self, client, tea) -> None:
        client.post(address(tea), rating("0"))
        assert Rating.objects.get().step is None

    def test_a_repeated_token_changes_nothing(self, client, tea) -> None:
        data = rating("3")
        first = client.post(address(tea), data).json()
        assert client.post(address(tea), data).json()["version"] == first["version"]
        assert Rating.objects.get().version == 1

    def test_a_stale_version_is_answered_with_what_stands(self, client, tea) -> None:
        data = rating("3")
        client.post(address(tea), data)
        response = client.post(address(tea), rating("1"))
        assert response.status_code == 409
        assert response.json() == {
            "reason": "stale",
            "version": 1,
            "token": str(data["token"]),
            "value": {"step": "3"},
        }
        assert Rating.objects.get().step == 3

    def test_a_stale_text_is_answered_with_the_other_text(self, client, tea) -> None:
        client.post(address(tea), remark("Den ena."))
        client.post(address(tea), reflection("Den ena.", shared="true"))
        value = client.post(address(tea), remark("Den andra.")).json()["value"]
        assert value == {"text": "Den ena."}
        value = client.post(address(tea), reflection("Den andra.")).json()["value"]
        assert value == {"text": "Den ena.", "shared": True}

    def test_a_withdrawn_answer_is_told_as_nothing(self, client, tea) -> None:
        client.post(address(tea), rating("3"))
        Rating.objects.all().delete()
        response = client.post(address(tea), rating("2", seen=1))
        assert response.json() == {"reason": "stale", "version": 0, "token": None, "value": None}

    def test_a_closed_round_takes_nothing(self, client, tea, open_round) -> None:
        client.post(address(tea), rating("3"))
        close_round(open_round)
        response = client.post(address(tea), rating("1", seen=1))
        assert (response.status_code, response.json()) == (409, {"reason": "closed"})

    def test_a_text_that_is_too_long_is_refused_in_words(self, client, tea) -> None:
        response = client.post(address(tea), remark("å" * 2001))
        assert response.status_code == 413
        assert "2001 tecken, och högst 2000 får plats" in response.json()["message"]
        assert client.post(address(tea), remark("😀" * 2000)).status_code == 200

    def test_pasted_control_characters_are_cleaned_away(self, client, tea) -> None:
        client.post(address(tea), remark("Ett\r\ntvå\x0btre\x00fyra\x1b 😀"))
        assert Remark.objects.get().text == "Ett\ntvå\ntrefyra 😀"

    @pytest.mark.parametrize(
        ("changes", "status"),
        [
            ({"step": "5"}, 400),
            ({"step": ""}, 400),
            ({"seen": "ett"}, 400),
            ({"seen": "-1"}, 400),
            ({"seen": "9" * 30}, 400),
            ({"token": "x"}, 400),
            ({"statement": "x"}, 400),
            ({"statement": "9" * 30}, 400),
            ({"statement": "9223372036854775807"}, 404),
            ({"kind": "annat"}, 404),
            ({"kind": ""}, 404),
        ],
    )
    def test_bad_input_is_refused_in_words(self, client, tea, changes: Data, status: int) -> None:
        response = client.post(address(tea), rating(**changes))
        assert response.status_code == status
        assert response.json()["message"]
        assert not Rating.objects.exists()

    def test_an_address_beyond_all_numbers_is_not_found(self, client, tea) -> None:
        tea.pk = 10**30
        assert client.post(address(tea), rating()).status_code == 404
        assert client.get(page(tea)).status_code == 404

    def test_nobody_saves_in_somebody_elses_place(self, client, cast, tea) -> None:
        client.force_login(cast.teachers[1])
        assert client.post(address(tea), rating()).status_code == 404
        assert not Rating.objects.exists()

    def test_a_session_that_ended_is_told_as_such(self, client, tea) -> None:
        client.logout()
        response = client.post(address(tea), rating())
        assert (response.status_code, response.json()["message"]) == (401, "Du har loggats ut.")

    def test_needs_a_csrf_token(self, cast, tea) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(cast.teachers[0])
        assert strict.post(address(tea), rating()).status_code == 403
        assert not Rating.objects.exists()

    def test_is_nothing_to_look_at(self, client, tea) -> None:
        assert client.get(address(tea)).status_code == 405


class TestWithoutTheScript:
    """The whole page is sent by its button."""

    def sent(self, *, step: str = "3", text: str = "", seen: int = 0, **extra: str) -> Data:
        pk = statement().pk
        return {
            f"rating-{pk}": step,
            f"seen-rating-{pk}": seen,
            f"remark-{pk}": text,
            f"seen-remark-{pk}": "0",
            **extra,
        }

    def own(self, name: str) -> str:
        factor, prompt = statement().factor, Prompt.objects.get(position=1)
        return f"{name}reflection-{factor.pk}-{prompt.pk}"

    def test_saves_all_that_was_changed_and_goes_on(self, client, tea) -> None:
        extra = {self.own(""): "Tanke", self.own("shared-"): "on", self.own("seen-"): "0"}
        response = client.post(page(tea), self.sent(text="Så vet vi.", **extra))
        assert response.url == page(tea, 2)
        assert (Rating.objects.get().step, Remark.objects.get().text) == (3, "Så vet vi.")
        assert (Reflection.objects.get().text, Reflection.objects.get().shared) == ("Tanke", True)

    def test_goes_back_or_to_the_review(self, client, tea) -> None:
        first = reverse("assessments:participation", args=["ekby", tea.pk])
        review = reverse("assessments:review", args=["ekby", tea.pk])
        assert client.post(page(tea), {"go": "previous"}).url == first
        assert client.post(page(tea, 2), {"go": "previous"}).url == page(tea)
        assert client.post(page(tea, 2), {"go": "next"}).url == review

    def test_sending_the_same_page_twice_changes_nothing(self, client, tea) -> None:
        client.post(page(tea), self.sent(text="Så."))
        assert client.post(page(tea), self.sent(text="Så.")).status_code == 302
        assert (Rating.objects.get().version, Remark.objects.get().version) == (1, 1)

    def test_empty_fields_leave_no_rows(self, client, tea) -> None:
        pk = statement().pk
        client.post(page(tea), {f"remark-{pk}": "", self.own(""): ""})
        assert not Remark.objects.exists()
        assert not Reflection.objects.exists()

    def test_a_long_text_comes_back_with_its_message_and_the_rest_is_saved(
        self, client, tea
    ) -> None:
        text = "x" * 2001
        response = client.post(page(tea), self.sent(text=text))
        html = response.content.decode()
        assert response.status_code == 422
        assert text in html
        assert "2001 tecken, och högst 2000 får plats" in html
        assert Rating.objects.get().step == 3

    def test_a_stale_answer_comes_back_with_both_and_a_choice(self, client, tea) -> None:
        client.post(address(tea), rating("4"))
        response = client.post(page(tea), self.sent(step="1"))
        html = response.content.decode()
        assert "<q>1 Stämmer inte</q>" in html
        assert "<q>4 Stämmer helt</q>" in html
        assert f'name="seen-rating-{statement().pk}" value="1"' in html
        assert Rating.objects.get().step == 4

    @pytest.mark.parametrize(("choice", "step"), [("mine", 1), ("other", 4)])
    def test_the_choice_decides(self, client, tea, choice: str, step: int) -> None:
        client.post(address(tea), rating("4"))
        chosen = {f"choose-rating-{statement().pk}": choice}
        assert client.post(page(tea), self.sent(step="1", seen=1, **chosen)).status_code == 302
        assert Rating.objects.get().step == step

    def test_what_another_screen_saved_is_not_undone_by_an_untouched_page(
        self, client, tea
    ) -> None:
        client.post(address(tea), rating("4"))
        pk = statement().pk
        client.post(page(tea), {f"seen-rating-{pk}": 0, f"remark-{pk}": ""})
        assert Rating.objects.get().step == 4

    def test_a_closed_round_gives_the_texts_back(self, client, tea, open_round) -> None:
        close_round(open_round)
        response = client.post(page(tea), self.sent(step="2", text="Långt tänkt."))
        html = response.content.decode()
        assert response.status_code == 409
        assert "Omgången har stängt" in html
        assert "Långt tänkt.</textarea>" in html
        assert "2 Stämmer delvis</textarea>" in html

    def test_a_session_that_ended_gives_the_texts_back(self, client, tea) -> None:
        client.logout()
        response = client.post(page(tea), self.sent(text="Långt tänkt."))
        assert response.status_code == 401
        assert "Långt tänkt.</textarea>" in response.content.decode()

    def test_a_text_is_shown_and_never_run(self, client, tea) -> None:
        client.post(page(tea), self.sent(text="<script>alert(1)</script></textarea>"))
        assert "<script>alert" not in client.get(page(tea)).content.decode()


def test_a_factor_without_statements_at_the_level_is_left_out(client, tea, edition) -> None:
    factor: Factor = add_factor(edition, "tredje", "Tredje", 3)
    tea.assessment.round.factors.add(factor, through_defaults={"position": 3})
    factor.statements.filter(level=Level.UNDERVISNING).delete()
    assert "Faktor 1 av 2" in client.get(page(tea)).content.decode()
