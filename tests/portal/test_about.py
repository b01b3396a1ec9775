"""What the portal says of itself."""

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

PAGE = "/tillganglighet/"
AUTHORITY = "https://www.digg.se/tdosanmalan"


def test_who_meets_an_obstacle_is_told_whom_to_write_to(client: Client, settings: Any) -> None:
    settings.CONTACT = "hjalp@ekby.example"
    told = client.get(PAGE).text
    assert 'href="mailto:hjalp@ekby.example"' in told
    assert AUTHORITY in told


def test_without_an_address_they_are_led_to_their_administrator(client: Client) -> None:
    told = client.get(PAGE).text
    assert "mailto:" not in told
    assert "administratör för portalen" in told


def test_every_page_leads_to_it(client: Client) -> None:
    assert f'href="{PAGE}"' in client.get("/logga-in/").text
