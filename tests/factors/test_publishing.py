"""Handed over by one, published by another, and never changed after that."""

import datetime
import threading
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from factors import drafts, publishing
from factors.catalogue.dumping import content_of
from factors.models import Edition, Factor, Source, Statement
from portal.days import today
from portal.models import AuditEvent, User
from portal.verbs import Verb
from tests.conftest import Cast, add_editor, add_factor


@pytest.fixture
def draft(edition: Edition) -> Edition:
    """A national draft that nothing hinders, going on from the published one."""
    source = Source.objects.create(edition=edition, slug="prov", title="Prov", position=1)
    edition.factors.update(source=source)
    return drafts.go_on_from(edition, "nasta", "Nästa")


@pytest.fixture
def edda(db: None) -> User:
    return add_editor("Edda")


@pytest.fixture
def egil(db: None) -> User:
    return add_editor("Egil")


@pytest.fixture
def ours(cast: Cast) -> Edition:
    """A draft of the organisation's own."""
    draft = drafts.begin(cast.organisation, "var", "Vår")
    add_factor(draft, "eget", "Eget", 1)
    return draft


def post(client: Client, user: User, name: str, edition: Edition, **data: str) -> Any:
    client.force_login(user)
    address = reverse(f"factors:{name}", kwargs=edition.place)
    return client.post(address, data, follow=True)


def publish(client: Client, user: User, edition: Edition) -> Any:
    mark = publishing.mark(content_of(edition))
    return post(client, user, "edition_publish", edition, seen=mark)


def test_one_hands_over_and_another_publishes(
    client: Client, draft: Edition, edda: User, egil: User
) -> None:
    assert "är lämnad för granskning" in post(client, edda, "edition_submit", draft).text
    assert "är publicerad" in publish(client, egil, draft).text
    draft.refresh_from_db()
    assert (draft.submitted_by, draft.published_by) == (edda, egil)
    assert draft.published_on == today()
    verbs = list(AuditEvent.objects.order_by("pk").values_list("verb", "actor"))
    assert verbs == [(Verb.EDITION_SUBMITTED, edda.pk), (Verb.EDITION_PUBLISHED, egil.pk)]


def test_who_handed_over_can_not_publish_even_by_a_post_of_their_own(
    client: Client, draft: Edition, edda: User
) -> None:
    post(client, edda, "edition_submit", draft)
    assert "En annan redaktör granskar och publicerar" in publish(client, edda, draft).text
    draft.refresh_from_db()
    assert draft.is_draft
    assert not AuditEvent.objects.filter(verb=Verb.EDITION_PUBLISHED).exists()


def test_nor_does_the_database_let_them(draft: Edition, edda: User) -> None:
    """With the check in the code taken away, the constraint still refuses."""
    draft.submitted_by = edda
    draft.save()
    with (
        pytest.raises(IntegrityError, match="a_second_person_publishes_a_national_edition"),
        transaction.atomic(),
    ):
        draft.publish(edda, today())
    with (
        pytest.raises(IntegrityError, match="a_second_person_publishes_a_national_edition"),
        transaction.atomic(),
    ):
        Edition.objects.filter(pk=draft.pk).update(
            submitted_by=None, published_by=edda, published_on=today()
        )
    draft.refresh_from_db()
    assert draft.is_draft


def test_what_was_never_handed_over_is_not_published(
    client: Client, draft: Edition, egil: User
) -> None:
    assert "inte lämnad för granskning" in publish(client, egil, draft).text
    draft.refresh_from_db()
    assert draft.is_draft


def test_an_organisations_only_administrator_publishes_alone(
    client: Client, ours: Edition, cast: Cast
) -> None:
    assert "är publicerad" in publish(client, cast.admin, ours).text
    ours.refresh_from_db()
    assert (ours.published_by, ours.published_on) == (cast.admin, today())


@pytest.mark.parametrize("name", ["edition_submit", "edition_publish"])
def test_errors_hinder_handing_over_and_publishing(
    client: Client, ours: Edition, cast: Cast, name: str
) -> None:
    Factor.objects.update(adds_to="finns-inte")
    mark = publishing.mark(content_of(ours))
    page = post(client, cast.admin, name, ours, seen=mark).text
    assert "har fel som måste rättas först" in page
    assert "som inte finns i den nationella katalogen" in page
    ours.refresh_from_db()
    assert ours.is_draft
    assert not ours.is_submitted


def test_only_what_the_person_has_read_is_published(
    client: Client, ours: Edition, cast: Cast
) -> None:
    mark = publishing.mark(content_of(ours))
    Statement.objects.filter(factor__edition=ours, row=1).update(text="något helt annat")
    page = post(client, cast.admin, "edition_publish", ours, seen=mark).text
    assert "har ändrats sedan du öppnade sidan" in page
    ours.refresh_from_db()
    assert ours.is_draft


