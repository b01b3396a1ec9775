"""The portal's own address, for what is read outside it: mails, slips, papers."""

from django.conf import settings


def absolute(path: str) -> str:
    return f"{settings.ADDRESS}{path}"
