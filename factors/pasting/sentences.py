"""Where a statement ends and the next begins: a full stop, and then a small letter."""

import re

DASH = re.compile(r"[-\u2010\u2011–—−]+")
END = re.compile(r"[.!?…][\"'”’»)\]]*$")
# A cell that is a dash alone, copied on one line with the first words of the cell beside it.
BESIDE = re.compile(r"((?:[-\u2010\u2011–—−]\s+)+)(?=[^\W\d_])")
SHORTENED = re.compile(
    r"(?:^|[\s(])(?:t\. ?ex|bl\. ?a|s\. ?k|d\. ?v\. ?s|dvs|ca|kap|jfr|resp|inkl|exkl|nr|st)\.$",
    re.I,
)


def is_dash(text: str) -> bool:
    """ "-": no statement at this level."""
    return bool(DASH.fullmatch(text.strip()))


def ends(text: str) -> bool:
    """Whether a sentence ends here."""
    text = text[-80:].rstrip()
    return bool(END.search(text)) and not SHORTENED.search(text)


def without_dashes(line: str) -> tuple[list[str], str]:
    """ "- - leder ...": the cells without a statement that the line begins with, and the rest."""
    found = BESIDE.match(line)
    return (found[0].split(), line[found.end() :]) if found else ([], line)


def begins_anew(before: str, line: str) -> bool:
    """Whether the line after the text is a new statement, and not more of the same."""
    if is_dash(line) or is_dash(before) or not before.strip():
        return True
    return ends(before) and _first_letter(line).islower()


def _first_letter(line: str) -> str:
    return next((sign for sign in line if sign.isalpha()), "")
