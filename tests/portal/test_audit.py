import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from portal import audit
from portal.models import AuditEvent
from portal.models.audit import NeverChanged
from portal.verbs import SUBJECTS, Verb
from tests.conftest import Cast

ROOT = Path(__file__).parents[2]
APPS = ("portal", "factors", "assessments")


@pytest.fixture
def event(cast: Cast) -> AuditEvent:
    audit.record(None, Verb.PERSON_CHANGED, cast.rektor, cast.organisation)
    return AuditEvent.objects.get()


def test_every_verb_that_the_code_writes_is_in_the_list() -> None:
    code = "\n".join(file.read_text() for app in APPS for file in (ROOT / app).rglob("*.py"))
    named = set(re.findall(r"\bVerb\.([A-Z_]+)", code))
    assert named <= set(Verb.__members__)
    assert re.findall(r"\brecord\(\s*[\w.]+,\s*[\"']", code) == []


def test_every_verb_belongs_to_one_subject_of_the_log() -> None:
    subjects = [subject for _, subjects in SUBJECTS.values() for subject in subjects]
    assert {verb.partition(".")[0] for verb in Verb} == set(subjects)
    assert len(subjects) == len(set(subjects))


def test_a_verb_that_is_not_in_the_list_is_refused(cast: Cast) -> None:
    with pytest.raises(ValueError, match="eaten"):
        audit.record(None, "person.eaten", cast.rektor, cast.organisation)  # type: ignore[arg-type]


def test_a_persons_name_is_not_written_but_looked_up(event: AuditEvent, cast: Cast) -> None:
    membership = cast.rektor.memberships.get()
    audit.record(None, Verb.MEMBERSHIP_ADDED, membership, cast.organisation)
    latest = AuditEvent.objects.latest("pk")
    assert (event.text, latest.text) == ("{person}", "{person}: Rektor, Björkskolan")
    assert str(latest) == "Uppdraget lades till: Rut: Rektor, Björkskolan"


@pytest.mark.parametrize(
    "change",
    [
        lambda event: event.save(),
        lambda event: event.delete(),
        lambda event: AuditEvent.objects.update(verb=Verb.PERSON_ADDED),
        lambda event: AuditEvent.objects.filter(pk=event.pk).delete(),
        lambda event: AuditEvent.objects.bulk_update([event], ["text"]),
    ],
    ids=["save", "delete", "update", "delete many", "update many"],
)
def test_what_has_happened_is_never_changed(
    event: AuditEvent, change: Callable[[AuditEvent], object]
) -> None:
    with pytest.raises(NeverChanged), transaction.atomic():
        change(event)
    assert AuditEvent.objects.get().verb == Verb.PERSON_CHANGED


def test_nor_by_the_database_itself(event: AuditEvent) -> None:
    change = "UPDATE portal_auditevent SET verb = 'person.added'"
    with (
        pytest.raises(DatabaseError, match="an_event_is_never_changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


def test_events_go_with_the_whole_organisation(event: AuditEvent, cast: Cast) -> None:
    cast.organisation.delete()
    assert not AuditEvent.objects.exists()


def test_an_event_is_one_insert(cast: Cast, django_assert_num_queries: Callable) -> None:
    with django_assert_num_queries(1):
        audit.record(None, Verb.PERSON_CHANGED, cast.rektor, cast.organisation)
