"""Duties to all organisations, given from the command line."""

import pytest
from django.core.management import CommandError, call_command

from portal.models import AuditEvent, User
from tests.conftest import Cast

DUTIES = pytest.mark.parametrize(
    ("command", "flag", "noun", "verbs"),
    [
        (
            "catalogue_editor",
            "is_catalogue_editor",
            "redaktör för katalogen",
            ["catalogue.editor_added", "catalogue.editor_removed"],
        ),
        ("steward", "is_steward", "portalförvaltare", ["steward.added", "steward.removed"]),
    ],
)


@DUTIES
def test_a_duty_is_given_and_taken_back_and_the_log_tells(
    cast: Cast,
    command: str,
    flag: str,
    noun: str,
    verbs: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    for _twice in range(2):
        call_command(command, " Sigrid@Ekby.example ")
    assert getattr(User.objects.get(pk=cast.skolchef.pk), flag)
    call_command(command, "sigrid@ekby.example", "--remove")
    assert not getattr(User.objects.get(pk=cast.skolchef.pk), flag)
    told = capsys.readouterr().out.splitlines()
    assert told == [f"Sigrid är {noun}."] * 2 + [f"Sigrid är inte längre {noun}."]
    events = AuditEvent.objects.order_by("pk").values_list("verb", "person", "organisation")
    assert list(events) == [(verb, cast.skolchef.pk, None) for verb in verbs]


@DUTIES
def test_somebody_new_is_added(
    db: None, command: str, flag: str, noun: str, verbs: list[str]
) -> None:
    call_command(command, "ny@portalen.example", "--name", "Nils Ny")
    assert User.objects.filter(**{flag: True}).get().name == "Nils Ny"


@pytest.mark.parametrize("command", ["catalogue_editor", "steward"])
def test_what_is_no_address_and_who_is_unknown_is_told(db: None, command: str) -> None:
    with pytest.raises(CommandError, match="nils är ingen e-postadress"):
        call_command(command, "nils")
    with pytest.raises(CommandError, match="Ingen har adressen nils@portalen"):
        call_command(command, "nils@portalen.example", "--remove")
    assert not User.objects.exists()
