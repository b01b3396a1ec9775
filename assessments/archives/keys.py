"""Each archive has a key of its own, which this installation can make again and nobody else.

It opens what is sealed in that archive, and proves that the rest is as it was written.
"""

import hashlib
import hmac

from django.conf import settings

from portal.secrets import fingerprint

SALT = "assessments.archives"


def key_of(number: str) -> str:
    return fingerprint(SALT, number)


def proof(key: str, text: str) -> str:
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def is_proved(key: str, text: str, known: str) -> bool:
    return hmac.compare_digest(proof(key, text), known)


def own_keys(number: str) -> list[str]:
    """By the secret key of today and by earlier ones."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [fingerprint(SALT, number, key) for key in keys]
