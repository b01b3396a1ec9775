"""What a published figure means: a number in Swedish, or one of the signs that stand for none."""

import re
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from factors.terms import VALUED_KINDS, FigureKind

# Thousands are parted by a space, of whichever width; what is not quite so many has a word first.
SPACES = re.compile(r"[ \u00a0\u2009\u202f]")
ABOUT = re.compile(r"(?:cirka|ca\.?|~)\s*", re.I)
NUMBER = re.compile(r"[-\u2212]?(?:[0-9]{1,8}|[0-9]{1,3}(?: [0-9]{3}){1,2})(?:,[0-9]{1,4})?")
FEW_SIGNS = {".."}
MISSING_SIGNS = {"", ".", "-", "–"}
NOT_REQUIRED_SIGNS = {"*"}
SIGNS = FEW_SIGNS | MISSING_SIGNS | NOT_REQUIRED_SIGNS


class State(TextChoices):
    """How a figure is to be read. The label is what stands where there is no number."""

    NUMBER = "number", _("Siffra")
    ROUNDED = "rounded", _("Avrundad")
    FEW = "few", _("För få elever")
    MISSING = "missing", _("Saknas i källan")
    NOT_REQUIRED = "not_required", _("Räknas inte")
    UNKNOWN = "unknown", _("Okänt slag")
    NOT_READ = "not_read", _("Inte inläst")


STATE_OF_KIND: dict[str, State] = {
    FigureKind.MISSING: State.MISSING,
    FigureKind.FEW_PUPILS: State.FEW,
    FigureKind.NOT_REQUIRED: State.NOT_REQUIRED,
}


def value_of(text: str, kind: str) -> Decimal | None:
    """The number, where the source has one; a sign for none is never 0."""
    return _number(text) if kind in VALUED_KINDS else None


def is_readable(text: str, kind: str) -> bool:
    """Whether a figure that should be a number is one, or a sign that stands for none."""
    return kind not in VALUED_KINDS or text in SIGNS or _number(text) is not None


def state_of(text: str, kind: str) -> State:
    if kind not in VALUED_KINDS:
        return STATE_OF_KIND.get(kind, State.UNKNOWN)
    if text in SIGNS:
        return _state_of_sign(text)
    return State.ROUNDED if kind == FigureKind.ROUNDED or ABOUT.match(text) else State.NUMBER


def _state_of_sign(text: str) -> State:
    if text in FEW_SIGNS:
        return State.FEW
    return State.NOT_REQUIRED if text in NOT_REQUIRED_SIGNS else State.MISSING


def _number(text: str) -> Decimal | None:
    number = SPACES.sub(" ", ABOUT.sub("", text, count=1) if ABOUT.match(text) else text)
    if not NUMBER.fullmatch(number):
        return None
    return Decimal(number.replace(" ", "").replace("\u2212", "-").replace(",", "."))
