import datetime
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.closing import close_round
from assessments.models import Comment, Dialogue, Participation, QualityReport, Remark, Round, Tally
from assessments.report import storage
from assessments.report.build import build_report
from assessments.retention import carry_out, removable
from assessments.terms import DialogueStep
from portal.days import today
from portal.models import AuditEvent, Removal, Removed, Retention
from portal.verbs import Verb
from tests.assessments.conftest import Answer
from tests.assessments.test_comments import remark
from tests.conftest import Cast

DAY = datetime.timedelta(days=1)
YEAR = datetime.timedelta(days=366)


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def old_round(cast: Cast, open_round: Round, answer: Answer, files: Path) -> Round:
    """It closed a year ago, with a comment from a teacher, one from the rektor, and a report."""
    for person in (*cast.teachers, cast.rektor):
        answer(person, 3, 4, 2, 1)
    for person in (cast.teachers[0], cast.rektor):
        remark(Participation.objects.get(user=person), f"Skrivet av {person}")
    close_round(open_round)
    day = today() - YEAR
    Round.objects.update(closed_at=timezone.now() - YEAR, opens_on=day, closes_on=day)
    report = QualityReport(round=open_round, unit=cast.bjork, sha256="0" * 64)
    report.file.save("rapport.pdf", ContentFile(b"%PDF-1.7"))
    open_round.refresh_from_db()
    return open_round


@pytest.fixture
def decide(cast: Cast) -> Callable[..., Retention]:
    def decide(comments: int | None = 12, people: int | None = None) -> Retention:
        return Retention.objects.create(
            organisation=cast.organisation,
            reference="KS 2026/214",
            decided_on=today(),
            comments_months=comments,
            people_months=people,
            made_at=timezone.now() - 2 * DAY,
        )

    return decide


@pytest.fixture
def admin(client: Client, cast: Cast) -> Client:
    client.force_login(cast.admin)
    return client


def address(name: str = "retention", *args: object) -> str:
    return reverse(f"assessments:{name}", args=["ekby", *args])


def main(response: Any) -> str:
    return " ".join(response.content.decode().partition("<main")[2].partition("</main>")[0].split())


def lines(removal: Removal | None) -> list[tuple[str, str, int]]:
    assert removal
    return [(line.kind, line.where, line.number) for line in removal.lines.all()]


def test_nothing_is_removed_without_a_decision(cast: Cast, old_round: Round) -> None:
    assert carry_out(None, cast.organisation) is None
    assert Comment.objects.count() == 2


def test_comments_go_when_their_time_has_come_and_sums_stay(
    cast: Cast, old_round: Round, decide: Callable
) -> None:
    decide()
    sums = list(Tally.objects.values())
    removal = carry_out(None, cast.organisation)
    assert lines(removal) == [("comments", "Hösten", 2), ("reports", "Hösten", 1)]
    assert not Comment.objects.exists()
    assert not Remark.objects.exists()
    assert list(Tally.objects.values()) == sums
    assert carry_out(None, cast.organisation) is None


def test_what_was_written_at_dialogues_goes_when_its_own_time_has_come(
    cast: Cast, old_round: Round, decide: Callable, dialogue: Dialogue
) -> None:
    decide()
    dialogue.check_outs.create(text="Bra")
    dialogue.tables.filter(number=1).update(note="Sagt")
    Dialogue.objects.update(
        step=DialogueStep.ENDED, held_on=today() - 300 * DAY, summary="Vårt", in_report=True
    )
    removal = carry_out(None, cast.organisation)
    assert lines(removal) == [("comments", "Hösten", 2), ("reports", "Hösten", 1)]
    Dialogue.objects.update(held_on=today() - YEAR)
    assert lines(carry_out(None, cast.organisation)) == [("dialogues", "Hösten", 2)]
    dialogue.refresh_from_db()
    assert dialogue.summary == "Vårt"
    assert not dialogue.check_outs.exists()
    assert not dialogue.tables.exclude(note="").exists()
    assert carry_out(None, cast.organisation) is None


def test_a_day_too_early_they_stay(cast: Cast, old_round: Round, decide: Callable) -> None:
    Round.objects.update(closed_at=timezone.now() - datetime.timedelta(days=364))
    assert not removable(decide())
    assert removable(decide(11)).rounds == (old_round,)


def test_the_latest_decision_is_the_one_in_force(
    cast: Cast, old_round: Round, decide: Callable
) -> None:
    decide(1)
    later = decide(None)
    Retention.objects.filter(pk=later.pk).update(made_at=timezone.now())
    assert carry_out(None, cast.organisation) is None


def test_rounds_of_others_are_left_alone(cast: Cast, old_round: Round, decide: Callable) -> None:
    elsewhere = cast.outsider.memberships.get().organisation
    Retention.objects.filter(pk=decide().pk).update(organisation=elsewhere)
    assert carry_out(None, elsewhere) is None


