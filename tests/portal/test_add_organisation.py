from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone

from portal.mail.sending import send_due
from portal.models import AuditEvent, Invitation, Letter, Organisation, User
from tests.conftest import Cast
from tests.portal.test_invitations import link_in


def add(slug: str = "nyby", **changed: str) -> None:
    given = {
        "name": "Nyby kommun",
        "kind": "municipality",
        "number": "212000-1234",
        "admin": "Anna@Nyby.example",
        "admin_name": "Anna Ek",
    }
    call_command("add_organisation", slug, **given | changed)


def test_an_organisation_begins_with_somebody_who_can_get_in(
    client: Client, db: None, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.MAILS_PER_MINUTE = 6_000_000
    add()
    nyby = Organisation.objects.get(slug="nyby")
    assert (nyby.name, nyby.organisation_number) == ("Nyby kommun", "2120001234")
    anna = nyby.memberships.get(role="admin").user
    assert (anna.email, anna.name) == ("anna@nyby.example", "Anna Ek")
    verbs = set(AuditEvent.objects.values_list("verb", "actor"))
    assert verbs == {
        ("organisation.added", None),
        ("membership.added", None),
        ("invitation.sent", None),
    }
    assert "En inbjudan till anna@nyby.example" in capsys.readouterr().out
    send_due()
    client.get(link_in(mail.outbox[0].body))
    client.post("/inbjudan/")
    page = client.get("/nyby/administration/")
    assert "Kom igång" in page.content.decode()


@pytest.mark.parametrize(
    ("slug", "changed", "told"),
    [
        ("ekby", {}, "Adressnamnet är upptaget."),
        ("logga-in", {}, "Adressnamnet är en av portalens egna sidor."),
        ("Ny by", {}, "Ett adressnamn har bara"),
        ("nyby", {"name": ""}, "Skriv huvudmannens namn."),
        ("nyby", {"number": "1234"}, "Ett organisationsnummer har tio siffror"),
        ("nyby", {"admin": "anna"}, "Det här ser inte ut som en e-postadress."),
        ("nyby", {"admin": ""}, "Skriv en e-postadress."),
        ("nyby", {"admin": "\u0430nna@nyby.example"}, "(CYRILLIC SMALL LETTER A)"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_made(
    cast: Cast, slug: str, changed: dict[str, str], told: str
) -> None:
    before = Organisation.objects.count(), User.objects.count()
    with pytest.raises(CommandError, match=told.replace("(", r"\(").replace(")", r"\)")):
        add(slug, **changed)
    assert (Organisation.objects.count(), User.objects.count()) == before
    assert not AuditEvent.objects.exists()
    assert not Letter.objects.exists()


def test_a_kind_that_there_is_none_of_is_told(db: None) -> None:
    with pytest.raises(CommandError, match="municipality"):
        call_command(
            "add_organisation", "nyby", "--name=N", "--kind=by", "--admin=anna@nyby.example"
        )


def test_somebody_who_is_here_already_administers_it_too(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    User.objects.filter(pk=cast.admin.pk).update(last_login=timezone.now())
    add(admin=cast.admin.email or "")
    assert cast.admin.memberships.filter(organisation__slug="nyby", role="admin").exists()
    assert not Invitation.objects.exists()
    assert "behöver ingen inbjudan" in capsys.readouterr().out
