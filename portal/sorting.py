"""Keys that sort and find Swedish text the same way in SQLite and PostgreSQL."""

import unicodedata

ALPHABET = " 0123456789abcdefghijklmnopqrstuvwxyzåäö"
# Two digits a letter keep the order whatever collation the database has.
RANKS = {letter: f"{rank:02d}" for rank, letter in enumerate(ALPHABET)}


def sort_key(text: str) -> str:
    """Order key of a text: å, ä, ö last, other accents dropped, other signs as a space."""
    letters = (_swedish_letter(sign) for sign in text.casefold())
    return "".join(RANKS.get(letter, RANKS[" "]) for word in letters for letter in word)


def search_key(text: str) -> str:
    """Search key of a text: lower case without any accents, so that "asa" finds "Åsa"."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if c.isascii())


def _swedish_letter(sign: str) -> str:
    if sign in RANKS:
        return sign
    return "".join(c for c in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(c))
