"""Codes that let a phone into a dialogue without signing in."""

import secrets

from assessments.terms import CODE_LENGTH, CODE_LETTERS

# What is read or typed wrong, and what was meant: a code holds neither the one nor the other.
SEPARATORS = " -–.·"


def new_code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def shown(code: str) -> str:
    """In two halves, as it is read aloud: "KVST-4X72"."""
    half = CODE_LENGTH // 2
    return f"{code[:half]}-{code[half:]}"


def typed(text: str) -> str | None:
    """The code that somebody typed, in any case and with any separators; None: not a code."""
    code = text.translate({ord(each): None for each in SEPARATORS}).upper()
    return code if len(code) == CODE_LENGTH and set(code) <= set(CODE_LETTERS) else None
