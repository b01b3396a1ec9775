"""Every way in, and every try that failed, leaves a line in the log that names nobody."""

import logging

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from portal.slip_codes import new_code
from portal.slips import renew
from tests.conftest import Cast
from tests.portal.test_accounts import CODE, ask_for_code
from tests.portal.test_second_factor import SECRET, code_of


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in caplog.records if each.name == "portal.sign_in_log"]


def test_a_code_by_mail_and_a_second_step(client: Client, cast: Cast, caplog) -> None:
    caplog.set_level(logging.INFO, "portal.sign_in_log")
    TOTP.activate(cast.admin, SECRET)
    code = ask_for_code(client, cast.admin.email)
    client.post(CODE, {"code": "0000-0000"})
    client.post(CODE, {"code": code})
    client.post("/logga-in/andra-steget/kod/", {"code": "000000"})
    client.post("/logga-in/andra-steget/kod/", {"code": code_of(SECRET)})
    assert told(caplog) == [
        "A sign-in was refused: a wrong code by mail",
        "A sign-in was refused: a wrong second factor or passkey",
        f"Person {cast.admin.pk} signed in by code, then mfa",
    ]


def test_a_slip_and_tries_that_are_held_back(client: Client, cast: Cast, caplog, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"slip_sign_in": "2/m/ip"}
    caplog.set_level(logging.INFO, "portal.sign_in_log")
    code = new_code()
    renew(cast.organisation, {cast.teachers[0]: code}, cast.admin)
    for tried in (new_code(), code):
        client.post("/logga-in/lapp/", {"code": tried})
    Client().post("/logga-in/lapp/", {"code": code})
    assert told(caplog) == [
        "A sign-in was refused: a slip that does not hold",
        f"Person {cast.teachers[0].pk} signed in by slip",
        "Too many tries were held back: slip_sign_in",
    ]