def test_the_second_of_two_who_publish_is_told(client: Client, ours: Edition, cast: Cast) -> None:
    publish(client, cast.admin, ours)
    assert "Någon annan har redan publicerat" in publish(client, cast.admin, ours).text
    assert AuditEvent.objects.filter(verb=Verb.EDITION_PUBLISHED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_at_once_one_publishes_and_the_other_is_told(
    ours: Edition, cast: Cast
) -> None:
    mark = publishing.mark(content_of(ours))
    at_once = threading.Barrier(2, timeout=60)
    told: list[str] = []

    def press() -> None:
        at_once.wait()
        try:
            publishing.publish(ours, cast.admin, mark)
            told.append("published")
        except drafts.Published:
            told.append("too late")
        connection.close()

    pressing = [threading.Thread(target=press) for _number in range(2)]
    for thread in pressing:
        thread.start()
    for thread in pressing:
        thread.join()
    assert sorted(told) == ["published", "too late"]


@pytest.mark.django_db(transaction=True)
def test_who_publishes_while_somebody_saves_waits_and_is_told(ours: Edition, cast: Cast) -> None:
    mark = publishing.mark(content_of(ours))
    told: list[str] = []

    def press() -> None:
        try:
            publishing.publish(ours, cast.admin, mark)
        except publishing.Refused as refused:
            told.append(str(refused))
        connection.close()

    pressing = threading.Thread(target=press)
    with drafts.changing(ours) as draft:
        Statement.objects.filter(factor__edition=draft, row=1).update(text="något annat")
        pressing.start()
        pressing.join(0.3)
        assert pressing.is_alive()
    pressing.join()
    assert "har ändrats sedan du öppnade sidan" in told[0]
    ours.refresh_from_db()
    assert ours.is_draft


def test_a_save_after_publishing_is_refused(ours: Edition, cast: Cast) -> None:
    publishing.publish(ours, cast.admin, publishing.mark(content_of(ours)))
    with pytest.raises(drafts.Published), drafts.changing(ours):
        pytest.fail("what is published was held for a change")


def test_what_is_given_back_can_be_handed_over_again(
    client: Client, draft: Edition, edda: User, egil: User
) -> None:
    post(client, edda, "edition_submit", draft)
    page = post(client, egil, "edition_return", draft, reason="Rad 2 saknas.").text
    assert "är lämnad tillbaka" in page
    draft.refresh_from_db()
    assert not draft.is_submitted
    client.force_login(edda)
    for address in (
        reverse("factors:editions_log"),
        reverse("factors:edition_review", kwargs=draft.place),
    ):
        assert "Nästa: Rad 2 saknas." in client.get(address).text
    assert "inte längre lämnad" in post(client, egil, "edition_return", draft).text


def test_a_reason_that_is_too_long_is_told_and_nothing_is_done(
    client: Client, draft: Edition, edda: User
) -> None:
    post(client, edda, "edition_submit", draft)
    assert "för långt" in post(client, edda, "edition_return", draft, reason="x" * 96).text
    draft.refresh_from_db()
    assert draft.is_submitted


def test_a_published_mistake_is_mended_in_a_new_edition_with_a_note(
    client: Client, edition: Edition, edda: User
) -> None:
    titled = {"title": "Provutgåva, rättad", "note": ""}
    assert "Skriv vad som rättas" in post(client, edda, "edition_mend", edition, **titled).text
    same = {"title": edition.title, "note": "Rad 2 var fel."}
    assert (
        "Ge den nya utgåvan en egen titel"
        in post(client, edda, "edition_mend", edition, **same).text
    )
    post(client, edda, "edition_mend", edition, **titled | {"note": "Rad 2 var fel."})
    mending = Edition.objects.drafts().get()
    assert (mending.base, mending.note) == (edition, "Rad 2 var fel.")
    assert mending.factors.count() == edition.factors.count()


def test_drafts_are_seen_by_those_who_write_them_only(
    draft: Edition, ours: Edition, edition: Edition, cast: Cast, edda: User
) -> None:
    seen = {
        user: set(Edition.objects.visible_to(user).drafts())
        for user in (cast.admin, cast.skolchef, cast.rektor, cast.teachers[0], cast.outsider, edda)
    }
    assert {user for user, found in seen.items() if found} == {cast.admin, edda}
    assert (seen[cast.admin], seen[edda]) == ({ours}, {draft})
    Edition.objects.filter(pk=ours.pk).update(published_on=datetime.date(2026, 2, 1))
    assert ours in Edition.objects.visible_to(cast.teachers[0])
    assert ours not in Edition.objects.visible_to(cast.outsider)
