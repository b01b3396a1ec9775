from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from portal.models import Organisation
from portal.terms import OrganisationKind
from tests.portal.imports.school_data import NUMBER, register_unit, school_data
from tests.portal.imports.services import TOKEN, Register, School, running


@pytest.fixture
def ekby() -> Organisation:
    """Not saved: what reads from other systems needs no database."""
    return Organisation(
        name="Ekby kommun",
        slug="ek-by",
        kind=OrganisationKind.MUNICIPALITY,
        organisation_number=NUMBER,
    )


@pytest.fixture(autouse=True)
def _tries_again_at_once(settings: Settings) -> None:
    settings.FETCH_BACKOFF = 0


@pytest.fixture
def school(monkeypatch: pytest.MonkeyPatch) -> Iterator[School]:
    service = School(school_data(), {"persons": [], "duties": [], "organisations": []})
    with running(service):
        monkeypatch.setenv("STYRKEDJAN_SS12000_EK_BY", service.address + "/ss12000/v2")
        monkeypatch.setenv("STYRKEDJAN_SS12000_TOKEN_EK_BY", TOKEN)
        yield service


@pytest.fixture
def register(settings: Settings) -> Iterator[Register]:
    service = Register(
        [
            register_unit("11111111", "Björkskolan", schoolTypes=["FKLASS", "GR", "OPPFTH"]),
            register_unit("22222222", "Gamla skolan", status="UPPHORT"),
            register_unit("33333333", "Friskolan", "5560001234"),
        ]
    )
    with running(service):
        settings.SCHOOL_REGISTER = service.address
        yield service
