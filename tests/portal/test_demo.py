"""Whom a visitor of the demo may sign in as."""

import pytest
from django.test import Client

from assessments.demo.hiring import appoint
from portal import demo
from portal.models import User
from tests.conftest import add_editor

pytestmark = pytest.mark.django_db


def test_a_visitor_signs_in_as_either_of_two_editors_and_begins_at_the_catalogue() -> None:
    appoint()
    assert len(demo.EDITORS) == 2
    for email in demo.EDITORS:
        client = Client()
        response = client.post("/demo/logga-in/", {"role": email}, follow=True)
        assert response.redirect_chain[-1] == ("/katalog/", 302)
        assert demo.EDITORS[email] in response.content.decode()


def test_an_editor_who_is_not_the_demos_is_nobody_to_sign_in_as(client: Client) -> None:
    real = add_editor("Edda")
    assert client.post("/demo/logga-in/", {"role": real.email}).status_code == 404


def test_whoever_is_no_longer_an_editor_is_not_offered(client: Client) -> None:
    appoint()
    first = next(iter(demo.EDITORS))
    User.objects.filter(email=first).update(is_catalogue_editor=False)
    assert client.post("/demo/logga-in/", {"role": first}).status_code == 404
    assert [editor.email for editor in demo.editors()] == list(demo.EDITORS)[1:]


def test_appointing_again_adds_nobody() -> None:
    appoint()
    appoint()
    assert User.objects.count() == 3


def test_a_visitor_signs_in_as_a_steward_and_begins_at_the_organisations() -> None:
    appoint()
    client = Client()
    response = client.post("/demo/logga-in/", {"role": next(iter(demo.STEWARDS))}, follow=True)
    assert response.redirect_chain[-1] == ("/huvudman/", 302)
