"""A table as a PDF reader copies it: broken lines, and cells one after another."""

import re
from typing import NamedTuple

from factors.pasting.headings import NameOf
from factors.pasting.sentences import begins_anew, ends, is_dash, without_dashes

PAGE_NUMBER = re.compile(
    r"(?:sida |sid\. ?|- )?\d{1,3}(?: ?(?:av|/) ?\d{1,3}| ?\(\d{1,3}\)| -)?", re.I
)
STEM = re.compile(r"Varje\s+nivå\s+i\s+styrkedjan\b.{0,250}?\bgenom\s+att(?:\s+på)?\b", re.S)
HEAD_LIMIT = 60


class Part(NamedTuple):
    """Pieces of text under the names of their columns; a later one is on the next page."""

    names: list[str]
    pieces: list[str]


class Plain(NamedTuple):
    stem: str
    parts: list[Part]
    dropped: list[str]


def read(text: str, name_of: NameOf, each_line: bool) -> Plain:
    """The pieces that the text falls into, each a cell; what is no part of the table is dropped."""
    stem, text = _stem(text)
    lines, dropped = without_page_signs([line.strip() for line in text.split("\n")], name_of)
    parts: list[Part] = []
    kept: list[str] = []
    names: list[str] = []
    number = 0
    while number < len(lines):
        found, after = _names_at(lines, number, name_of)
        if not found:
            kept.append(lines[number])
            number += 1
            continue
        if parts or names:
            parts.append(Part(names, pieces(kept, each_line)))
        else:  # what stands before the table
            dropped += [line for line in kept if line]
        kept, names, number = [], found, after
    return Plain(stem, [*parts, Part(names, pieces(kept, each_line))], dropped)


def pieces(lines: list[str], each_line: bool = False) -> list[str]:
    """Broken lines put together to the texts that they are lines of."""
    lines = _told_apart(lines)
    said = [line for line in lines if line]
    if each_line or _is_list(said):
        return said
    blanks_part = _blanks_part(lines, said)
    found: list[str] = []
    blank = True
    for line in lines:
        if not line:
            blank = blank or blanks_part
        elif blank or not found or begins_anew(found[-1], line):
            found.append(line)
            blank = False
        else:
            found[-1] += "\n" + line
    return found


def _told_apart(lines: list[str]) -> list[str]:
    """Dashes that are cells of their own, not the signs of a list: a few, after a whole text."""
    marked = [number for number, line in enumerate(lines) if without_dashes(line)[0]]
    listed = any(number + 1 in marked for number in marked)
    before = (_said_before(lines, number) for number in marked)
    if listed or not all(not text or ends(text) for text in before):
        return lines
    parted = (without_dashes(line) for line in lines)
    return [line for dashes, rest in parted for line in (*dashes, rest)]


def without_page_signs(lines: list[str], name_of: NameOf) -> tuple[list[str], list[str]]:
    """Without page numbers, and the heads that stand beside them on each page."""
    signs = {number for number, line in enumerate(lines) if _is_page_number(lines, number)}
    said = [number for number, line in enumerate(lines) if line]
    places: dict[str, list[int]] = {}
    for place, number in enumerate(said):
        places.setdefault(lines[number], []).append(place)
    edges = {-1, len(said), *(place for place, number in enumerate(said) if number in signs)}
    for line, where in places.items():
        plain = len(where) > 1 and len(line) <= HEAD_LIMIT and not ends(line) and not is_dash(line)
        if (
            plain
            and not _names_in(line, name_of)
            and all({place - 1, place + 1} & edges for place in where)
        ):
            signs |= {said[place] for place in where}
    dropped = [lines[number] for number in sorted(signs)]
    return ["" if number in signs else line for number, line in enumerate(lines)], dropped


def _is_page_number(lines: list[str], number: int) -> bool:
    """A number alone is one, if the text before it has come to an end or the next has a head."""
    if not PAGE_NUMBER.fullmatch(lines[number]):
        return False
    before = _said_before(lines, number)
    alone = not "".join(lines[number - 1 : number]) and not "".join(lines[number + 1 : number + 2])
    return alone or not before or ends(before) or is_dash(before) or lines.count(before) > 1


def _stem(text: str) -> tuple[str, str]:
    """The words that lead into the table, and the text without them."""
    found = STEM.search(text)
    if not found:
        return "", text
    return found[0], text[: found.start()] + "\n" + text[found.end() :]


def _names_at(lines: list[str], number: int, name_of: NameOf) -> tuple[list[str], int]:
    """The names of columns that begin at this line, and where they end.

    One name alone may be a word of a broken line: it counts if it can be nothing else.
    """
    if not lines[number]:
        return [], number
    names: list[str] = []
    after = number
    for place in range(number, len(lines)):
        found = _names_in(lines[place], name_of) if lines[place] else []
        if lines[place] and (not found or set(found) & set(names)):
            break
        if found:
            names, after = names + found, place + 1
    if len(names) == 1 and not _stands_alone(lines, number):
        return [], number
    return names, after


def _names_in(line: str, name_of: NameOf) -> list[str]:
    """ "huvudmannanivån rektorsnivån undervisningsnivån": the longest names that fill the line."""
    words = line.split()
    if len(line) > 300 or len(words) > 30:
        return []
    names: list[str] = []
    while words:
        sizes = range(min(4, len(words)), 0, -1)
        size = next((size for size in sizes if name_of(" ".join(words[:size]))), 0)
        if not size:
            return []
        names.append(name_of(" ".join(words[:size])))
        words = words[size:]
    return names


def _stands_alone(lines: list[str], number: int) -> bool:
    before = _said_before(lines, number)
    told = lines[number][0].isupper() or "nivå" in lines[number].lower()
    return told and (not before or ends(before) or is_dash(before))


def _said_before(lines: list[str], number: int) -> str:
    return next((lines[place] for place in range(number - 1, -1, -1) if lines[place]), "")


def _is_list(said: list[str]) -> bool:
    """Each line is a statement of its own: all end as sentences do, or none does."""
    lines = [line for line in said if not is_dash(line)]
    ended = sum(map(ends, lines))
    whole = ended == len(lines) and len(lines) > 1
    short = ended == 0 and all(not line.endswith(("-", "\u2010", "\u00ad", ",")) for line in lines)
    return whole or (short and len(lines) > 1)


def _blanks_part(lines: list[str], said: list[str]) -> bool:
    """Blank lines stand between cells, unless they stand between all lines."""
    inner = "\n".join(lines).strip("\n").split("\n")
    airy = len(said) > 3 and len(inner) - len(said) >= 0.8 * (len(said) - 1)
    return not airy or sum(map(ends, said)) > 0.8 * len(said)
