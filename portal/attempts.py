"""Who came in and who did not, as lines in the log: by which proof, from where. Source: OWASP ASVS 5.0, 16.3.1.

A person is their key; an address that may be nobody's is a seal of it, so that attempts on one address can be counted
and the address cannot be read. Nothing that was typed is written down.
"""

import logging
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.core.exceptions import PermissionDenied
from django.utils.crypto import salted_hmac

logger = logging.getLogger(__name__)
SEAL_LENGTH = 16


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


def _visitor(request: Any) -> str:
    """The address of the visitor, of a proxy only when it is trusted."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return "nowhere"


def _seal(email: str) -> str:
    return salted_hmac("portal.attempts", email.strip().lower(), algorithm="sha256").hexdigest()[:SEAL_LENGTH]
