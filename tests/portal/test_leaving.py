import datetime

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import models
from django.utils import timezone

from portal import audit
from portal.days import months_before, today
from portal.leaving import OWN, has_left, leavers, pseudonymise
from portal.models import AuditEvent, Membership, Retention, User
from portal.terms import Role
from portal.verbs import Verb
from tests.conftest import Cast

MONTH = datetime.timedelta(days=31)
# What points to a person and stays, under the number that is left of them; an import for an hour.
KEPT = {
    "assessments.Action",
    "assessments.Archive",
    "assessments.Dialogue",
    "assessments.FollowUp",
    "assessments.Mailing",
    "assessments.Need",
    "assessments.Participation",
    "assessments.PassageVersion",
    "assessments.Round",
    "factors.Edition",
    "factors.FigureLink",
    "factors.FigureReading",
    "factors.SubGoalLink",
    "portal.AuditEvent",
    "portal.Import",
    "portal.Membership",
    "portal.Removal",
}


def leave(user: User, day: datetime.date) -> None:
    user.memberships.update(ended_on=day)


def test_all_that_points_to_a_person_is_either_theirs_or_kept() -> None:
    """A new one must be put in one of the two before it comes here."""
    pointing = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model is User
    }
    assert pointing == KEPT | set(OWN)


def test_who_left_long_ago_is_due(cast: Cast) -> None:
    leave(cast.few[0], today() - MONTH)
    leave(cast.few[1], today() - datetime.timedelta(days=5))
    due = leavers(cast.organisation, 1)
    assert list(due) == [cast.few[0]]


@pytest.mark.parametrize("duty", ["is_catalogue_editor", "is_steward"])
def test_not_who_has_a_duty_to_all_organisations(cast: Cast, duty: str) -> None:
    leave(cast.few[0], today() - MONTH)
    User.objects.filter(pk=cast.few[0].pk).update(**{duty: True})
    assert not leavers(cast.organisation, 1)
    assert not has_left(User.objects.get(pk=cast.few[0].pk))


def test_not_who_works_elsewhere_nor_who_is_here_in_another_role(cast: Cast) -> None:
    elsewhere = cast.outsider.memberships.get().organisation
    for person in (cast.few[0], cast.rektor):
        leave(person, today() - MONTH)
    Membership.objects.create(user=cast.few[0], organisation=elsewhere, role=Role.HUVUDMAN)
    Membership.objects.create(user=cast.rektor, organisation=cast.organisation, role=Role.HUVUDMAN)
    assert list(leavers(cast.organisation, 1)) == []
    assert not has_left(cast.few[0])


@pytest.mark.parametrize(
    ("here", "there", "removers"),
    [(12, 6, ["ekby"]), (6, 12, ["annanby"]), (12, 12, ["ekby", "annanby"]), (12, None, [])],
)
def test_who_has_worked_at_two_organisations_is_removed_by_the_last_to_let_go(
    cast: Cast, here: int, there: int | None, removers: list[str]
) -> None:
    elsewhere = cast.outsider.memberships.get().organisation
    Membership.objects.create(user=cast.few[0], organisation=elsewhere, role=Role.HUVUDMAN)
    leave(cast.few[0], months_before(today(), 13))
    decisions = [(cast.organisation, here), (elsewhere, there)]
    for organisation, months in [(cast.organisation, 1), *decisions]:
        Retention.objects.create(
            organisation=organisation, reference="1", decided_on=today(), people_months=months
        )
    found = [place.slug for place, months in decisions if months and leavers(place, months)]
    assert found == removers


def test_one_that_has_never_decided_keeps_who_has_worked_there(cast: Cast) -> None:
    there = cast.outsider.memberships.get().organisation
    Membership.objects.create(user=cast.few[0], organisation=there, role=Role.HUVUDMAN)
    leave(cast.few[0], months_before(today(), 13))
    assert list(leavers(cast.organisation, 12)) == []


def test_a_name_and_an_address_go_and_the_history_stays(cast: Cast) -> None:
    person = cast.rektor
    leave(person, today())
    User.objects.filter(pk=person.pk).update(last_login=timezone.now())
    person.refresh_from_db()
    EmailAddress.objects.create(user=person, email=person.email)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    audit.record(None, Verb.MEMBERSHIP_ENDED, person.memberships.get(), cast.organisation)
    pseudonymise(person)
    person.refresh_from_db()
    assert (person.name, person.email) == (f"Tidigare anställd {person.pk}", None)
    assert person.last_login is None
    assert not person.is_active
    assert not EmailAddress.objects.exists()
    assert not Authenticator.objects.exists()
    assert person.memberships.get().unit == cast.bjork
    assert AuditEvent.objects.get().target == f"{person}: Rektor, Björkskolan"


def test_nobody_is_made_nobody_twice(cast: Cast) -> None:
    leave(cast.rektor, today() - MONTH)
    pseudonymise(cast.rektor)
    assert list(leavers(cast.organisation, 1)) == []
    assert not has_left(cast.rektor)


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        ("2026-03-31", 1, "2026-02-28"),
        ("2026-01-15", 1, "2025-12-15"),
        ("2026-11-24", 12, "2025-11-24"),
        ("2028-02-29", 48, "2024-02-29"),
    ],
)
def test_months_are_counted_backwards(day: str, months: int, found: str) -> None:
    assert months_before(datetime.date.fromisoformat(day), months).isoformat() == found
