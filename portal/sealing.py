"""What must not lie readable in the database: sealed with a key made from SECRET_KEY.

Fernet (AES in CBC, HMAC-SHA-256; the cryptography library): who changes a sealed text makes it worthless. Keys from
before (SECRET_KEY_FALLBACKS) still open what they sealed. Source: OWASP ASVS 5.0, 6.5.2.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

PREFIX = "fernet:"


class Unreadable(Exception):  # noqa: N818 as a refusal, it is an answer
    """No key that we still have sealed this."""


def seal(text: str) -> str:
    """The text as it may be stored."""
    return PREFIX + _key(settings.SECRET_KEY).encrypt(text.encode()).decode()


def unseal(stored: str) -> str:
    """What was sealed; what was stored before there were seals is as it is. Raises Unreadable."""
    if not stored.startswith(PREFIX):
        return stored
    keys = [_key(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    try:
        return MultiFernet(keys).decrypt(stored.removeprefix(PREFIX)).decode()
    except InvalidToken as fault:
        raise Unreadable from fault


def is_current(stored: str) -> bool:
    """Whether the key of today sealed this."""
    try:
        _key(settings.SECRET_KEY).decrypt(stored.removeprefix(PREFIX))
    except InvalidToken:
        return False
    return stored.startswith(PREFIX)


def _key(secret: str | bytes) -> Fernet:
    """A key for this alone: who knows it knows nothing of SECRET_KEY."""
    made = salted_hmac("portal.sealing", "", secret=secret, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(made))
