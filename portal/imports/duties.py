"""From the word for what somebody does to the level where they answer: one table for all sources.

What is not in the table does not decide a level, and is asked: a kurator teaches in one school
and not in the next.
"""

from portal.terms import Role

LEADING = ("rektor", "biträdande rektor", "förskolechef")
TEACHING = (
    "lärare",
    "förstelärare",
    "förskollärare",
    "barnskötare",
    "fritidspedagog",
    "lärare i fritidshem",
    "speciallärare",
    "specialpedagog",
    "speciallärare/specialpedagog",
    "övrig pedagogisk personal",
)
ROLES = dict.fromkeys(LEADING, Role.REKTOR) | dict.fromkeys(TEACHING, Role.UNDERVISNING)


def role_of(duty: str) -> Role | str:
    """The role that the word decides, or "" where it does not."""
    return ROLES.get(" ".join(duty.casefold().split()), "")
