"""Takes a text out of its lines: hyphenation, ligatures and odd spaces of the source are mended."""

import re
import unicodedata
from typing import NamedTuple

from factors.catalogue.records import DIRECTIONS

SOFT_HYPHEN = "\u00ad"
LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
# What has no width, and no meaning in a statement.
UNSEEN = frozenset("\u200b\u200c\u200d\u2060\ufeff") | DIRECTIONS
BROKEN = re.compile(rf"(?<![^\W_])([^\W_]+)([-\u2010{SOFT_HYPHEN}])[ ]*\n\s*([^\W_]+)")
# "kunskaps- och": the hyphen stands for a part of the word that comes later.
JOINERS = frozenset({"och", "eller", "samt", "respektive", "resp", "men", "till", "and", "or"})


class Mend(NamedTuple):
    """A word that stood in two lines, and what was made of it."""

    was: str
    now: str


class Mended(NamedTuple):
    text: str
    mends: tuple[Mend, ...]


def mend(raw: str) -> Mended:
    """The text in one line, and the words in it that were put together."""
    mends: list[Mend] = []

    def joined(found: re.Match[str]) -> str:
        first, _hyphen, second = found.groups()
        if second.lower() in JOINERS:
            return f"{first}- {second}"
        now = first + ("-" if _keeps_hyphen(first, second) else "") + second
        mends.append(Mend(f"{first}-/{second}", now))
        return now

    text = legible(raw)
    for _time in range(2):  # a word may stand in three lines
        text = BROKEN.sub(joined, text)
    text = text.replace(SOFT_HYPHEN, "")
    return Mended(" ".join(text.split()), tuple(mends))


def legible(raw: str) -> str:
    """Ordinary letters, spaces and line breaks, and nothing that can't be seen but soft hyphens."""
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
    text = "".join(_seen(sign) for sign in text.translate(LIGATURES))
    return unicodedata.normalize("NFC", text)


def _seen(sign: str) -> str:
    if sign in UNSEEN:
        return ""
    if sign in "\n\t" or sign == SOFT_HYPHEN:
        return sign
    if sign in "\f\v\x85\u2028\u2029":
        return "\n"
    category = unicodedata.category(sign)
    if category in {"Cc", "Cs"}:
        return ""
    return " " if category == "Zs" else sign


def _keeps_hyphen(first: str, second: str) -> bool:
    """ "IT-system", "F-6", "Väst-Sverige"."""
    return first.isupper() or not first[-1].isalpha() or not second[0].islower()
