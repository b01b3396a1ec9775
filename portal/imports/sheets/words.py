"""What people write in cells for roles and school forms, besides what systems do."""

import re
from collections.abc import Mapping
from typing import TypeVar

from portal.imports.duties import role_of
from portal.imports.school_types import school_forms
from portal.imports.sheets.columns import key
from portal.languages import in_swedish
from portal.terms import Level, Role, SchoolForm

ENGLISH = {
    Role.ADMIN: "administrator",
    Role.HUVUDMAN: "organiser, school organiser, principal organiser, education provider",
    Role.REKTOR: (
        "principal, head teacher, deputy principal, deputy head, assistant principal,"
        " preschool principal, preschool head"
    ),
    Role.UNDERVISNING: "teaching, teacher, preschool teacher, special needs teacher",
}
FORMS = {
    SchoolForm.FS: "förskola, förskolan, preschool, pre-school",
    SchoolForm.FKLASS: "förskoleklass, förskoleklassen, f-klass, preschool class",
    SchoolForm.GR: "grundskola, grundskolan, compulsory school",
    SchoolForm.GRAN: (
        "anpassad grundskola, anpassade grundskolan, grundsärskola, grundsärskolan, träningsskola,"
        " adapted compulsory school"
    ),
    SchoolForm.SP: "specialskola, specialskolan, special school",
    SchoolForm.SAM: "sameskola, sameskolan, sami school",
    SchoolForm.GY: "gymnasieskola, gymnasieskolan, gymnasium, gymnasiet, upper secondary school",
    SchoolForm.GYAN: (
        "anpassad gymnasieskola, anpassade gymnasieskolan, gymnasiesärskola, gymnasiesärskolan,"
        " adapted upper secondary school"
    ),
    SchoolForm.VUX: (
        "vuxenutbildning, vuxenutbildningen, kommunal vuxenutbildning, komvux, särvux,"
        " komvux som anpassad utbildning, svenska för invandrare, adult education"
    ),
    SchoolForm.FTH: ("fritidshem, fritidshemmet, fritids, leisure-time centre, school-age educare"),
}
SEPARATOR = re.compile(r"[,;/+&|]|\b(?:och|samt|and)\b", re.IGNORECASE)

Forms = tuple[SchoolForm, ...]
T = TypeVar("T", Role, SchoolForm)


def _by_key(words: Mapping[T, str]) -> dict[str, T]:
    return {key(word): value for value, some in words.items() for word in some.split(",")}


ROLE_BY_KEY = _by_key(ENGLISH)
FORM_BY_KEY = _by_key(FORMS)


def role_in(word: str) -> Role | str:
    """The role that the word decides, or "" where it does not."""
    found = role_of(word) or _labels().get(key(word)) or ROLE_BY_KEY.get(key(word))
    return Role(found) if found else ""


def _labels() -> dict[str, str]:
    """The portal's own words, in Swedish and as the reader sees them: "Rektor", "rektorsnivån"."""
    with in_swedish():
        swedish = _labels_here()
    return _labels_here() | swedish


def _labels_here() -> dict[str, str]:
    labels = {key(text): role for role in Role for text in (str(role.label), role.value)}
    levels = {
        key(level.place).removesuffix(end): level.value for level in Level for end in ("", "n")
    }
    return labels | levels


def forms_in(text: str) -> tuple[Forms, list[str]]:
    """The school forms that are named, in the order of the school system, and unknown words."""
    words = [word.strip() for word in SEPARATOR.split(text) if word.strip()]
    if text.strip() and key(text) in FORM_BY_KEY:
        words = [text]
    found: set[SchoolForm] = set()
    unknown = []
    for word in words:
        forms = _form(word)
        found.update(forms)
        unknown += [] if forms else [word]
    return tuple(form for form in SchoolForm if form in found), unknown


def _form(word: str) -> Forms:
    by_name = FORM_BY_KEY.get(key(word))
    return (by_name,) if by_name else school_forms([word])
