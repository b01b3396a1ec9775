"""School types as other systems write them, in the school forms of the portal."""

from portal.terms import SchoolForm

OLDER_NAMES = {
    "FSK": SchoolForm.FKLASS,
    "OPPFTH": SchoolForm.FTH,
    "GRS": SchoolForm.GRAN,
    "TR": SchoolForm.GRAN,
    "GYS": SchoolForm.GYAN,
    "SFI": SchoolForm.VUX,
}
# Komvux is told of whole or by its parts: VUXGR, VUXSFI, SARVUX and others.
ADULT = ("VUX", "SARVUX")
BY_CODE = {form.value: form for form in SchoolForm} | OLDER_NAMES


def school_forms(codes: list[str]) -> tuple[SchoolForm, ...]:
    """The forms that the codes stand for, in the order of the school system."""
    found = {_form(code.upper()) for code in codes}
    return tuple(form for form in SchoolForm if form in found)


def _form(code: str) -> SchoolForm | None:
    return SchoolForm.VUX if code.startswith(ADULT) else BY_CODE.get(code)


def unknown_types(codes: list[str]) -> list[str]:
    return [code for code in codes if _form(code.upper()) is None]
