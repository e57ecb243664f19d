"""To the provider and back: authorization code flow with state, nonce and PKCE (S256), all in the visitor's session.

What was begun is used up by the first answer, right or wrong, and is void after ten minutes.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from portal import clock
from portal.sign_in import claims, provider, tokens
from portal.sign_in.claims import Told
from portal.sign_in.errors import NotTrusted

SCOPES = "openid profile vo"  # never rrn
BEGUN = "sign_in_begun"  # the key in the session
VALID = 600  # seconds
LONGEST_CODE = 2048


def begin(session: Any, *, back: str, after: str) -> str:
    """The provider's address to send somebody to. `back`: our address to return to, `after`: where they go then."""
    address = provider.document()["authorization_endpoint"]
    begun = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    session[BEGUN] = begun | {"at": _seconds(), "back": back, "after": after}
    asked = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT_ID,
        "redirect_uri": back,
        "scope": SCOPES,
        "state": begun["state"],
        "nonce": begun["nonce"],
        "code_challenge": _challenge(begun["verifier"]),
        "code_challenge_method": "S256",
    } | _strength()
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def finish(session: Any, answer: Mapping[str, str]) -> tuple[Told, str]:
    """Who came back, and where they wanted to go. Raises NotTrusted on everything that is not the answer to what this
    very browser began, Unreachable when the provider does not answer."""
    begun = session.pop(BEGUN, None)
    _check_answer(begun, answer)
    given = provider.exchange(answer["code"], begun["verifier"], begun["back"])
    expected = tokens.Expected(
        settings.OIDC_ISSUER,
        settings.OIDC_CLIENT_ID,
        begun["nonce"],
        acr=tuple(settings.OIDC_ACR),
        max_age=settings.OIDC_MAX_AGE,
    )
    signed = tokens.verify(given["id_token"], provider.keys_for(given["id_token"]), expected)
    tokens.check_age(signed, now=_seconds())
    tokens.check_strength(signed, expected, now=_seconds())
    told = claims.read(tokens.merged(signed, provider.userinfo(given["access_token"])))
    return told, begun["after"]


def _strength() -> dict[str, str]:
    """What we ask of the log-in itself: how strong, and how fresh."""
    asked = {"acr_values": " ".join(settings.OIDC_ACR), "max_age": str(settings.OIDC_MAX_AGE or "")}
    return {name: value for name, value in asked.items() if value}


def _check_answer(begun: Any, answer: Mapping[str, str]) -> None:
    if not begun or _seconds() - begun["at"] > VALID:
        raise NotTrusted("nothing was begun here, or long ago")
    if not hmac.compare_digest(answer.get("state", "").encode(), begun["state"].encode()):
        raise NotTrusted("another state")
    if answer.get("iss", settings.OIDC_ISSUER) != settings.OIDC_ISSUER:  # RFC 9207
        raise NotTrusted("another issuer answers")
    if "error" in answer:
        raise NotTrusted("the provider says error")
    if not 0 < len(answer.get("code", "")) <= LONGEST_CODE:
        raise NotTrusted("no code")


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def _seconds() -> float:
    return clock.machine().timestamp()
