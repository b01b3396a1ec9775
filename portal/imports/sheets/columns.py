"""The columns of a sheet, and the names that they go by in the systems of schools."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.imports.kinds import STAFF, UNITS
from portal.sorting import search_key


@dataclass(frozen=True, slots=True)
class Column:
    """`names` are as `key` makes them: without case, accents, spaces and punctuation."""

    slug: str
    label: Promise
    names: str
    longest: int = 150


@dataclass(frozen=True, slots=True)
class Need:
    """What a sheet can't do without, in any of some ways."""

    label: Promise
    ways: tuple[frozenset[str], ...]


UNIT = Column(
    "unit",
    _("Enhet"),
    "enhet enhetsnamn skolenhet skolenhetsnamn skola skolnamn forskola arbetsplats"
    " unit unitname school schoolname schoolunit schoolunitname",
)
UNIT_NAME = Column("unit", _("Enhet"), UNIT.names + " namn name displayname")
CODE = Column(
    "code", _("Skolenhetskod"), "skolenhetskod skolkod kod code schoolunitcode unitcode schoolcode"
)
FORMS = Column(
    "forms",
    _("Skolformer"),
    "skolform skolformer verksamhetsform verksamhetsformer"
    " schoolform schoolforms schooltype schooltypes",
)
AREA = Column(
    "area",
    _("Område"),
    "omrade rektorsomrade verksamhetsomrade skolomrade area district schoolarea",
    80,
)
NAME = Column(
    "name",
    _("Namn"),
    "namn fullstandigtnamn forochefternamn personnamn medarbetare"
    " name fullname displayname employee",
)
GIVEN = Column("given", _("Förnamn"), "fornamn tilltalsnamn givenname firstname")
FAMILY = Column("family", _("Efternamn"), "efternamn familyname lastname surname")
EMAIL = Column(
    "email",
    _("E-post"),
    "epost epostadress mejl mejladress mail mailadress arbetsepost arbetsmejl epostarbete"
    " jobbmejl email emailaddress workemail",
    254,
)
ROLE = Column("role", _("Roll"), "roll niva role level", 100)
DUTY = Column(
    "duty",
    _("Befattning"),
    "befattning befattningsbenamning tjanst tjanstetitel yrke yrkesroll yrkestitel titel"
    " jobtitle title position duty dutyrole",
    100,
)
TEAM = Column("team", _("Arbetslag"), "arbetslag arbetslagsnamn lag team teamname workteam", 100)

COLUMNS = {
    UNITS: (UNIT_NAME, CODE, FORMS, AREA),
    STAFF: (NAME, GIVEN, FAMILY, EMAIL, UNIT, CODE, ROLE, DUTY, TEAM),
}
NEEDS = {
    UNITS: (Need(_("Enhet"), (frozenset({"unit"}),)),),
    STAFF: (
        Need(
            _("Namn, eller Förnamn och Efternamn"),
            (frozenset({"name"}), frozenset({"given", "family"})),
        ),
        Need(_("E-post"), (frozenset({"email"}),)),
        Need(_("Enhet eller Skolenhetskod"), (frozenset({"unit"}), frozenset({"code"}))),
    ),
}
# A list of units has none of these.
OF_PEOPLE = (GIVEN, FAMILY, ROLE, TEAM)
PERSONAL_NUMBERS = (
    "personnummer",
    "personnr",
    "persnr",
    "pnr",
    "samordningsn",
    "civicno",
    "ssn",
    "socialsecurity",
    "personalidentity",
)


def key(text: str) -> str:
    """Texts with the same letters and digits are the same."""
    return "".join(sign for sign in search_key(text) if sign.isalnum())


def known_columns(kind: str, headings: Iterable[str]) -> dict[int, Column]:
    """By its place, each heading that stands for a column."""
    by_name = {name: column for column in COLUMNS[kind] for name in column.names.split()}
    named = enumerate(map(key, headings))
    return {place: by_name[name] for place, name in named if name in by_name}


def missing(kind: str, slugs: Iterable[str]) -> list[Promise]:
    found = set(slugs)
    return [need.label for need in NEEDS[kind] if not any(way <= found for way in need.ways)]


def are_of_people(headings: Iterable[str]) -> bool:
    names = {name for column in OF_PEOPLE for name in column.names.split()}
    return any(key(heading) in names for heading in headings)


def is_personal_number(heading: str) -> bool:
    return key(heading).startswith(PERSONAL_NUMBERS)
