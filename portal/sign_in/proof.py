"""Proving by a code that one reads mail at an address. The session holds a seal of the code, never the code."""

import hmac
from typing import Any

from allauth.account.adapter import get_adapter
from django.utils.crypto import salted_hmac

from portal import clock

VALID = 600  # seconds
MOST_TRIES = 3
SALT = "portal.sign_in.proof"


def ask(email: str) -> dict[str, Any]:
    """Mail a code; gives what to keep in the session."""
    code = get_adapter().generate_login_code()
    get_adapter().send_mail("account/email/login_code", email, {"code": code})
    return {"email": email, "seal": _seal(email, code), "tries": 0, "at": clock.machine().timestamp()}


def is_open(asked: dict[str, Any] | None) -> bool:
    """Whether a code can still be typed."""
    now = clock.machine().timestamp()
    return bool(asked) and asked["tries"] < MOST_TRIES and now - asked["at"] <= VALID  # type: ignore[index]


def is_right(asked: dict[str, Any], code: str) -> bool:
    """Whether this is the code that was mailed; each try counts."""
    asked["tries"] += 1
    return hmac.compare_digest(asked["seal"], _seal(asked["email"], code))


def _seal(email: str, code: str) -> str:
    plain = "".join(one for one in code.upper() if one.isalnum())
    return salted_hmac(SALT, f"{email} {plain}", algorithm="sha256").hexdigest()
