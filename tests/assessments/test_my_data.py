"""What is stored about a person, as they read it, take it home and remove what is theirs alone."""

import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.closing import close_round
from assessments.models import Action, Participation, Reflection, Round
from factors.models import Edition
from portal import audit
from portal.days import today
from portal.models import (
    AuditEvent,
    Identity,
    IdentityProvider,
    Invitation,
    Letter,
    Membership,
    Retention,
    User,
)
from portal.terms import Level, Role
from portal.verbs import Verb
from tests.assessments.conftest import Answer, add_assessment, add_round, rate
from tests.assessments.test_comments import reflect, remark
from tests.conftest import Cast

PAGE = reverse("assessments:my_data")
FILE = reverse("assessments:my_data_download")
REFLECTIONS = reverse("assessments:my_reflections")

# Where the file tells of what points to a person, and why it leaves the rest out.
IN_THE_FILE = {
    ("account.EmailAddress", "user"): "inloggning",
    ("assessments.Action", "created_by"): "utveckling",
    ("assessments.Action", "responsible"): "utveckling",
    ("assessments.Dialogue", "facilitator"): "utveckling",
    ("assessments.FollowUp", "created_by"): "utveckling",
    ("assessments.Need", "answered_by"): "utveckling",
    ("assessments.Need", "created_by"): "utveckling",
    ("assessments.Participation", "user"): "omgångar",
    ("assessments.PassageVersion", "saved_by"): "utveckling",
    ("mfa.Authenticator", "user"): "inloggning",
    ("portal.AuditEvent", "actor"): "händelser",
    ("portal.AuditEvent", "person"): "händelser",
    ("portal.Identity", "user"): "inloggning",
    ("portal.Invitation", "user"): "inbjudningar",
    ("portal.Letter", "user"): "mejl",
    ("portal.Membership", "user"): "uppdrag",
    ("portal.Slip", "user"): "inloggning",
}
LEFT_OUT = {
    ("factors.Edition", "lineage_by"): "work on the catalogue, not about the person",
    ("factors.Edition", "published_by"): "the log tells that it was published",
    ("factors.Edition", "submitted_by"): "the log tells that it was handed over",
    ("factors.FigureLink", "linked_by"): "the log tells that it was linked",
    ("factors.SubGoalLink", "linked_by"): "the log tells that it was linked",
    ("factors.FigureReading", "made_by"): "the log tells that it was read in",
    (
        "assessments.Archive",
        "ordered_by",
    ): "gone within a week, and the log tells that it was ordered",
    ("assessments.Mailing", "made_by"): "the log tells that it was planned",
    ("assessments.Round", "created_by"): "the log tells that it was made",
    ("portal.Import", "made_by"): "gone within the hour, and the log tells that it was read in",
    ("portal.Invitation", "made_by"): "the log tells that it was sent, and the rest is another's",
    ("portal.Removal", "actor"): "the log tells that it was carried out",
    ("portal.Slip", "made_by"): "the log tells that it was made",
    ("socialaccount.SocialAccount", "user"): "never stored",
}


@pytest.fixture
def tea(client: Client, cast: Cast) -> User:
    client.force_login(cast.teachers[0])
    return cast.teachers[0]


@pytest.fixture
def answered(cast: Cast, tea: User, open_round: Round, answer: Answer) -> Participation:
    """Tea has rated two statements, remarked on one, and thought for herself."""
    participation = answer(tea, 3, None)
    remark(participation, "Vi ser det.")
    reflect(participation, "Bara min tanke", shared=False)
    for teacher in cast.teachers[1:]:
        answer(teacher, 4, 4)
    return participation


def main(response: Any) -> str:
    return " ".join(response.content.decode().partition("<main")[2].partition("</main>")[0].split())


def taken_home(client: Client) -> Any:
    return json.loads(client.get(FILE).content)


def test_all_that_points_to_a_person_is_in_the_file_or_left_out_for_a_reason(
    client: Client, tea: User
) -> None:
    """A new one must be put in one of the two before it comes here."""
    pointing = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model is User
    }
    assert pointing == IN_THE_FILE.keys() | LEFT_OUT.keys()
    assert set(IN_THE_FILE.values()) <= taken_home(client).keys()


