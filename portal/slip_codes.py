"""The codes on the slips: thirteen characters by chance (63 bits) and one that checks them.

Nobody has to type a user name beside one, so a code by itself must be beyond guessing.
"""

import secrets

from django.conf import settings
from django.utils.crypto import salted_hmac

# Without 0, 1, I, L and O, and S and U, which are read as 5 and V. They are 29, a prime, so that
# the check finds any wrong character and any two that have changed places.
ALPHABET = "23456789ABCDEFGHJKMNPQRTVWXYZ"
READ_AS = str.maketrans("SU", "5V")
BY_CHANCE = 13
LENGTH = BY_CHANCE + 1
GROUP = 4


def new_code() -> str:
    code = "".join(secrets.choice(ALPHABET) for _ in range(BY_CHANCE))
    return code + _check(code)


def grouped(code: str) -> str:
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def as_made(typed: str) -> str:
    """What was typed as the code was made: case, spaces and dashes tell nothing."""
    return "".join(filter(str.isalnum, typed.upper().translate(READ_AS)))


def is_well_typed(code: str) -> bool:
    """Whether it can be a code at all; if not, a character of it is wrong."""
    is_whole = len(code) == LENGTH and set(code) <= set(ALPHABET)
    return is_whole and code[-1] == _check(code[:-1])


def hash_of(code: str) -> str:
    return hashes_of(code)[0]


def hashes_of(code: str) -> list[str]:
    """By the portal's own key, so that the database alone lets nobody in, then its earlier keys."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    made = (salted_hmac("portal.slip", code, secret=key, algorithm="sha256") for key in keys)
    return [each.hexdigest() for each in made]


def _check(code: str) -> str:
    weighed = sum(weight * ALPHABET.index(each) for weight, each in enumerate(code, 1))
    return ALPHABET[weighed % len(ALPHABET)]
