"""How alike two texts are, word by word."""

from difflib import SequenceMatcher

# From here on two texts are taken for the same with a word or two changed.
NEAR = 0.85
# From here on one text may well go on from the other.
ALIKE = 0.5


def words(text: str) -> list[str]:
    return text.casefold().split()


def likeness(one: str, other: str, least: float = 0.0) -> float:
    """From 0 to 1, which is the same words; 0 for what is clearly less than the least."""
    matcher = SequenceMatcher(None, words(one), words(other))
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    return matcher.ratio()
