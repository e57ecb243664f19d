"""Who came in and who did not, who met a closed door or a limit, as lines in the log. Source: OWASP ASVS 5.0, 16.3.1 to
16.3.3.

A person is their key; an address that may be nobody's is a seal of it, so that attempts on one address can be counted
and the address cannot be read. Nothing that was typed is written down.
"""

import logging
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.utils.crypto import salted_hmac

logger = logging.getLogger(__name__)
SEAL_LENGTH = 16
QUIET = 60  # seconds in which the same refusal of the same person is not told again
REFUSED = {403: "forbidden", 404: "closed or absent", 429: "too often"}


def note_login(request: Any, person: Any) -> None:
    """With the proofs of this log-in, in allauth's words: `code`, `totp`, `webauthn`, `socialaccount`."""
    given = [told.get("type") or told["method"] for told in get_authentication_records(request, person)]
    logger.info(
        "logged in: %s, with %s, from %s", person.pk, " and ".join(given) or "nothing", _visitor(request)
    )


def note_failure(request: Any, proof: str, *, person: Any = None, email: str = "", why: str = "") -> None:
    """`proof`: what was tried, in words of ours; `why`: the reason that the person is not always told."""
    who = person.pk if person else (f"address {_seal(email)}" if email else "unknown")
    logger.warning("failed: %s, by %s, from %s%s", proof, who, _visitor(request), f" ({why})" if why else "")


def note_change(request: Any, person: Any, change: str) -> None:
    """`change`: what is different in how somebody logs in, in allauth's words: `totp_activated`, `webauthn_removed`."""
    logger.info("changed: %s, by %s, from %s", change, person.pk, _visitor(request))


def note_refusal(request: Any, answer: int) -> None:
    """Somebody got no for an answer: who, at which page (the name of its address, never what stands in it). A 404 of a
    visitor is no attempt on anything. Once a minute for the same page: the access log counts the rest."""
    match, person = request.resolver_match, request.user
    if answer not in REFUSED or match is None or (answer == 404 and not person.is_authenticated):
        return
    note_once(request, REFUSED[answer], match.view_name)


def note_once(request: Any, what: str, where: str) -> None:
    """`what`: one of the words of REFUSED, `where`: a name of ours."""
    person, visitor = request.user, _visitor(request)
    who = person.pk if person.is_authenticated else "a visitor"
    if cache.add(f"refused:{what}:{where}:{who}:{visitor}".replace(" ", "_"), 1, QUIET):
        logger.warning("refused: %s, %s, by %s, from %s", where, what, who, visitor)


def _visitor(request: Any) -> str:
    """The address of the visitor, of a proxy only when it is trusted."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return "nowhere"


def _seal(email: str) -> str:
    return salted_hmac("portal.attempts", email.strip().lower(), algorithm="sha256").hexdigest()[:SEAL_LENGTH]
