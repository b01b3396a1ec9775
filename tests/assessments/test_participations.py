"""The first page and its promise, the review, and what people do with all of their answers."""

import pytest
from django.test import Client
from django.urls import reverse

from assessments.closing import close_round
from assessments.models import Participation, Rating, Reflection, Remark, Round
from factors.models import Prompt
from portal.days import today
from portal.models import User
from tests.assessments.conftest import Answer
from tests.conftest import Cast

TOKEN = "00000000-0000-4000-8000-000000000001"


def url(name: str, participation: Participation) -> str:
    return reverse(f"assessments:{name}", args=["ekby", participation.pk])


def opened(client: Client, user: User, round: Round) -> str:
    """The first page as the person reads it."""
    client.force_login(user)
    participation = Participation.objects.get(user=user, assessment__round=round)
    html = client.get(url("participation", participation)).content.decode()
    return " ".join(html.split())


@pytest.fixture
def tea(client: Client, cast: Cast, open_round: Round, answer: Answer) -> Participation:
    """Tea of Björkskolan, signed in: one of four answered, one comment, one reflection."""
    client.force_login(cast.teachers[0])
    participation = answer(cast.teachers[0], "-", 3)
    rated = Rating.objects.get()
    Remark.objects.create(
        response=rated.response, statement=rated.statement, text="Vi ser det.", token=TOKEN
    )
    Reflection.objects.create(
        participation=participation,
        factor=rated.statement.factor,
        prompt=Prompt.objects.get(position=1),
        text="Min egen tanke",
        shared=True,
        token=TOKEN,
    )
    return participation


class TestThePromise:
    def test_to_a_teacher(self, client, cast, open_round, settings) -> None:
        settings.BACKUP_DAYS = 17
        html = opened(client, cast.teachers[0], open_round)
        assert "Du svarar anonymt." in html
        assert "Varken rektor, huvudman eller kollegor får se vad just du har svarat" in html
        assert "även om du inte har lämnat in" in html
        assert "grupper om minst 5 personer, och de enskilda svaren raderas" in html
        assert "bara i grupper där minst 10 har fått frågan" in html
        assert "Kommentarer från enheter som läggs ihop sparas inte" in html
        assert "högst 17 dagar" in html
        assert "Ni är färre än 5" not in html

    def test_tells_those_who_are_few_before_they_write(self, client, cast, open_round) -> None:
        html = opened(client, cast.few[0], open_round)
        assert "Ni är färre än 5 som får frågan på Lillskolan" in html
        assert "Kommentarer och delade reflektioner härifrån sparas inte" in html
        assert "Ni erbjuds en gemensam skattning i stället" in html

    def test_to_a_rektor(self, client, cast, open_round) -> None:
        html = opened(client, cast.rektor, open_round)
        assert "i din roll som rektor, inte anonymt" in html
        assert "visas som rektorsnivåns fördelning" in html
        assert "Kommentarerna visas för dem på huvudmannanivån" in html
        assert "Du svarar anonymt" not in html

    def test_to_those_at_huvudman_level(self, client, cast, open_round) -> None:
        html = opened(client, cast.skolchef, open_round)
        assert "i din roll på huvudmannanivån, inte anonymt" in html
        assert "visas som huvudmannanivåns fördelning" in html


class TestTheFirstPage:
    def test_says_how_long_it_takes_and_begins(self, client, cast, open_round) -> None:
        html = opened(client, cast.teachers[0], open_round)
        assert "Ca 3 minuter" in html
        assert "Börja" in html

    def test_goes_on_where_something_is_left(self, client, cast, open_round, answer) -> None:
        participation = answer(cast.teachers[0], 1, 2)
        html = opened(client, cast.teachers[0], open_round)
        assert "2 av 4 påståenden är besvarade" in html
        onward = reverse("assessments:answers", args=["ekby", participation.pk, 2])
        assert f'href="{onward}">Fortsätt' in html

    def test_when_all_is_answered_it_leads_to_the_review(
        self, client, cast, open_round, answer
    ) -> None:
        participation = answer(cast.teachers[0], 1, 2, 3, None)
        html = opened(client, cast.teachers[0], open_round)
        assert "Allt är besvarat" in html
        assert f'href="{url("review", participation)}">Granska' in html

    def test_a_level_without_statements_has_nothing_to_answer(
        self, client, cast, open_round, edition
    ) -> None:
        for factor in edition.factors.all():
            factor.statements.all().delete()
        assert "Inget att svara på" in opened(client, cast.teachers[0], open_round)

    def test_is_nobody_elses(self, client, cast, tea) -> None:
        client.force_login(cast.rektor)
        for name in ("participation", "review", "download", "withdraw", "forget"):
            assert client.get(url(name, tea)).status_code == 404
        for name in ("hand_in", "withdraw", "forget"):
            assert client.post(url(name, tea)).status_code == 404
        assert Rating.objects.exists()
        assert Reflection.objects.exists()


