"""From claims to what they say: who somebody is and for which organisations they work. Pure.

Claims of ACM/IDM: `sub`, `given_name`, `family_name`, `vo_orgcode` (OVO code), `vo_orgnaam`. Only these are read, and
an e-mail address when there is one, to propose and never to trust. The national number (`rrn`) is never asked, and
what else comes is dropped here.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from portal.sign_in.errors import NotTrusted

ORGANISATION = re.compile(r"OVO[0-9]{6}")
MOST_ORGANISATIONS = 20
LONGEST_NAME = 150  # of a person in the portal
LONGEST_SUBJECT = 255  # OpenID Connect Core 1.0, section 2: at most 255 ASCII characters


@dataclass(frozen=True)
class Told:
    """What the provider says of somebody. `organisations`: OVO codes, each once."""

    issuer: str
    subject: str
    name: str
    email: str
    organisations: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """For a session."""
        return asdict(self) | {"organisations": list(self.organisations)}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Told":
        return cls(**{**plain, "organisations": tuple(plain["organisations"])})


def read(claims: Mapping[str, Any]) -> Told:
    """Raises NotTrusted on a claim of another shape, with characters that nobody sees, or without organisation."""
    name = " ".join(part for part in (_text(claims, "given_name"), _text(claims, "family_name")) if part)
    if len(name) > LONGEST_NAME:
        raise NotTrusted("the name is too long")
    return Told(
        issuer=_text(claims, "iss"),
        subject=subject_of(claims),
        name=name,
        email=_email(claims.get("email")),
        organisations=_organisations(claims.get("vo_orgcode")),
    )


def subject_of(claims: Mapping[str, Any]) -> str:
    """Raises NotTrusted when it is no text of 1 to 255 visible ASCII characters."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise NotTrusted("no subject")
    if not subject.isascii() or not subject.isprintable():
        raise NotTrusted("the subject has characters that nobody sees")
    return subject


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name, "")
    if not isinstance(value, str):
        raise NotTrusted(f"{name} is no text")
    if any(unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp") for one in value):
        raise NotTrusted(f"{name} has characters that nobody sees")
    return value.strip()


def _email(value: Any) -> str:
    """The address to propose; nothing when it is none, for nobody is let in by it."""
    try:
        validate_email(value)
    except (ValidationError, TypeError):
        return ""
    return str(value).lower()


def _organisations(value: Any) -> tuple[str, ...]:
    """One code, or a list of them for who holds several capacities."""
    codes = value if isinstance(value, list) else [value]
    if not 0 < len(codes) <= MOST_ORGANISATIONS:
        raise NotTrusted("no organisation, or far too many")
    if not all(isinstance(code, str) and ORGANISATION.fullmatch(code) for code in codes):
        raise NotTrusted("no organisation with an OVO code")
    return tuple(dict.fromkeys(codes))
