"""What a person should look at in a pasted table before it is saved."""

import re
from collections import Counter
from collections.abc import Iterable
from enum import Enum, auto

from factors.pasting.reading import is_cut

LONG = 900
WORDS = re.compile(r"[^\W\d_]+")
# Small words that tell a language apart from Swedish, and Swedish ones.
SWEDISH = frozenset(
    WORDS.findall("och att för som av på är med till en ett den det inte om samt i")
)
OTHERS = frozenset(
    WORDS.findall("the of and is that with are by og ikke å af und die der das mit für ja ei että")
)


class Doubt(Enum):
    LONG = auto()
    CUT = auto()
    MID_SENTENCE = auto()
    FOREIGN = auto()


def doubts(text: str, small: bool) -> list[Doubt]:
    """`small`: whether statements of this table begin with a small letter, as most do."""
    found = []
    if len(text) > LONG:
        found.append(Doubt.LONG)
    if is_cut(text):
        found.append(Doubt.CUT)
    if text and text[0].isalpha() and text[0].islower() != small:
        found.append(Doubt.MID_SENTENCE)
    if is_foreign(text):
        found.append(Doubt.FOREIGN)
    return found


def begin_small(texts: Iterable[str]) -> bool:
    """Whether most of the texts begin with a small letter."""
    counted = Counter(text[0].islower() for text in texts if text[:1].isalpha())
    return counted[True] >= counted[False]


def is_foreign(text: str) -> bool:
    words = [word.lower() for word in WORDS.findall(text)]
    foreign = sum(word in OTHERS for word in words)
    return foreign >= 2 and foreign > sum(word in SWEDISH for word in words)
