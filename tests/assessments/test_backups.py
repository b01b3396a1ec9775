"""The drill: a copy is made while people work, things are removed, and it is put back."""

import hashlib
import json
import threading
import zipfile
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from assessments.closing import close_round, close_unit
from assessments.leaving import forget
from assessments.masking import MASK, digest, mask
from assessments.models import (
    Assessment,
    Comment,
    Participation,
    QualityReport,
    Rating,
    Response,
    Round,
    Tally,
)
from assessments.retention import remove_texts
from assessments.saving import Attempt, Place, Saved, save_rating
from assessments.terms import Outcome
from portal.days import today
from portal.models import AuditEvent, User
from portal.terms import Level
from tests.assessments.conftest import Answer, Everybody, statements_of
from tests.assessments.test_comments import remark
from tests.conftest import Cast

pytestmark = pytest.mark.django_db(transaction=True)

# What is not put back: who was signed in, tries and signs of life.
PASSING = {"django_session", "portal_cache", "django_tasks_database_dbtaskresult"}
SECRET = "hemlig mening om Karin"


@pytest.fixture(autouse=True)
def house(settings: Any, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MEDIA_ROOT.mkdir()
    return tmp_path


@pytest.fixture
def answered(open_round: Round, cast: Cast, answer: Answer, everybody: Everybody) -> Round:
    """Everybody at Björkskolan has answered, one with a comment, and a report is stored."""
    remark(everybody[0], SECRET)
    answer(cast.rektor, 4, 4, 3, 3, 3, 2)
    report = QualityReport(round=open_round, unit=None, built_from="")
    report.file.save("rapport.pdf", ContentFile(b"%PDF-1.7 en rapport"))
    call_command("tick", no_mail=True)  # what it makes today is made
    return open_round


def backup(file: Path) -> Path:
    call_command("backup", str(file), stdout=StringIO())
    return file


def restore(file: Path, *flags: str) -> str:
    told = StringIO()
    call_command("restore", str(file), "--replace", *flags, stdout=told)
    return told.getvalue()


def tables() -> dict[str, str]:
    """Each table's hash, and each stored file's."""
    found = {}
    with connection.cursor() as cursor:
        for table in set(connection.introspection.table_names(cursor)) - PASSING:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            rows = sorted(map(repr, cursor.fetchall()))
            found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def test_every_table_and_file_comes_back_as_it_was(
    answered: Round, cast: Cast, house: Path
) -> None:
    """Also on what has been changed, added and taken away since; and everybody is signed out."""
    (house / "removals.jsonl").touch()
    before, copy = tables(), backup(house / "kopia.zip")
    assert (copy.stat().st_mode & 0o777) == 0o600
    reader = Client()
    reader.force_login(cast.skolchef)
    Rating.objects.all().delete()
    User.objects.filter(pk=cast.rektor.pk).update(name="Någon annan")
    User.objects.create_user("ny@ekby.example", "Ny")
    [report] = (house / "files").rglob("*.pdf")
    report.unlink()
    assert tables() != before
    assert "Kopian från" in restore(copy)
    assert tables() == before
    assert report.read_bytes() == b"%PDF-1.7 en rapport"
    assert reader.get("/ekby/").status_code == 302
    assert {each.name for each in house.iterdir()} == {"files", "kopia.zip", "removals.jsonl"}


def test_answers_saved_before_the_copy_was_begun_are_in_it_whoever_saves_meanwhile(
    answered: Round, cast: Cast, house: Path
) -> None:
    (house / "removals.jsonl").touch()
    asked = Participation.objects.get(user=cast.teachers[0])
    statement = statements_of(asked.assessment)[0].pk
    place = Place(cast.teachers[0], "ekby", asked.pk)
    seen = [Rating.objects.get(response=asked.response, statement=statement).version]
    begun, stop = threading.Event(), threading.Event()

    def keep_saving() -> None:
        while not stop.is_set():
            saved = save_rating(place, statement, 1 + seen[-1] % 4, Attempt(seen[-1], uuid4()))
            assert isinstance(saved, Saved)
            seen.append(saved.version)
            begun.set()
        connection.close()

    saver = threading.Thread(target=keep_saving)
    saver.start()
    begun.wait(60)
    first = seen[-1]
    copy = backup(house / "kopia.zip")
    last = seen[-1] + 1
    stop.set()
    saver.join()
    assert len(seen) > 2
    restore(copy)
    kept = Rating.objects.get(response=asked.response, statement=statement)
    assert first <= kept.version <= last
    assert kept.step == 1 + (kept.version - 1) % 4


def test_what_was_removed_since_is_removed_again(answered: Round, cast: Cast, house: Path) -> None:
    copy = backup(house / "kopia.zip")
    (house / "removals.jsonl").write_text('{"at": "20')  # as a crash leaves it
    close_unit(answered, cast.bjork)
    close_round(answered)
    forget(None, cast.rektor)
    sums = sorted(Tally.objects.values_list("statement", "n1", "n2", "n3", "n4", "unsure"))
    told = restore(copy)
    assert told.count("stängdes igen med samma summor som förut") == 2
    assert told.count("gick inte att läsa") == 1
    assert sums == sorted(Tally.objects.values_list("statement", "n1", "n2", "n3", "n4", "unsure"))
    assert not Response.objects.filter(assessment__level=Level.UNDERVISNING).exists()
    assert Comment.objects.filter(text=SECRET).exists()
    assert str(User.objects.get(pk=cast.rektor.pk)) == f"Tidigare anställd {cast.rektor.pk}"
    assert AuditEvent.objects.filter(verb="round.closed").count() == 1
    ledger = (house / "removals.jsonl").read_text()
    assert not [word for word in (SECRET, "Rut", "Björk", "ekby.example") if word in ledger]


def test_sums_that_are_not_those_that_were_shown_are_never_shown(
    answered: Round, cast: Cast, house: Path
) -> None:
    """Of two that differ by what one person answered, that could be worked out."""
    copy = backup(house / "kopia.zip")
    asked = Participation.objects.get(user=cast.teachers[0])
    Rating.objects.filter(response=asked.response).first().delete()  # type: ignore[union-attr]
    close_round(answered)
    assert "utan de anonyma svaren" in restore(copy)
    assert not Response.objects.filter(assessment__level=Level.UNDERVISNING).exists()
    assert not Tally.objects.filter(statement__level=Level.UNDERVISNING).exists()
    assert not Comment.objects.exists()
    assert Tally.objects.filter(statement__level=Level.REKTOR).exists()
    taught = Assessment.objects.get(level=Level.UNDERVISNING, unit=cast.bjork)
    assert taught.outcome == Outcome.FEW
    assert Round.objects.get().closed_at


def test_names_and_texts_that_were_removed_since_go_again(
    answered: Round, cast: Cast, house: Path
) -> None:
    close_round(answered)
    copy = backup(house / "kopia.zip")
    comment = Comment.objects.get(text=SECRET)
    mask(comment, ["Karin"], digest(SECRET))
    assert "En kommentar där namn hade tagits bort togs bort helt." in restore(copy)
    assert not Comment.objects.filter(text__contains="mening").exists()
    assert MASK in Comment.objects.get(pk=comment.pk).text
    list(remove_texts(answered, today()))
    restore(copy)
    assert not Comment.objects.exists()
    assert Round.objects.get().comments_removed_on == today()


def spoiled(copy: Path, change: Any) -> Path:
    """The same archive with one part changed by the function; None takes it out."""
    target = copy.with_name("andrad.zip")
    with zipfile.ZipFile(copy) as source, zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            data = change(name, source.read(name))
            if data is not None:
                archive.writestr(name, data)
    return target


def of_manifest(**changes: Any) -> Any:
    def change(name: str, data: bytes) -> bytes:
        return json.dumps(json.loads(data) | changes).encode() if name == "manifest.json" else data

    return change


def of_database(name: str, data: bytes) -> bytes:
    return data[:-1] + bytes([data[-1] ^ 1]) if name.startswith("database") else data


def test_what_is_broken_foreign_or_newer_is_refused_before_anything_is_touched(
    answered: Round, house: Path
) -> None:
    (house / "removals.jsonl").touch()
    copy = backup(house / "kopia.zip")
    whole = copy.read_bytes()
    for name, data in {
        "halv.zip": whole[: len(whole) // 2],
        "bild.zip": b"\x89PNG",
        "tom.zip": b"",
        "text.zip": b"PK, men ingen zip",
    }.items():
        (house / name).write_bytes(data)
    before = tables()
    for file, told in [
        (house / "halv.zip", "trasig"),
        (house / "text.zip", "trasig"),
        (house / "tom.zip", "trasig"),
        (house / "bild.zip", "krypterad"),
        (house / "saknas.zip", "finns inte"),
    ]:
        with pytest.raises(CommandError, match=told):
            restore(file)
    unsafe = {"parts": {"files/../../ut.pdf": "0"}}
    for change, told in [
        (of_database, "trasig: database"),
        (lambda name, data: None if name.startswith("files/") else data, "trasig: manifest"),
        (lambda name, data: None if name == "manifest.json" else data, "ingen säkerhetskopia"),
        (of_manifest(program="annat"), "ingen säkerhetskopia"),
        (of_manifest(format=2), "nyare version"),
        (of_manifest(migrations=["portal.9999_framtiden"]), "nyare version"),
        (of_manifest(database="oracle"), "oracle"),
        (of_manifest(key="0" * 64), "en annan STYRKEDJAN_SECRET_KEY"),
        (of_manifest(**unsafe), "trasig"),
    ]:
        with pytest.raises(CommandError, match=told):
            restore(spoiled(copy, change))
    assert tables() == before
    with pytest.raises(CommandError, match="Databasen är inte tom"):
        call_command("restore", str(copy))
    (house / "removals.jsonl").unlink()
    with pytest.raises(CommandError, match="--no-removals"):
        restore(copy)
    assert tables() == before
    restore(spoiled(copy, of_manifest(key="0" * 64)), "--any-key", "--no-removals")


def test_a_copy_of_an_older_version_is_put_back_over_a_newer_and_upgraded(
    answered: Round, house: Path
) -> None:
    (house / "removals.jsonl").touch()
    before = tables()
    call_command("migrate", "assessments", "0002", verbosity=0)
    try:
        copy = backup(house / "kopia.zip")
    finally:
        call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE newer (id int, unit_id bigint REFERENCES portal_unit DEFERRABLE)"
        )
    restore(copy)
    assert tables() | {"django_migrations": ""} == before | {"django_migrations": ""}


def test_a_copy_is_not_written_over_another(house: Path, cast: Cast) -> None:
    copy = backup(house / "kopia.zip")
    with pytest.raises(CommandError, match="finns redan"):
        backup(copy)
    with pytest.raises(CommandError, match="Mappen"):
        backup(house / "saknas" / "kopia.zip")


def test_a_sealed_copy_tells_nothing_without_its_passphrase(
    answered: Round, house: Path, settings: Any
) -> None:
    (house / "removals.jsonl").touch()
    settings.BACKUP_PASSPHRASE = "en lång lösenfras"
    before, copy = tables(), backup(house / "kopia.gpg")
    assert b"%PDF" not in copy.read_bytes()
    assert not zipfile.is_zipfile(copy)
    for passphrase in ("", "en annan"):
        settings.BACKUP_PASSPHRASE = passphrase
        with pytest.raises(CommandError, match="STYRKEDJAN_BACKUP_PASSPHRASE"):
            restore(copy)
    settings.BACKUP_PASSPHRASE = "en lång lösenfras"
    User.objects.all().update(name="Någon annan")
    restore(copy)
    assert tables() == before
