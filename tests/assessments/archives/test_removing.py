"""An organisation that leaves is gone from every table and file, and nobody else is touched."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError
from django.db import connection
from django.test import Client

from assessments.models import Archive, Round
from factors.models import Edition
from portal import audit
from portal.models import AuditEvent, Organisation, Unit, User
from portal.terms import Role
from portal.verbs import Verb
from tests.assessments.archives.conftest import SECRETS, told
from tests.conftest import Cast, add_editor, add_person

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = ("Ekby", "ekby", "Björkskolan", "bjorkskolan", "Tyra", "Rut", "Sigrid", "Tid för samtal")


def tables() -> dict[str, list[str]]:
    """Every row of every table, as text."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def leave(archive: Path, who: str = "ekby", **options: Any) -> str:
    receipt = archive.with_name("kvitto.json")
    more = {"archive": archive, "receipt": receipt, "yes": True, "by": "Dag Drift"} | options
    return told("remove_organisation", who, **more)


def test_nothing_is_left_and_nobody_else_is_touched(ekby: Cast, house: Path) -> None:
    """Folke works in Annanby too, Edda has published the nation's edition, Stina is a steward."""
    neighbour = add_person("Nora", ekby.outsider.memberships.get().organisation, Role.ADMIN)
    audit.record(None, Verb.PERSON_ADDED, neighbour, neighbour.memberships.get().organisation)
    edda = add_editor("Edda")
    User.objects.filter(pk=edda.pk).update(is_catalogue_editor=False)
    Edition.objects.filter(slug="prov-2026").update(submitted_by=edda)
    event = audit.event(None, Verb.PERSON_ADDED, edda, ekby.organisation)
    event.save()
    reader = Client()
    reader.force_login(ekby.admin)
    kept = Archive(organisation=ekby.organisation)
    kept.file.save("arkiv.zip", ContentFile(b"PK"))
    archive = house / "ekby.zip"
    told("export_organisation", "ekby", archive)
    before = tables()
    told_so = leave(archive)
    assert "Ekby kommun är borttagen" in told_so
    after = tables()
    for table, rows in after.items():
        assert [row for row in rows if row not in before[table] and "Tidigare" not in row] == [], (
            table
        )
        for word in (*NAMES, *SECRETS):
            found = [row for row in rows if word in row]
            # Folke's own address is his in Annanby too.
            assert [row for row in found if "folke@ekby.example" not in row] == [], (table, word)
    assert list((house / "files").rglob("*.*")) == []
    assert reader.get("/ekby/").status_code == 302
    people = set(User.objects.values_list("name", flat=True))
    assert people == {"Ove", "Folke", "Nora", "Stina", f"Tidigare anställd {edda.pk}"}
    assert Organisation.objects.get().slug == "annanby"
    assert AuditEvent.objects.count() == 1
    receipt = json.loads((house / "kvitto.json").read_text())
    assert receipt["archive"]["sha256"] == hashlib.sha256(archive.read_bytes()).hexdigest()
    assert (receipt["people"], receipt["people_left_as_numbers"]) == (12, 1)
    assert (receipt["people_kept"], receipt["removed_by"]) == (2, "Dag Drift")
    assert (receipt["rows"]["omgångar"], receipt["files"]) == (2, 3)
    text = (house / "kvitto.txt").read_text()
    assert all(word in text for word in ("30 dagar", "Dag Drift", receipt["seal"]))


def test_a_receipt_is_proved_by_the_portal_that_wrote_it(
    archive: Path, house: Path, settings: Any
) -> None:
    leave(archive)
    receipt = house / "kvitto.json"
    assert "Kvittot är äkta: Ekby kommun" in told("check_receipt", receipt)
    changed = house / "andrat.json"
    changed.write_text(receipt.read_text().replace("Dag Drift", "Någon annan"))
    foreign = house / "annat.json"
    foreign.write_text("{}")
    for file, reason in [
        (changed, "har ändrats"),
        (foreign, "inget kvitto"),
        (house / "x", "finns inte"),
    ]:
        with pytest.raises(CommandError, match=reason):
            told("check_receipt", file)
    settings.SECRET_KEY = "en annan nyckel, i en annan installation"
    with pytest.raises(CommandError, match="inte skrivet av den här"):
        told("check_receipt", receipt)


def test_an_older_copy_that_is_put_back_is_without_it(archive: Path, house: Path) -> None:
    told("backup", house / "kopia.zip")
    leave(archive)
    assert "En huvudman som hade tagits bort togs bort igen." in told(
        "restore", house / "kopia.zip", replace=True
    )
    assert Organisation.objects.get().slug == "annanby"
    assert not User.objects.filter(name="Rut").exists()
    assert list((house / "files").rglob("*.pdf")) == []
    ledger = (house / "removals.jsonl").read_text()
    assert not [word for word in NAMES if word in ledger]


def test_nothing_is_removed_unless_the_archive_is_of_what_is_here(
    archive: Path, ekby: Cast, house: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    other = house / "annanby.zip"
    told("export_organisation", "annanby", other)
    with pytest.raises(CommandError, match="Arkivet gäller Annanby kommun"):
        leave(other)
    monkeypatch.setattr("builtins.input", lambda _asked: "annanby")
    with pytest.raises(CommandError, match="inte adressnamnet"):
        leave(archive, yes=False)
    Round.objects.filter(title="Nästa").update(title="Nästnästa")
    with pytest.raises(CommandError, match=r"ändrats sedan arkivet gjordes: omgångar\. Gör"):
        leave(archive)
    Round.objects.filter(title="Nästnästa").update(title="Nästa")
    half = house / "halvt.zip"
    half.write_bytes(archive.read_bytes()[:-100])
    with pytest.raises(CommandError, match="inget arkiv"):
        leave(half)
    ours, settings.SECRET_KEY = settings.SECRET_KEY, "en annan nyckel, i en annan installation"
    with pytest.raises(CommandError, match="en annan installation"):
        leave(archive)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "en ny nyckel, efter ett byte", [ours]
    assert Unit.objects.filter(organisation=ekby.organisation).count() == 4
    assert not list(house.glob("kvitto.*"))
    monkeypatch.setattr("builtins.input", lambda _asked: "ekby")
    leave(archive, yes=False)
    with pytest.raises(CommandError, match=r"kvitto\.json finns redan"):
        leave(other, "annanby")