class TestThePage:
    def test_tells_who_one_is_and_whom_to_ask(self, client: Client, cast: Cast, tea: User) -> None:
        page = main(client.get(PAGE))
        assert "tea@ekby.example" in page
        assert "Undervisning, Björkskolan" in page
        assert "Be en administratör hos huvudmannen att rätta det." in page
        assert "Huvudmannen har inte beslutat när namn och adress tas bort." in page
        cast.organisation.contact_email = "fraga@ekby.example"
        cast.organisation.save()
        assert 'href="mailto:fraga@ekby.example"' in main(client.get(PAGE))

    def test_tells_what_the_organisation_has_decided_last(
        self, client: Client, cast: Cast, tea: User
    ) -> None:
        for reference, months in (("KS 1", 3), ("KS 2", 12)):
            Retention.objects.create(
                organisation=cast.organisation,
                reference=reference,
                decided_on=today(),
                people_months=months,
            )
        page = main(client.get(PAGE))
        assert "tas namn, adress och inloggningar bort efter 12 månader." in page
        assert "Kommentarer sparas tills vidare." in page
        assert "Gallringsbeslut KS 2." in page

    def test_tells_a_protected_person_that_no_name_is_kept(
        self, client: Client, cast: Cast, tea: User
    ) -> None:
        User.objects.filter(pk=tea.pk).update(name="", email=None, is_protected=True)
        page = main(client.get(PAGE))
        assert "Du har skyddade personuppgifter." in page
        assert "Med en kod som skickas" not in page

    def test_leads_to_answers_while_they_are_ones_own(
        self, client: Client, answered: Participation
    ) -> None:
        page = main(client.get(PAGE))
        for name in ("participation", "download", "withdraw", "forget"):
            assert reverse(f"assessments:{name}", args=["ekby", answered.pk]) in page
        assert "Du har 1 egen reflektion här. Bara du ser det du har skrivit." in page

    def test_says_that_anonymous_answers_are_gone_when_counted(
        self, client: Client, answered: Participation, open_round: Round
    ) -> None:
        close_round(open_round)
        page = main(client.get(PAGE))
        assert "De enskilda svaren är raderade." in page
        assert reverse("assessments:withdraw", args=["ekby", answered.pk]) not in page
        assert reverse("assessments:forget", args=["ekby", answered.pk]) in page

    def test_says_that_they_wait_for_the_round_when_time_is_out(
        self, client: Client, answered: Participation
    ) -> None:
        Round.objects.update(opens_on="2026-01-01", closes_on="2026-01-02")
        page = main(client.get(PAGE))
        assert "Svaren är sparade tills hela omgången stänger." in page
        assert "är raderade" not in page

    def test_says_that_role_answers_are_kept(
        self, client: Client, cast: Cast, answered: Participation, answer: Answer
    ) -> None:
        given = answer(cast.rektor, 3, 4)
        close_round(answered.assessment.round)
        client.force_login(cast.rektor)
        page = main(client.get(PAGE))
        assert "Svaren och kommentarerna är kvar" in page
        assert reverse("assessments:download", args=["ekby", given.pk]) in page
        client.force_login(cast.lill_rektor)
        assert "Du svarade inte." in main(client.get(PAGE))

    def test_leads_nowhere_that_the_person_may_not_go_any_more(
        self, client: Client, tea: User, answered: Participation
    ) -> None:
        tea.memberships.update(ended_on=today())
        page = main(client.get(PAGE))
        assert "Du arbetar inte längre där" in page
        assert "/ekby/" not in page

    def test_names_no_other_person_in_what_has_happened(
        self, client: Client, cast: Cast, tea: User, rf: Any
    ) -> None:
        request = rf.get("/")
        request.user = cast.admin
        audit.record(request, Verb.MEMBERSHIP_ADDED, tea.memberships.get(), cast.organisation)
        page = main(client.get(PAGE))
        assert "<b>Uppdraget lades till</b> av en annan person: Tea: Undervisning" in page
        assert "Agnes" not in page
        client.force_login(cast.admin)
        page = main(client.get(PAGE))
        assert "<b>Uppdraget lades till</b> av dig: en annan person: Undervisning" in page
        assert "Tea" not in page

    def test_is_reached_by_the_name_at_the_top(self, client: Client, tea: User) -> None:
        assert f'href="{PAGE}"' in client.get("/").content.decode()

    @pytest.mark.parametrize("number", [1, 3])
    def test_as_many_queries_for_one_round_as_for_three(
        self,
        client: Client,
        cast: Cast,
        edition: Edition,
        tea: User,
        number: int,
        django_assert_num_queries: Callable,
    ) -> None:
        ask(cast, edition, tea, number)
        with django_assert_num_queries(12):
            page = main(client.get(PAGE))
        assert page.count("Öppen till och med") == number


