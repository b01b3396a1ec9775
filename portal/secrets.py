"""Secrets that the database keeps for us: a copy of it alone gives nobody what they open."""

import base64
from hashlib import sha256

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac


def seal(text: str) -> str:
    return _fernet().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    return _fernet().decrypt(sealed.encode()).decode()


def fingerprint(salt: str, text: str, key: str | None = None) -> str:
    """The same for the same text, and of no use to somebody without the key."""
    return salted_hmac(salt, text, secret=key, algorithm="sha256").hexdigest()


def is_of(salt: str, text: str, known: str) -> bool:
    """Whether it is the text's fingerprint, by the key of today or an earlier one."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(constant_time_compare(fingerprint(salt, text, key), known) for key in keys)


def _fernet() -> MultiFernet:
    """Sealed with the portal's own key; what its earlier keys sealed opens too."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [sha256(f"sealed {key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
