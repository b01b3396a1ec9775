"""The page that is read before publishing, and the log of what was done."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from factors import drafts
from factors.models import Edition, Statement
from portal.days import today
from portal.models import AuditEvent
from portal.verbs import Verb
from tests.conftest import Cast, add_factor


@pytest.fixture
def first(cast: Cast) -> Edition:
    edition = drafts.begin(cast.organisation, "forsta", "Första")
    add_factor(edition, "eget", "Eget", 1)
    return edition


@pytest.fixture
def second(first: Edition, cast: Cast) -> Edition:
    first.publish(cast.admin, today())
    return drafts.go_on_from(first, "andra", "Andra")


def page_of(client: Client, cast: Cast, edition: Edition) -> str:
    client.force_login(cast.admin)
    page: str = client.get(reverse("factors:edition_review", kwargs=edition.place)).text
    return " ".join(page.split())


def test_all_is_new_in_an_edition_without_base(client: Client, first: Edition, cast: Cast) -> None:
    assert "allt i den är nytt" in page_of(client, cast, first)


def test_changed_words_are_marked_for_eye_and_ear(
    client: Client, second: Edition, cast: Cast
) -> None:
    cell = Statement.objects.filter(factor__edition=second, row=1, level="rektor")
    cell.update(text="eget <b>ledarskap</b> 1")
    page = page_of(client, cast, second)
    hidden = '<span class="visually-hidden">'
    assert f"<del>{hidden}[borttaget: </span>rektor {hidden}]</span></del>" in page
    assert f"<ins>{hidden}[tillagt: </span>&lt;b&gt;ledarskap&lt;/b&gt; {hidden}" in page
    assert "Rad 1, rektor" in page


def test_errors_stand_before_warnings_and_hide_the_buttons(
    client: Client, second: Edition, cast: Cast
) -> None:
    assert "Publicera utgåvan" in page_of(client, cast, second)
    second.factors.update(adds_to="finns-inte", why="")
    page = page_of(client, cast, second)
    assert page.index("1 fel som måste rättas") < page.index("att ta ställning till")
    assert "Publicera utgåvan" not in page


def test_a_published_edition_tells_what_changed_and_how_it_is_mended(
    client: Client, second: Edition, cast: Cast
) -> None:
    Statement.objects.filter(factor__edition=second, row=2, level="huvudman").delete()
    second.publish(cast.admin, today())
    page = page_of(client, cast, second)
    assert "Borttagen" in page
    assert "Ny utgåva som rättar" in page
    assert "Kontroller" not in page


def test_the_review_asks_as_much_for_three_factors_as_for_one(
    client: Client, second: Edition, cast: Cast, django_assert_num_queries: Any
) -> None:
    client.force_login(cast.admin)
    address = reverse("factors:edition_review", kwargs=second.place)
    client.get(address)
    with django_assert_num_queries(18):
        client.get(address)
    for position in (2, 3):
        add_factor(second, f"eget-{position}", f"Eget {position}", position)
    with django_assert_num_queries(18):
        client.get(address)


def test_the_log_tells_what_was_done_with_this_catalogue_only(
    client: Client, first: Edition, cast: Cast
) -> None:
    def event(verb: Verb, text: str, **more: Any) -> None:
        AuditEvent.objects.create(
            verb=verb, text=text, actor=cast.admin, **{"organisation": cast.organisation} | more
        )

    event(Verb.EDITION_CREATED, "Egna frågor")
    event(Verb.UNIT_ADDED, "Nya skolan")
    event(Verb.EDITION_CREATED, "Nationella frågor", organisation=None)
    client.force_login(cast.admin)
    address = reverse("factors:editions_log", args=[cast.organisation.slug])
    page = client.get(address).text
    assert "Egna frågor" in page
    assert "Nya skolan" not in page
    assert "Nationella frågor" not in page
    for number in range(50):
        event(Verb.EDITION_REMOVED, f"Utkast {number}")
    assert "Sida 1 av 2" in client.get(address).text
    assert "Egna frågor" in client.get(address, {"sida": 2}).text
