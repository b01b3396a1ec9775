import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Participation, Reflection
from portal.days import today
from portal.models import AuditEvent, Membership, User
from portal.terms import Role
from portal.verbs import Verb
from tests.assessments.conftest import Answer
from tests.assessments.test_comments import reflect
from tests.conftest import Cast


def address(person: User) -> str:
    return reverse("assessments:person_forget", args=["ekby", person.pk])


@pytest.fixture
def admin(client: Client, cast: Cast) -> Client:
    client.force_login(cast.admin)
    return client


def test_the_name_and_the_reflections_go_and_the_answers_are_still_counted(
    admin: Client, cast: Cast, answer: Answer
) -> None:
    leaver = cast.teachers[0]
    participation = answer(leaver, 3, 4)
    reflect(participation, "Bara min", shared=False)
    leaver.memberships.update(ended_on=today())
    assert admin.post(address(leaver)).status_code == 422
    page = admin.post(address(leaver), {"confirmed": "on"}, follow=True).content.decode()
    assert f"Tidigare anställd {leaver.pk}" in page
    assert "Tea" not in page
    assert not Reflection.objects.exists()
    assert Participation.objects.get(user=leaver).response.ratings.count() == 2
    event = AuditEvent.objects.get()
    assert (event.verb, event.person) == (Verb.PERSON_PSEUDONYMISED, leaver)


def test_it_stands_in_the_log_of_every_organisation_where_the_person_worked(
    admin: Client, cast: Cast
) -> None:
    there = cast.outsider.memberships.get().organisation
    Membership.objects.create(user=cast.few[0], organisation=there, role=Role.HUVUDMAN)
    cast.few[0].memberships.update(ended_on=today())
    admin.post(address(cast.few[0]), {"confirmed": "on"})
    logs = AuditEvent.objects.values_list("organisation", flat=True)
    assert sorted(logs) == [cast.organisation.pk, there.pk]


def test_who_still_works_somewhere_is_left_alone(admin: Client, cast: Cast) -> None:
    page = admin.post(address(cast.rektor), {"confirmed": "on"}).content.decode()
    assert "Rut har uppdrag kvar" in page
    assert User.objects.get(pk=cast.rektor.pk).name == "Rut"
