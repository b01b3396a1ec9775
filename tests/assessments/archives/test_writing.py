"""What an archive tells, and to whom: no more than the pages do."""

import csv
import hashlib
import io
import json
import subprocess
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core.management import CommandError
from django.db.models import Q
from jsonschema import Draft202012Validator, FormatChecker

from assessments.archives.rows import people_in
from assessments.archives.schema import schema
from assessments.archives.tables import PEOPLE, TABLES
from assessments.models import Dialogue, Round, Tally
from assessments.terms import DialogueStep
from portal.models import Letter, User
from tests.assessments.archives.conftest import SECRETS, told
from tests.conftest import Cast

SCHEMA = settings.BASE_DIR / "docs/archive.schema.json"


def parts(archive: Path) -> dict[str, bytes]:
    with ZipFile(archive) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def rows(archive: Path) -> dict[str, list[dict[str, Any]]]:
    read = parts(archive)
    names = [name for name in read if name.startswith("data/") and name.endswith(".json")]
    return {Path(name).stem: json.loads(read[name]) for name in names}


def sealed(archive: Path, work: Path) -> dict[str, list[dict[str, Any]]]:
    """Opened without the portal, as the documentation says."""
    (work / "sealed.gpg").write_bytes(parts(archive)["data/sealed.json.gpg"])
    key = told("archive_key", archive)
    gpg = ["gpg", "--homedir", work, "--batch", "--quiet", "--pinentry-mode", "loopback"]
    opened = [*gpg, "--passphrase", key, "--decrypt", work / "sealed.gpg"]
    found: dict[str, Any] = json.loads(
        subprocess.run(opened, capture_output=True, check=True).stdout
    )
    return found


def test_what_pages_tell_to_the_person_or_the_unit_alone_is_sealed(
    archive: Path, tmp_path: Path
) -> None:
    open_parts = b"".join(parts(archive).values()).decode(errors="replace")
    opened = sealed(archive, tmp_path)
    closed = json.dumps(opened, ensure_ascii=False)
    for secret in SECRETS:
        assert secret in closed, secret
    # Comments of those who answer in an office are read at huvudman level, without their names.
    assert [secret for secret in SECRETS if secret in open_parts] == ["rektors ord"]
    assert opened["ratings"]
    assert not {"ratings", "responses", "remarks", "reflections"} & rows(archive).keys()
    steps = {row["step"] for row in opened["ratings"]}
    assert steps == {None, 1, 2, 3, 4}


def test_figures_are_those_of_blocks_and_nobody_at_teaching_level_is_with_them(
    archive: Path, tmp_path: Path
) -> None:
    found = rows(archive)
    blocks = {row["id"]: row for row in found["blocks"]}
    anonymous = [row for row in blocks.values() if row["level"] == "undervisning"]
    assert anonymous
    assert all(row["answered"] >= 5 for row in anonymous)
    assert len(found["tallies"]) == Tally.objects.count()
    teaching = {row["id"] for row in found["assessments"] if row["level"] == "undervisning"}
    asked = [row for row in found["participations"] if row["assessment"] in teaching]
    assert asked
    assert {(row["response"], row["mirror"]) for row in asked} == {(None, None)}
    assert not [
        each for each in sealed(archive, tmp_path)["responses"] if each["assessment"] in teaching
    ]


@pytest.mark.one_database
def test_nothing_that_lets_anybody_in_and_no_mail_is_in_it(archive: Path, ekby: Cast) -> None:
    text = b"".join(parts(archive).values()).decode(errors="replace")
    assert Letter.objects.exists()
    assert [word for word in ("hemligt", "ekby-saml", "0" * 64, "ABCDEFGH") if word in text] == []
    hashes = User.objects.values_list("password", flat=True)
    assert not [each for each in hashes if each in text]


@pytest.mark.one_database
def test_who_works_elsewhere_is_told_by_name_alone(archive: Path, ekby: Cast) -> None:
    people = {row["name"]: row for row in rows(archive)["people"]}
    assert people["Stina"]["email"] is None
    assert people["Rut"]["email"] == "rut@ekby.example"
    assert "Ove" not in people
    assert people_in(rows(archive)) <= {row["id"] for row in people.values()}


