import pytest

from portal.imports.duties import role_of
from portal.terms import Role

# The duty roles of SS 12000, each with what it decides.
DUTY_ROLES = {
    "Rektor": Role.REKTOR,
    "Förskolechef": Role.REKTOR,
    "Lärare": Role.UNDERVISNING,
    "Förskollärare": Role.UNDERVISNING,
    "Barnskötare": Role.UNDERVISNING,
    "Fritidspedagog": Role.UNDERVISNING,
    "Förstelärare": Role.UNDERVISNING,
    "Speciallärare/specialpedagog": Role.UNDERVISNING,
    "Övrig pedagogisk personal": Role.UNDERVISNING,
    "Lärarassistent": "",
    "Bibliotekarie": "",
    "Annan personal": "",
    "Studie- och yrkesvägledare": "",
    "Kurator": "",
    "Skolsköterska": "",
    "Skolläkare": "",
    "Skolpsykolog": "",
    "Skoladministratör": "",
    "Övrig arbetsledning": "",
}


@pytest.mark.parametrize(("duty", "role"), DUTY_ROLES.items())
def test_leading_and_teaching_decide_the_level_and_the_rest_is_asked(
    duty: str, role: Role | str
) -> None:
    assert role_of(duty) == role


@pytest.mark.parametrize("duty", ["lärare", "LÄRARE", " Lärare ", "Lärare  i fritidshem"])
def test_case_and_spaces_do_not_matter(duty: str) -> None:
    assert role_of(duty) is Role.UNDERVISNING
