"""Asking the provider: where its pages are, its keys, a token for a code, what it says of somebody.

Only addresses of the provider's own document are asked, over https (a provider on http is for trying out on one
machine). No redirect is followed: a secret is sent along.
"""

import json
from base64 import b64encode
from collections.abc import Mapping
from functools import partial
from hashlib import sha256
from typing import Any
from urllib.error import URLError
from urllib.parse import quote_plus, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.core.cache import cache

from portal.sign_in import tokens
from portal.sign_in.errors import NotTrusted, Unreachable

TIMEOUT = 5  # seconds
LARGEST = 256 * 1024  # bytes of an answer
KEPT = 3600  # seconds that the document and the keys are kept
SELDOM = 60  # seconds between two looks for a key that is not there
PAGES = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


def is_on() -> bool:
    """Whether single sign-on is set up."""
    return bool(settings.OIDC_ISSUER and settings.OIDC_CLIENT_ID)


def document() -> dict[str, Any]:
    """The provider's own description (OpenID Connect Discovery 1.0). Raises Unreachable."""
    address = settings.OIDC_ISSUER.rstrip("/") + "/.well-known/openid-configuration"
    return dict(cache.get_or_set(_kept(address), partial(_described, address), KEPT) or {})


def _kept(address: str, what: str = "answer") -> str:
    """The name in the cache; an address may be longer than such a name."""
    return f"oidc:{what}:{sha256(address.encode()).hexdigest()}"


def _described(address: str) -> dict[str, Any]:
    told = _ask(Request(address))  # noqa: S310 a setting of the operator
    if told.get("issuer") != settings.OIDC_ISSUER:
        raise Unreachable("the document is of another issuer")
    scheme = urlsplit(settings.OIDC_ISSUER).scheme
    for page in PAGES:
        if not isinstance(told.get(page), str) or urlsplit(told[page]).scheme not in ("https", scheme):
            raise Unreachable(f"no safe {page}")
    return {page: told[page] for page in PAGES}


def keys_for(token: str) -> list[Any]:
    """The provider's keys; looked up again, at most once a minute, when the one of this token is not among them."""
    kid = tokens.kid_of(token)
    address = document()["jwks_uri"]
    keys = list(cache.get_or_set(_kept(address), partial(_keys, address), KEPT) or [])
    if tokens.find_key(keys, kid) is None and cache.add(_kept(address, "again"), 1, SELDOM):
        keys = _keys(address)
        cache.set(_kept(address), keys, KEPT)
    return keys


def _keys(address: str) -> list[Any]:
    keys = _ask(Request(address)).get("keys")  # noqa: S310 of the provider's document
    if not isinstance(keys, list):
        raise Unreachable("no keys")
    return keys


def exchange(code: str, verifier: str, back: str) -> dict[str, Any]:
    """The tokens for a code. The provider checks that it gave the code to us, for this verifier, once."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": verifier,
        "client_id": settings.OIDC_CLIENT_ID,
    }
    asked = Request(  # noqa: S310 of the provider's document
        document()["token_endpoint"], urlencode(form).encode(), {"Authorization": _secret()}
    )
    told = _ask(asked)
    if not isinstance(told.get("access_token"), str) or not isinstance(told.get("id_token"), str):
        raise NotTrusted("no tokens for the code")
    return told


def _secret() -> str:
    """RFC 6749, section 2.3.1."""
    pair = ":".join(map(quote_plus, (settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET)))
    return "Basic " + b64encode(pair.encode()).decode()


def userinfo(access_token: str) -> Mapping[str, Any]:
    """What the provider says of who the token is about."""
    if not access_token.isascii() or not access_token.isprintable():
        raise NotTrusted("no access token")
    bearer = {"Authorization": f"Bearer {access_token}"}
    return _ask(Request(document()["userinfo_endpoint"], headers=bearer))  # noqa: S310 of the provider's document


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *told: Any) -> None:
        return None


_opener = build_opener(_NoRedirect)


def _ask(request: Request) -> dict[str, Any]:
    """The answer as an object of JSON. Raises Unreachable when there is none; a refusal (4xx) raises NotTrusted."""
    request.add_header("Accept", "application/json")
    try:
        with _opener.open(request, timeout=TIMEOUT) as answer:
            body = answer.read(LARGEST + 1)
    except URLError as fault:
        if 400 <= getattr(fault, "code", 0) < 500:
            raise NotTrusted("the provider refused") from fault
        raise Unreachable(type(fault).__name__) from fault
    except (OSError, ValueError) as fault:
        raise Unreachable(type(fault).__name__) from fault
    if len(body) > LARGEST:
        raise Unreachable("the answer is far too long")
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as fault:
        raise Unreachable("the answer is no JSON") from fault
    if not isinstance(told, dict):
        raise Unreachable("the answer is no object")
    return told
