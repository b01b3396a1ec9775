"""What a mail server's reply means for the person who can do something about it."""

import re

from portal.models.letters import Problem

ENHANCED = re.compile(r"\b[45]\.(\d{1,3}\.\d{1,3})\b")  # RFC 3463: class, subject, detail
NO_SUCH_ADDRESS = {"1.0", "1.1", "1.2", "1.3", "1.6", "1.10", "2.1", "4.1"}
NO_SUCH_ADDRESS_CODES = {550, 551, 553}
FULL = {"2.2", "3.1"}
FULL_CODES = {452, 552}


def problem_of(code: int, reply: str) -> Problem:
    """Exchange says 5.4.1 of addresses that it does not know."""
    found = ENHANCED.search(reply)
    detail = found[1] if found else ""
    if detail in FULL or (not detail and code in FULL_CODES):
        return Problem.FULL
    if code < 500:
        return Problem.NO_ANSWER
    if detail in NO_SUCH_ADDRESS or (not detail and code in NO_SUCH_ADDRESS_CODES):
        return Problem.UNKNOWN_ADDRESS
    return Problem.REFUSED


def words(reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return " ".join(text.split())
