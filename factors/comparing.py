"""What changed from one edition to another, text by text and word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

from factors.catalogue.content import Catalogue
from factors.places import Key, Place, Text, texts_of

# A word with the space after it, so that the words joined are the text.
WORD = re.compile(r"\S+\s*|\s+")


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


class Piece(NamedTuple):
    """Some words of a text, and whether only this side has them."""

    text: str
    differs: bool


class Sides(NamedTuple):
    before: list[Piece]
    after: list[Piece]


@dataclass(frozen=True, slots=True)
class Change:
    """What is added has no `before`, what is removed no `after`."""

    kind: Kind
    before: Text | None
    after: Text | None

    @property
    def place(self) -> Place:
        return next(text.place for text in (self.after, self.before) if text)

    @property
    def moved_from(self) -> Place | None:
        """Where it stood, when it goes on from a text in another place."""
        moved = self.before and self.after and self.before.key != self.after.key
        return self.before.place if moved and self.before else None

    @property
    def texts(self) -> Sides:
        return side_by_side(_text(self.before), _text(self.after))

    @property
    def remarks(self) -> Sides:
        """Empty where they say the same."""
        before, after = _remarks(self.before), _remarks(self.after)
        return Sides([], []) if before == after else side_by_side(before, after)


def changes(before: Catalogue, after: Catalogue) -> list[Change]:
    """In the order of the pages: what is in the later edition, then what is there no more."""
    earlier = {text.key: text for text in texts_of(before)}
    later = list(texts_of(after))
    pairs = _pairs(earlier, later)
    found = [_change(earlier.get(pairs[text.key]), text) for text in later]
    gone = [text for key, text in earlier.items() if key not in pairs.values()]
    removed = [Change(Kind.REMOVED, text, None) for text in gone]
    return [change for change in found if change] + removed


def by_heading(found: list[Change]) -> dict[str, list[Change]]:
    """The headings come in the order of their first change."""
    headings: dict[str, list[Change]] = {}
    for change in found:
        headings.setdefault(change.place.heading, []).append(change)
    return headings


def side_by_side(before: str, after: str) -> Sides:
    old, new = WORD.findall(before), WORD.findall(after)
    sides = Sides([], [])
    for tag, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        differs = tag != "equal"
        for side, words in ((sides.before, old[i:j]), (sides.after, new[k:m])):
            if words:
                side.append(Piece("".join(words), differs))
    return sides


def _pairs(earlier: dict[Key, Text], later: list[Text]) -> dict[Key, Key]:
    """Which earlier text each later one is set beside: what it follows, or what stood there."""
    pairs = {text.key: text.follows for text in later if text.follows in earlier}
    taken = set(pairs.values())
    for text in later:
        if text.key not in pairs:
            pairs[text.key] = () if text.key in taken else text.key
    return pairs


def _change(before: Text | None, after: Text) -> Change | None:
    if before is None:
        return Change(Kind.ADDED, None, after)
    if (before.text, before.remarks) != (after.text, after.remarks):
        return Change(Kind.CHANGED, before, after)
    return Change(Kind.MOVED, before, after) if before.key != after.key else None


def _text(side: Text | None) -> str:
    return side.text if side else ""


def _remarks(side: Text | None) -> str:
    return side.remarks if side else ""