class TestReviewing:
    def test_lists_what_is_unanswered_with_links(self, client, tea) -> None:
        html = client.get(url("review", tea)).content.decode()
        first = reverse("assessments:answers", args=["ekby", tea.pk, 1])
        assert "3 påståenden är inte besvarade" in " ".join(html.split())
        assert f"{first}#pastaende-2" in html  # the overall question, asked last
        assert "3 Stämmer till stor del" in html
        assert "Vi ser det." in html
        assert "Min egen tanke" in html

    def test_handing_in_stores_the_day_and_can_be_done_again(self, client, tea) -> None:
        for _ in range(2):
            assert client.post(url("hand_in", tea)).url == url("review", tea)
        tea.response.refresh_from_db()
        assert tea.response.handed_in_on == today()
        html = client.get(url("review", tea)).content.decode()
        assert "Tack, dina svar är inlämnade" in html
        assert 'action="/ekby/svar/' not in html

    def test_what_is_handed_in_can_still_be_changed(self, client, tea) -> None:
        client.post(url("hand_in", tea))
        rating = Rating.objects.get()
        sent = {"kind": "rating", "statement": rating.statement_id, "step": "1", "seen": "1"}
        assert client.post(url("save", tea), sent).status_code == 200
        tea.response.refresh_from_db()
        assert tea.response.handed_in_on

    def test_cannot_be_handed_in_by_following_a_link(self, client, tea) -> None:
        assert client.get(url("hand_in", tea)).status_code == 405


class TestDownloading:
    def test_gives_a_text_file_with_all_that_is_the_persons(self, client, tea) -> None:
        response = client.get(url("download", tea))
        text = response.content.decode()
        assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
        name = f'attachment; filename="mina-svar-{tea.pk}.txt"'
        assert response.headers["Content-Disposition"] == name
        assert "1. ansvar undervisning 1\nSvar: 3 Stämmer till stor del" in text
        assert "Hur vet vi det? Vi ser det." in text
        assert "Svar: inget svar" in text
        assert "Vad fungerar? (delad utan namn)\nMin egen tanke" in text

    def test_leaves_out_factors_without_answers(self, client, tea) -> None:
        assert "larande" not in client.get(url("download", tea)).content.decode()


class TestWithdrawing:
    def test_asks_first(self, client, tea) -> None:
        assert "Det går inte att ångra" in client.get(url("withdraw", tea)).content.decode()
        assert Rating.objects.exists()

    def test_deletes_ratings_and_comments_and_shares_nothing(self, client, tea) -> None:
        client.post(url("hand_in", tea))
        assert client.post(url("withdraw", tea)).url == url("participation", tea)
        assert not Rating.objects.exists()
        assert not Remark.objects.exists()
        reflection = Reflection.objects.get()
        assert (reflection.text, reflection.shared, reflection.version) == (
            "Min egen tanke",
            False,
            2,
        )
        tea.response.refresh_from_db()
        assert tea.response.handed_in_on is None

    def test_touches_nobody_else(self, client, cast, tea, answer) -> None:
        answer(cast.teachers[1], 1, 1, 1, 1)
        client.post(url("withdraw", tea))
        assert Rating.objects.count() == 4

    def test_reflections_are_deleted_by_themselves(self, client, tea) -> None:
        assert client.get(url("forget", tea)).status_code == 200
        assert client.post(url("forget", tea)).url == url("participation", tea)
        assert not Reflection.objects.exists()
        assert Rating.objects.exists()


class TestAfterClosing:
    @pytest.fixture
    def closed(self, tea: Participation, open_round: Round) -> Participation:
        close_round(open_round)
        tea.refresh_from_db()
        return tea

    def test_the_page_says_so_and_shows_the_reflections(self, client, closed) -> None:
        html = client.get(url("participation", closed)).content.decode()
        assert "Självskattningen har stängt" in html
        assert "Min egen tanke" in html
        results = reverse(
            "assessments:unit_results", args=["ekby", closed.assessment.round_id, "bjorkskolan"]
        )
        assert results in html

    def test_the_reflections_can_still_be_downloaded_and_deleted(self, client, closed) -> None:
        text = client.get(url("download", closed)).content.decode()
        assert "Min egen tanke" in text
        assert "Svar:" not in text
        client.post(url("forget", closed))
        assert not Reflection.objects.exists()

    def test_other_pages_lead_back(self, client, closed) -> None:
        first = url("participation", closed)
        page = reverse("assessments:answers", args=["ekby", closed.pk, 1])
        assert client.get(page).url == first
        assert client.get(url("review", closed)).url == first
        assert client.get(url("withdraw", closed)).url == first
        assert client.post(url("withdraw", closed)).url == first
        assert client.post(url("hand_in", closed)).url == first

    def test_a_deadline_that_has_passed_closes_before_the_timer_does(
        self, client, tea, open_round
    ) -> None:
        Round.objects.update(opens_on="2026-01-01", closes_on="2026-01-02")
        html = client.get(url("participation", tea)).content.decode()
        assert "Självskattningen har stängt" in html
        client.post(url("withdraw", tea))
        assert Rating.objects.exists()
