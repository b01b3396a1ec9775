"""Texts that say the same as another one, or nearly."""

from collections.abc import Iterator
from itertools import combinations

from django.utils.translation import gettext as _

from factors.catalogue.content import Catalogue
from factors.likeness import NEAR, likeness, words
from factors.places import Place, Text, texts_of
from factors.terms import OVERALL_ROW


def found(catalogue: Catalogue) -> Iterator[tuple[bool, Place, str]]:
    """Whether it is an error, where, and what to do."""
    for group in _groups(catalogue):
        for one, other in combinations(group, 2):
            yield from _twice(one, other)


def _groups(catalogue: Catalogue) -> list[list[Text]]:
    """The texts that should differ: one level's of a factor, one school form's, the prompts of
    a kind, and the factors' names."""
    groups: dict[object, list[Text]] = {}
    for text in texts_of(catalogue):
        groups.setdefault(_group(text), []).append(text)
    groups.pop(None, None)
    return list(groups.values())


def _group(text: Text) -> object:
    match text.key:
        case ("statement", slug, row, level) if row != OVERALL_ROW:
            return slug, level
        case ("sub_goal", _row, form):
            return form
        case ("prompt", kind, _text):
            return kind
        case ("factor", _slug, "name"):
            return "name"
    return None


def _twice(one: Text, other: Text) -> Iterator[tuple[bool, Place, str]]:
    where = {"spot": one.place.spot if one.place.spot != other.place.spot else one.place.heading}
    if words(one.text) == words(other.text):
        message = _("Texten är densamma som i %(spot)s. Ta bort eller ändra en av dem.")
        yield True, other.place, message % where
    elif len(words(other.text)) > 3 and likeness(one.text, other.text, NEAR) >= NEAR:
        message = _("Texten är nästan densamma som i %(spot)s. Kontrollera att båda ska finnas.")
        yield False, other.place, message % where
