"""Signs that tell that a text was not taken over as its source has it."""

import re
import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext as _

from factors.catalogue.records import DIRECTIONS

LIGATURE = re.compile("[\ufb00-\ufb06]")
# Never seen on a page; a soft hyphen is what a line break has left behind.
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
DOUBLED = re.compile(r"(?<=\S)[^\S\n]{2,}")
# "ut- veckling", but not "in- och utanför".
BROKEN = re.compile(r"\w+- (?!(?:och|eller|samt|respektive|till|som|men)\b)[^\W\d_]\w*|\w-\n\w")
LETTER = re.compile(r"[^\W\d_]")


def odd(text: str) -> Iterator[tuple[bool, str]]:
    """Whether it is an error, and what to do."""
    if any(_is_control(sign) for sign in text):
        yield True, _("Texten har styrtecken som inte syns. Skriv den på nytt.")
    if "\ufffd" in text:
        yield True, _("Ett tecken gick förlorat och blev �. Skriv det som står i källan.")
    if not LETTER.search(text):
        yield True, _("Texten har inga bokstäver. Skriv den, eller ta bort den.")
    if found := LIGATURE.search(text):
        plain = {"sign": found[0], "plain": unicodedata.normalize("NFKC", found[0])}
        yield False, _("Tecknet ”%(sign)s” är hopskrivet. Skriv %(plain)s.") % plain
    if UNSEEN.search(text):
        yield False, _("Texten har tecken som inte syns. Skriv stället på nytt.")
    if DOUBLED.search(text):
        yield False, _("Texten har flera mellanslag i rad. Ta bort dem som är för många.")
    if found := BROKEN.search(text):
        shown = " ".join(found[0].split())
        yield False, _("”%s” ser ut som ett avstavat ord. Skriv ihop det.") % shown


def _is_control(sign: str) -> bool:
    return sign != "\n" and (unicodedata.category(sign) in {"Cc", "Cs"} or sign in DIRECTIONS)
