"""Whether an ID token proves who somebody is. Pure: the provider's keys and what we expect are passed in.

Source: OpenID Connect Core 1.0, section 3.1.3.7; RFC 8725 (best practices for JWT).
"""

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import jwt

from portal.sign_in import claims
from portal.sign_in.errors import NotTrusted

ALGORITHM = "RS256"
LEEWAY = 60  # seconds that two clocks may differ
LONGEST = 16 * 1024  # characters of a token
OLDEST = 600  # seconds since it was made: it comes fresh from the provider
FEWEST_BITS = 2048  # of a key
# A header that says where to find the key, or that one must understand more, is no header of this provider.
FORBIDDEN_HEADERS = {"jku", "jwk", "x5u", "x5c", "x5t", "x5t#S256", "crit", "b64", "zip", "enc"}
REQUIRED = ["iss", "sub", "aud", "exp", "iat", "nonce"]


@dataclass(frozen=True)
class Expected:
    """What the token must say. `acr`: names of how strong a log-in is, one of which it says; `max_age`: how many
    seconds ago somebody may have logged in at the provider. Empty and 0: not asked."""

    issuer: str
    client: str
    nonce: str
    acr: tuple[str, ...] = ()
    max_age: int = 0


def kid_of(token: Any) -> str:
    """The name of the key that the token says it was signed with, or empty. Raises NotTrusted on any header but a plain
    one."""
    if not isinstance(token, str) or not 0 < len(token) <= LONGEST:
        raise NotTrusted("no token, or far too long")
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, RecursionError) as fault:
        raise NotTrusted("no token") from fault
    if header.get("alg") != ALGORITHM:
        raise NotTrusted("another algorithm")
    if FORBIDDEN_HEADERS & set(header):
        raise NotTrusted("a header that is not expected")
    kid = header.get("kid", "")
    if not isinstance(kid, str):
        raise NotTrusted("no name of a key")
    return kid


def find_key(keys: Iterable[Any], kid: str) -> jwt.PyJWK | None:
    """The one RSA key for signing with this name, or None. A provider with one key need not name it (OpenID Connect
    Core 1.0, section 10.1)."""
    signing = [key for key in keys if isinstance(key, Mapping) and _signs(key)]
    found = [key for key in signing if key.get("kid") == kid] if kid else signing
    if len(found) != 1:
        return None
    try:
        key = jwt.PyJWK(dict(found[0]), algorithm=ALGORITHM)
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
    return key if getattr(key.key, "key_size", 0) >= FEWEST_BITS else None


def _signs(key: Mapping[str, Any]) -> bool:
    return (
        key.get("kty") == "RSA"
        and key.get("use", "sig") == "sig"
        and key.get("alg", ALGORITHM) == ALGORITHM
        and "d" not in key
    )


def verify(token: str, keys: Iterable[Any], expected: Expected) -> dict[str, Any]:
    """The claims of a token that the provider signed, for us, now, and for this very log-in. Raises NotTrusted."""
    key = find_key(keys, kid_of(token))
    if key is None:
        raise NotTrusted("unknown key")
    try:
        told: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            issuer=expected.issuer,
            audience=expected.client,
            leeway=LEEWAY,
            options={"require": REQUIRED},
        )
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError) as fault:
        raise NotTrusted(f"the token: {type(fault).__name__}") from fault
    _check(told, expected)
    return told


def _check(told: Mapping[str, Any], expected: Expected) -> None:
    """What the library leaves to us."""
    if told["aud"] not in (expected.client, [expected.client]):
        raise NotTrusted("it is for others too")
    if told.get("azp", expected.client) != expected.client:
        raise NotTrusted("it was given to another client")
    if not isinstance(told["nonce"], str) or not hmac.compare_digest(
        told["nonce"].encode(), expected.nonce.encode()
    ):
        raise NotTrusted("it answers another question")
    if not _whole(told["iat"]) or not _whole(told["exp"]) or told["exp"] - told["iat"] <= 0:
        raise NotTrusted("its times are no times")
    claims.subject_of(told)


def _whole(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def check_age(told: Mapping[str, Any], *, now: float) -> None:
    """Raises NotTrusted when the token was made long ago. `now`: seconds of the machine's clock."""
    if now - told["iat"] > OLDEST:
        raise NotTrusted("it is not fresh")


def check_strength(told: Mapping[str, Any], expected: Expected, *, now: float) -> None:
    """Raises NotTrusted when the log-in at the provider was weaker or longer ago than we ask. Source: OpenID Connect
    Core 1.0, sections 3.1.2.1 and 5.5.1.1."""
    if expected.acr and told.get("acr") not in expected.acr:
        raise NotTrusted("the log-in was not strong enough")
    if not expected.max_age:
        return
    since: Any = told.get("auth_time")
    if not _whole(since) or not -LEEWAY <= now - since <= expected.max_age + LEEWAY:
        raise NotTrusted("the log-in was too long ago")


def merged(told: Mapping[str, Any], userinfo: Any) -> dict[str, Any]:
    """The claims of both; what is signed counts. Raises NotTrusted when they are about two people."""
    if not isinstance(userinfo, Mapping) or userinfo.get("sub") != told["sub"]:
        raise NotTrusted("userinfo is about somebody else")
    return {**userinfo, **told}