def test_files_with_the_comments_go_and_the_report_says_why_it_has_none(
    cast: Cast,
    old_round: Round,
    decide: Callable,
    files: Path,
    django_capture_on_commit_callbacks: Callable,
) -> None:
    decide()
    assert len(list(files.rglob("*.pdf"))) == 1
    with django_capture_on_commit_callbacks(execute=True):
        carry_out(None, cast.organisation)
    assert list(files.rglob("*.pdf")) == []
    old_round.refresh_from_db()
    report = build_report(old_round, cast.bjork, today())
    assert not any(part.comments for part in report.factors)
    assert any("gallringsbeslut" in text for text in report.unseen)
    assert QualityReport.objects.get().made_on == today()


def test_a_report_that_the_removal_has_overtaken_is_made_again(
    cast: Cast, old_round: Round, decide: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The timer removes the comments while a report that has read them is being rendered."""
    decide()
    render, rendered = storage.render_pdf, []

    def overtaken(html: str) -> bytes:
        rendered.append(html)
        if len(rendered) == 1:
            carry_out(None, cast.organisation)
        return render(html)

    monkeypatch.setattr(storage, "render_pdf", overtaken)
    storage.stored_report(old_round, None)
    first, kept = ("Skrivet av" in html for html in rendered)
    assert first
    assert not kept
    assert "gallringsbeslut" in rendered[1]


def test_files_that_a_crash_has_left_go_when_they_are_a_day_old(
    old_round: Round, files: Path
) -> None:
    kept = files / QualityReport.objects.get().file.name
    stray, new = (kept.with_name(name) for name in ("stray.pdf", "new.pdf"))
    for path in (stray, new):
        path.write_bytes(b"%PDF-1.7")
    yesterday = (timezone.now() - DAY * 1.1).timestamp()
    for path in (stray, kept):
        os.utime(path, (yesterday, yesterday))
    call_command("tick")
    assert sorted(files.rglob("*.pdf")) == sorted([kept, new])


def test_the_timer_waits_a_night_after_the_decision(
    cast: Cast, old_round: Round, decide: Callable, capsys: pytest.CaptureFixture[str]
) -> None:
    decision = decide()
    Retention.objects.update(made_at=timezone.now())
    call_command("tick")
    assert Comment.objects.exists()
    Retention.objects.update(made_at=timezone.now() - DAY)
    call_command("tick")
    assert not Comment.objects.exists()
    assert f"Gallrade hos Ekby kommun enligt {decision}." in capsys.readouterr().out
    assert Removal.objects.get().actor is None


# The pages


def test_a_decision_is_saved_and_remembered(admin: Client, cast: Cast) -> None:
    sent = {"reference": "KS 1", "decided_on": today(), "comments_months": "", "people_months": 12}
    page = main(admin.post(address(), sent, follow=True))
    assert "KS 1" in page
    assert "tas bort 12 månader efter att personen slutade" in page
    assert AuditEvent.objects.get().verb == Verb.RETENTION_CHANGED


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("reference", "", "Skriv beslutets diarienummer."),
        ("decided_on", "2100-01-01", "Beslutet måste vara taget."),
        ("comments_months", "0", "1"),
        ("people_months", "601", "600"),
    ],
)
def test_what_is_wrong_with_a_decision_is_told(
    admin: Client, field: str, value: str, told: str
) -> None:
    sent = {"reference": "KS 1", "decided_on": today(), "people_months": 12} | {field: value}
    response = admin.post(address(), sent)
    assert response.status_code == 422
    assert told in main(response)
    assert not Retention.objects.exists()


def test_what_would_go_is_shown_before_it_goes(
    admin: Client, cast: Cast, old_round: Round, decide: Callable
) -> None:
    decide(people=12)
    cast.few[0].memberships.update(ended_on=today() - YEAR)
    for page in (admin.get(address()), admin.get(address("retention_carry_out"))):
        assert "Hösten" in main(page)
        assert "Fia" in main(page)
    assert admin.post(address("retention_carry_out")).status_code == 422
    assert Comment.objects.exists()
    receipt = main(admin.post(address("retention_carry_out"), {"confirmed": "on"}, follow=True))
    assert "Kvitto på gallring" in receipt
    assert "KS 2026/214" in receipt
    assert "tas bort 12 månader efter att omgången stängde" in receipt
    assert "Fia" not in receipt
    assert lines(Removal.objects.get())[-1] == ("people", "", 1)
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert verbs == {Verb.RETENTION_CARRIED_OUT, Verb.PERSON_PSEUDONYMISED}


def test_nothing_to_remove_is_told(admin: Client, cast: Cast, decide: Callable) -> None:
    decide()
    page = main(admin.post(address("retention_carry_out"), {"confirmed": "on"}, follow=True))
    assert "Det finns inget att gallra i dag." in page


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_for_one_receipt_and_leaver_as_for_three(
    admin: Client,
    cast: Cast,
    decide: Callable,
    number: int,
    django_assert_num_queries: Callable,
) -> None:
    decision = decide(people=1)
    for person in cast.teachers[:number]:
        person.memberships.update(ended_on=today() - YEAR)
        removal = Removal.objects.create(organisation=cast.organisation, retention=decision)
        Removed.objects.create(removal=removal, kind=Removed.Kind.PEOPLE, number=1)
    with django_assert_num_queries(8):
        admin.get(address())
