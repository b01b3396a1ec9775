"""An archive is read in where there is room for it; nothing is done where it is not as it says."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.management import CommandError

from assessments.archives import reading, unpacking
from assessments.archives.manifest import Manifest
from assessments.archives.removing import remove
from assessments.models import Action, Analysis, Participation, Rating, Reflection, Tally
from factors.models import Edition, Statement
from portal.models import Membership, Organisation, User
from tests.assessments.archives.conftest import told
from tests.assessments.archives.test_writing import parts
from tests.conftest import Cast

Change = Callable[[dict[str, bytes]], None]


def spoiled(archive: Path, change: Change, sign: bool = False) -> Path:
    """Another archive with some parts changed; signed anew as only who has the key can."""
    read = parts(archive)
    change(read)
    if sign:
        manifest = json.loads(read["manifest.json"])
        for name, told_so in manifest["parts"].items():
            data = read.get(name, b"")
            told_so |= {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        unsigned = Manifest(**manifest)
        read["manifest.json"] = unsigned.written(told("archive_key", archive)).encode()
    target = archive.with_name("andrad.zip")
    with ZipFile(target, "w", ZIP_DEFLATED) as written:
        for name, data in read.items():
            written.writestr(name, data)
    return target


def of_manifest(**changes: Any) -> Change:
    def change(read: dict[str, bytes]) -> None:
        read["manifest.json"] = json.dumps(json.loads(read["manifest.json"]) | changes).encode()

    return change


def of_part(name: str, data: bytes | None) -> Change:
    def change(read: dict[str, bytes]) -> None:
        if data is None:
            del read[name]
        else:
            read[name] = data

    return change


def of_rows(table: str, **changes: Any) -> Change:
    """The first row says something else."""

    def change(read: dict[str, bytes]) -> None:
        rows = json.loads(read[f"data/{table}.json"])
        rows[0] |= changes
        read[f"data/{table}.json"] = json.dumps(rows).encode()

    return change


def named_so(name: str) -> Change:
    def change(read: dict[str, bytes]) -> None:
        manifest = json.loads(read["manifest.json"])
        manifest["parts"][name] = {"sha256": "0" * 64, "size": 3}
        read |= {name: b"ute", "manifest.json": json.dumps(manifest).encode()}

    return change


FIRST = Path(__file__).parent / "ekby-format-1.zip"
KEY_OF_FIRST = "a9d1de678ae7bfc9facc7f5a7c70a2ee25c96a9bfa9cf5ddd61d25fc6b146629"
FOREIGN, BROKEN, NEWER = "inget arkiv", "trasigt", "nyare version"


@pytest.mark.one_database
def test_what_is_broken_foreign_changed_or_newer_is_refused(archive: Path, ekby: Cast) -> None:
    key = told("archive_key", archive)
    remove(ekby.organisation)
    before = counts()
    whole = archive.read_bytes()
    for name, data, reason in [
        ("halv.zip", whole[: len(whole) // 2], FOREIGN),
        ("bild.zip", b"\x89PNG", FOREIGN),
        ("tom.zip", b"", FOREIGN),
    ]:
        archive.with_name(name).write_bytes(data)
        refused(archive.with_name(name), reason, key=key)
    refused(archive.with_name("saknas.zip"), "finns inte", key=key)
    for change, reason in [
        (of_part("manifest.json", None), FOREIGN),
        (of_part("manifest.json", b"[" * 100_000), FOREIGN),
        (of_manifest(kind="annat"), FOREIGN),
        (of_manifest(organisation=7), FOREIGN),
        (of_manifest(format=2), NEWER),
        (of_part("data/units.json", None), BROKEN),
        (of_part("data/units.json", b"[]"), "Nyckeln är inte|trasigt"),
        (of_manifest(made_at="2026-01-01T00:00:00Z"), "Nyckeln är inte"),
        (named_so("../ute.json"), BROKEN),
        (named_so("/ute.json"), BROKEN),
        (named_so("data\\ute.json"), BROKEN),
    ]:
        refused(spoiled(archive, change), reason, key=key)
    refused(archive, "Nyckeln är inte", key="0" * 64)
    refused(archive, "antingen --key")
    assert counts() == before
    assert not archive.parent.with_name("ute.json").exists()


def test_what_its_own_portal_would_never_write_is_refused_too(archive: Path, ekby: Cast) -> None:
    """Signed with the right key, by somebody with a program of their own."""
    key = told("archive_key", archive)
    remove(ekby.organisation)
    before = counts()
    for change, reason in [
        (of_rows("units", name="x" * 151), "units.json, id .*name"),
        (of_rows("units", school_forms=["FEL"]), "trasigt"),
        (of_rows("units", colour="blå"), NEWER),
        (of_rows("units", id="1"), BROKEN),
        (of_rows("actions", begins_on="2026-02-30"), "actions.json, id .*begins_on"),
        (of_rows("actions", ends_on="2001-01-01"), "an_action_ends_after_it_begins|trasigt"),
        (of_rows("memberships", unit=99_999), "memberships.json, id .*unit"),
        (of_rows("memberships", user=True), "memberships.json, id .*user"),
        (of_rows("tallies", n1=-1), "tallies.json, id .*n1"),
        (of_rows("tallies", statement="prov-2026/saknas/1/rektor"), "tallies.json, id .*statement"),
        (of_rows("blocks", answered=2, level="undervisning"), "at_least_five_persons|trasigt"),
        (of_rows("quality_reports", file="manifest.json"), "quality_reports.json, id .*file"),
        (of_rows("quality_reports", file="pdf/../README.txt"), "quality_reports.json, id .*file"),
        (of_rows("organisations", slug="annanby"), "organisations.json"),
        (of_part("data/units.json", b"{}"), BROKEN),
        (of_part("data/units.json", b"[1]"), BROKEN),
        (of_part("data/comments.json", b"[" * 100_000), BROKEN),
    ]:
        refused(spoiled(archive, change, sign=True), reason, key=key)
    assert counts() == before


@pytest.mark.one_database
def test_what_is_larger_than_it_says_or_than_anything_real_is_refused(
    archive: Path, ekby: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = told("archive_key", archive)
    remove(ekby.organisation)
    blown = of_part("data/units.json", b"[" + b" " * 10_000_000)
    for signed in (False, True):
        refused(spoiled(archive, blown, signed), BROKEN, key=key)
    for limit in ("MOST_PARTS", "MOST_BYTES"):
        with monkeypatch.context() as patch:
            patch.setattr(unpacking, limit, 10)
            refused(archive, "större än något riktigt", key=key)
    monkeypatch.setattr(reading, "LARGEST_TEXT", 1_000)
    refused(archive, BROKEN, key=key)


def test_the_address_must_be_free_and_the_nations_edition_the_same(
    archive: Path, ekby: Cast
) -> None:
    key = told("archive_key", archive)
    refused(archive, "Det finns redan en huvudman med adressnamnet ekby", key=key)
    remove(ekby.organisation)
    Statement.objects.filter(factor__edition__slug="prov-2026").update(text="Något annat.")
    refused(archive, "prov-2026 säger något annat", key=key)
    Edition.objects.filter(slug="prov-2026").delete()
    refused(archive, "prov-2026 finns inte här.*load_catalogue", key=key)


def test_who_is_here_already_is_the_same_person_and_stays_as_they_are(
    archive: Path, ekby: Cast
) -> None:
    """Folke works in Annanby too, so that only the others went with Ekby."""
    key = told("archive_key", archive)
    remove(ekby.organisation)
    User.objects.filter(pk=ekby.few[1].pk).update(name="Folke F", is_steward=True)
    other = User.objects.create_user("ny@annanby.example", "Ny", source_id="ss12000-1")
    told("import_organisation", archive, key=key)
    folke = User.objects.get(email="folke@ekby.example")
    assert (folke.pk, folke.name, folke.is_steward) == (ekby.few[1].pk, "Folke F", True)
    assert Membership.objects.filter(user=folke).count() == 2
    fia = User.objects.get(email="fia@ekby.example")
    assert (fia.source_id, fia.language, fia.last_login) == (None, "en", None)
    assert not fia.has_usable_password()
    stina = User.objects.get(name="Stina", is_steward=False)
    assert (stina.email, stina.memberships.count()) == (None, 0)
    assert User.objects.get(pk=other.pk).source_id == "ss12000-1"


def test_without_the_key_all_but_what_is_sealed_comes_in(archive: Path, ekby: Cast) -> None:
    remove(ekby.organisation)
    told("import_organisation", archive, without_sealed=True)
    assert Tally.objects.exists()
    assert not Rating.objects.exists()
    assert not Reflection.objects.exists()
    assert Participation.objects.exists()
    assert not Participation.objects.exclude(response=None).exists()
    assert Action.objects.get(title="Besök").dialogue is None
    assert set(Analysis.objects.values_list("unit__slug", flat=True)) == {None, "bjorkskolan"}


def test_an_archive_of_the_first_release_is_read(edition: Edition) -> None:
    """Made as `archive` is, and never made again: a later program must read what stands there."""
    edition.sub_goals.create(school_form="GR", row=1, text="Delmål nummer 1.")
    told("import_organisation", FIRST, key=KEY_OF_FIRST)
    ekby = Organisation.objects.get(slug="ekby")
    assert (ekby.units.count(), ekby.rounds.count(), ekby.memberships.count()) == (4, 2, 13)
    assert Tally.objects.count() > 20
    assert Reflection.objects.filter(text="min egen tanke").exists()


def refused(file: Path, reason: str, **options: Any) -> None:
    with pytest.raises(CommandError, match=f"(?s){reason}") as caught:
        told("import_organisation", file, **options)
    assert "\n" not in str(caught.value).strip()


def counts() -> list[int]:
    return [model.objects.count() for model in (Organisation, User, Membership, Tally)]
