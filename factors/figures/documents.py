"""Whose figures a document holds: told in it, in its own address or in the name of the file."""

import re

from portal.imports.documents import Values, mapping, text
from portal.terms import SchoolForm

FORMS = {
    "fsk": SchoolForm.FKLASS,
    "gr": SchoolForm.GR,
    "gran": SchoolForm.GRAN,
    "gy": SchoolForm.GY,
    "gyan": SchoolForm.GYAN,
}
FORM = "|".join(sorted(FORMS, key=len, reverse=True))
CODE = re.compile(r"[0-9]{8}")
ADDRESS = re.compile(rf"/school-units/([0-9]{{8}})/statistics/({FORM})/?(?:\?.*)?\Z")
FILE_NAME = re.compile(rf"(?:\A|.*[^0-9])([0-9]{{8}})[-_ .]({FORM})\.json\Z", re.I | re.S)


def body_of(document: object) -> Values:
    """The measures: in the `body` of an answer, or bare."""
    values = mapping(document)
    return mapping(values["body"]) if "body" in values else values


def identity_of(document: object, file_name: str) -> tuple[str, str]:
    """The unit's code and the school form; empty what is not told."""
    body = body_of(document)
    for values in (mapping(document), body):
        code, form = text(values, "schoolUnitCode"), text(values, "schoolForm").lower()
        if CODE.fullmatch(code) and form in FORMS:
            return code, FORMS[form]
    own = text(mapping(mapping(body.get("_links")).get("self")), "href")
    found = ADDRESS.search(own) or FILE_NAME.match(file_name)
    return (found[1], FORMS[found[2].lower()]) if found else ("", "")