class TestTheFile:
    def test_has_everything_that_is_the_persons(
        self, client: Client, cast: Cast, tea: User, answered: Participation
    ) -> None:
        data = taken_home(client)
        assert data["person"]["e-post"] == "tea@ekby.example"
        assert [held["enhet"] for held in data["uppdrag"]] == ["Björkskolan"]
        (asked,) = data["omgångar"]
        assert (asked["omgång"], asked["nivå"]) == ("Hösten", "Undervisning")
        first, second = asked["svar"]
        assert first == {
            "faktor": "Ansvar",
            "påstående": "ansvar undervisning 0",
            "svar": "3 Stämmer till stor del",
            "kommentar": "Vi ser det.",
        }
        assert (second["svar"], second["kommentar"]) == ("Kan inte bedöma", None)
        (thought,) = asked["reflektioner"]
        assert (thought["text"], thought["delad utan namn"]) == ("Bara min tanke", False)

    def test_has_nobody_elses_answers(
        self, client: Client, cast: Cast, answered: Participation
    ) -> None:
        client.force_login(cast.lill_rektor)
        (asked,) = taken_home(client)["omgångar"]
        assert (asked["svar"], asked["reflektioner"]) == ([], [])

    def test_keeps_reflections_and_role_answers_after_closing(
        self, client: Client, cast: Cast, answered: Participation, answer: Answer
    ) -> None:
        answer(cast.rektor, 3, 4)
        close_round(answered.assessment.round)
        (asked,) = taken_home(client)["omgångar"]
        assert asked["svar"] == []
        assert [thought["text"] for thought in asked["reflektioner"]] == ["Bara min tanke"]
        client.force_login(cast.rektor)
        assert len(taken_home(client)["omgångar"][0]["svar"]) == 2

    def test_tells_the_ways_in_without_their_secrets(
        self, client: Client, cast: Cast, tea: User
    ) -> None:
        provider = IdentityProvider.objects.create(
            organisation=cast.organisation, protocol="saml", key="ekby", name="Ekbys konto"
        )
        Identity.objects.create(provider=provider, user=tea, subject="tea-i-ekby")
        Authenticator.objects.create(user=tea, type="totp", data={"secret": "HEMLIGT"})
        Invitation.objects.create(
            user=tea,
            organisation=cast.organisation,
            email="tea@ekby.example",
            token_hash="HEMLIGT",
            sent_at=timezone.now(),
            expires_at=timezone.now(),
        )
        data = taken_home(client)
        assert data["inloggning"]["organisationens konto"] == [
            {"inloggning": "Ekbys konto", "identitet": "tea-i-ekby"}
        ]
        assert [each["typ"] for each in data["inloggning"]["andra steget"]] == ["totp"]
        assert [each["adress"] for each in data["inbjudningar"]] == ["tea@ekby.example"]
        assert "HEMLIGT" not in json.dumps(data)

    def test_says_nothing_of_blind_letters(self, client: Client, cast: Cast, tea: User) -> None:
        for blind in (False, True):
            Letter.objects.create(
                organisation=cast.organisation, user=tea, kind="invitation", is_blind=blind
            )
        assert [each["mejl"] for each in taken_home(client)["mejl"]] == ["Inbjudan till Styrkedjan"]
        assert "1 mejl till dig är sparat." in main(client.get(PAGE))

    def test_is_stored_nowhere_on_the_way_and_has_a_name_of_its_own(
        self, client: Client, tea: User
    ) -> None:
        response = client.get(FILE)
        assert "no-store" in response["Cache-Control"]
        assert response["Content-Disposition"] == 'attachment; filename="mina-uppgifter.json"'
        assert response["Content-Type"] == "application/json"

    def test_is_remembered_once_wherever_the_person_works(
        self, client: Client, cast: Cast, tea: User
    ) -> None:
        elsewhere = cast.outsider.memberships.get().organisation
        for held in ({"ended_on": None}, {"ended_on": today()}):
            Membership.objects.create(user=tea, organisation=elsewhere, role=Role.HUVUDMAN, **held)
        Membership.objects.create(
            user=tea, organisation=cast.organisation, role=Role.UNDERVISNING, unit=cast.lill
        )
        assert taken_home(client)["händelser"] == []
        events = AuditEvent.objects.values_list("organisation", "actor", "person", "verb")
        told = (tea.pk, tea.pk, Verb.DATA_DOWNLOADED)
        assert sorted(events) == [(cast.organisation.pk, *told), (elsewhere.pk, *told)]
        assert len(taken_home(client)["händelser"]) == 2

    @pytest.mark.parametrize("number", [1, 3])
    def test_as_many_queries_for_one_round_as_for_three(
        self,
        client: Client,
        cast: Cast,
        edition: Edition,
        tea: User,
        number: int,
        django_assert_num_queries: Callable,
    ) -> None:
        ask(cast, edition, tea, number)
        with django_assert_num_queries(21):
            data = taken_home(client)
        assert [len(asked["svar"]) for asked in data["omgångar"]] == [2] * number