@pytest.mark.one_database
def test_each_part_has_its_hash_and_size_in_the_manifest(archive: Path) -> None:
    read = parts(archive)
    manifest = json.loads(read.pop("manifest.json"))
    for name, data in read.items():
        told_so = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        assert manifest["parts"][name] == told_so, name
    assert manifest["parts"].keys() == read.keys()
    sums = dict(line.split("  ")[::-1] for line in read["SHA256SUMS.txt"].decode().splitlines())
    assert sums.keys() == read.keys() - {"SHA256SUMS.txt"}
    assert "Ekby kommun: arkiv från Styrkedjan" in read["README.txt"].decode()
    assert (archive.stat().st_mode & 0o777) == 0o600


@pytest.mark.one_database
def test_reports_figures_and_editions_are_in_it_as_files(archive: Path, ekby: Cast) -> None:
    read = parts(archive)
    reports = rows(archive)["quality_reports"]
    assert len(reports) == 2
    for row in reports:
        assert hashlib.sha256(read[row["file"]]).hexdigest() == row["sha256"]
        assert row["is_up_to_date"]
    figures = [name for name in read if name.startswith("csv/bjorkskolan-")]
    assert len(figures) == 1
    lines = list(csv.reader(io.StringIO(read[figures[0]].decode("utf-8-sig")), delimiter=";"))
    assert lines[0][0] == "Tabell"
    catalogues = {name for name in read if name.startswith("catalogue/")}
    assert catalogues == {
        "catalogue/national/prov-2026.json",
        "catalogue/own/fjolar.json",
        "catalogue/own/lokal.json",
    }


def test_the_same_organisation_gives_the_same_rows(archive: Path, tmp_path: Path) -> None:
    again = tmp_path / "igen.zip"
    told("export_organisation", "ekby", again)
    assert {
        name: text
        for name, text in parts(again).items()
        if name.startswith("data/") and name.endswith("json")
    } == {
        name: text
        for name, text in parts(archive).items()
        if name.startswith("data/") and name.endswith("json")
    }
    assert list(parts(again)) == list(parts(archive))


@pytest.mark.one_database
def test_the_schema_is_told_from_the_models() -> None:
    """Run script/archive-schema."""
    assert json.loads(SCHEMA.read_text()) == schema()


def test_the_schema_describes_it(archive: Path, tmp_path: Path) -> None:
    described = json.loads(SCHEMA.read_text())
    Draft202012Validator.check_schema(described)
    validator = Draft202012Validator(described, format_checker=FormatChecker())
    manifest = json.loads(parts(archive)["manifest.json"])
    opened = sealed(archive, tmp_path)
    whole = {"manifest": manifest, "data": rows(archive), "sealed": opened}
    assert [each.message for each in validator.iter_errors(whole)] == []
    for table in (PEOPLE, *TABLES):
        assert whole["data"].get(table.name) or opened.get(table.name), f"none of {table.name}"


@pytest.mark.one_database
def test_an_archive_is_of_what_has_ended(ekby: Cast, tmp_path: Path) -> None:
    """Its answers are nobody's but those who gave them, until they are counted."""
    file = tmp_path / "ekby.zip"
    Round.objects.filter(title="Nästa").update(opened_at="2026-11-01T00:00:00Z")
    planned = Dialogue.objects.filter(~Q(step=DialogueStep.ENDED))
    planned.update(step=DialogueStep.GATHERING)
    with pytest.raises(CommandError, match=r"Omgången Nästa pågår.*Samtalet Ansvar.* pågår"):
        told("export_organisation", "ekby", file)
    assert not file.exists()


@pytest.mark.one_database
def test_no_file_is_written_over(archive: Path) -> None:
    with pytest.raises(CommandError, match="finns redan"):
        told("export_organisation", "ekby", archive)
    with pytest.raises(CommandError, match="Mappen"):
        told("export_organisation", "ekby", archive.parent / "saknas" / "a.zip")
    with pytest.raises(CommandError, match="Kontrollera stavningen"):
        told("export_organisation", "ekbo", archive.parent / "a.zip")