def ask(cast: Cast, edition: Edition, user: User, number: int) -> None:
    for each in range(number):
        place = add_assessment(
            add_round(cast.organisation, edition, f"Omgång {each}"),
            Level.UNDERVISNING,
            cast.bjork,
            [user],
        )
        participation = place.participations.get()
        rate(participation, 3, 4)
        reflect(participation, "Tanke", shared=False)


class TestReflections:
    def test_can_be_read_and_removed_by_who_has_left(
        self, client: Client, tea: User, answered: Participation
    ) -> None:
        tea.memberships.update(ended_on=today() - datetime.timedelta(days=40))
        assert "Bara min tanke" in main(client.get(REFLECTIONS))
        assert client.post(REFLECTIONS).status_code == 422
        assert Reflection.objects.exists()
        page = main(client.post(REFLECTIONS, {"confirmed": "on"}, follow=True))
        assert "Dina reflektioner är raderade." in page
        assert not Reflection.objects.exists()

    def test_of_others_are_not_touched(
        self, client: Client, cast: Cast, answered: Participation
    ) -> None:
        client.force_login(cast.teachers[1])
        assert "Bara min tanke" not in main(client.get(REFLECTIONS))
        client.post(REFLECTIONS, {"confirmed": "on"})
        assert Reflection.objects.exists()


def test_an_administrator_shows_a_second_factor_first(
    client: Client, cast: Cast, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(cast.admin)
    for address in (PAGE, FILE, REFLECTIONS):
        assert client.get(address).url == reverse("mfa_index")


def test_what_one_answers_for_and_has_written_is_in_the_file(
    client: Client, cast: Cast, tea: User
) -> None:
    action = Action.objects.create(
        organisation=cast.organisation,
        unit=cast.bjork,
        level=Level.REKTOR,
        title="Besök varandra",
        responsible=tea,
        begins_on=today(),
        ends_on=today(),
        created_on=today(),
    )
    action.follow_ups.create(made_on=today(), done="Ett besök.", status="ongoing", created_by=tea)
    action.needs.create(level=Level.HUVUDMAN, text="Tid.", asked_on=today(), created_by=cast.rektor)
    work = taken_home(client)["utveckling"]
    assert [each["rubrik"] for each in work["insatser"]] == ["Besök varandra"]
    assert [each["det vi har gjort"] for each in work["uppföljningar"]] == ["Ett besök."]
    assert work["behov"] == []
