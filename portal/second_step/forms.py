"""The forms of the second step: adding keys, and giving a code or a key. What fails is written in the log."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.core import context as current
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as codes
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from allauth.mfa.webauthn.internal import auth as keys
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal import attempts

WRONG_CODE = _(
    "Deze code klopt niet, of is al gebruikt. Typ de code die je app nu toont, of een andere herstelcode."
)
NAME_OF_KEY = _("Naam van deze sleutel")


WRONG_KEY = _("Deze sleutel werkt hier niet. Probeer het opnieuw, of neem een andere sleutel.")
# Of COSE: ES256, EdDSA, ES384, ES512, PS256, RS256. Source: NIST FIPS 186-5; OWASP ASVS 5.0, 11.6.1.
APPROVED = {-7, -8, -35, -36, -37, -257}
ALGORITHM = 3  # its place in a COSE key


def _algorithm(credential: Any) -> Any:
    """What the public key of a new credential says it is for."""
    made = keys.parse_registration_response(credential).response.attestation_object.auth_data
    return made.credential_data.public_key.get(ALGORITHM)


@contextmanager
def any_shape_is_read() -> Iterator[None]:
    """What no browser sends is a wrong key, not a fault of ours: allauth reads it as if every part were there."""
    try:
        yield
    except (KeyError, TypeError, AttributeError, ValueError) as fault:
        raise get_adapter().validation_error("incorrect_code") from fault


@contextmanager
def about_a_key() -> Iterator[None]:
    """allauth says of a key that a code is wrong."""
    try:
        yield
    except ValidationError as fault:
        if fault.code == "incorrect_code":
            raise ValidationError(WRONG_KEY, code=fault.code) from fault
        raise


class AddKeyForm(webauthn.AddWebAuthnForm):
    """A passkey, unless somebody wants it as a second step only. allauth's fields have no label in plain Dutch."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = NAME_OF_KEY
        alone = self.fields["passwordless"]
        alone.label, alone.initial = _("Hiermee log ik in zonder mail"), True
        alone.help_text = _(
            "Je toestel vraagt dan je vinger, je gezicht of je pincode. Zet dit uit voor een sleutel die dat niet kan."
        )

    def clean(self) -> dict[str, Any]:
        """A key whose algorithm nobody approved is refused, whatever the library would take."""
        with about_a_key(), any_shape_is_read():
            told: dict[str, Any] = super().clean()
            if "credential" in told and _algorithm(told["credential"]) not in APPROVED:
                raise ValidationError(WRONG_KEY)
        return told


class EditKeyForm(webauthn.EditWebAuthnForm):
    """Another name for a key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = NAME_OF_KEY


class ActivateAppForm(totp.ActivateTOTPForm):
    """The first code of the app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("De code die je app toont")
        del self.fields["code"].widget.attrs["placeholder"]


class NotedCode:
    """A form for a code of the app or a recovery code."""

    user: Any

    def clean_code(self) -> str:
        try:
            code: str = super().clean_code()  # type: ignore[misc]  # allauth's form comes after this one
        except ValidationError as fault:
            attempts.note_failure(
                current.request, "second step, code", person=self.user, why=fault.code or ""
            )
            if fault.code == "incorrect_code":
                raise ValidationError(WRONG_CODE, code=fault.code) from fault
            raise
        return code


class NotedKey:
    """A form for a key. Who comes in by it alone is known only when it is right."""

    user: Any

    def clean_credential(self) -> Any:
        try:
            with about_a_key(), any_shape_is_read():
                return super().clean_credential()  # type: ignore[misc]  # allauth's form comes after this one
        except ValidationError as fault:
            proof = "second step, key" if self.user else "passkey"
            attempts.note_failure(current.request, proof, person=self.user, why=fault.code or "")
            raise


class AuthenticateForm(NotedCode, codes.AuthenticateForm):
    """A code at the log-in."""


class ReauthenticateForm(NotedCode, codes.ReauthenticateForm):
    """A code before a factor changes."""


class AuthenticateKeyForm(NotedKey, webauthn.AuthenticateWebAuthnForm):
    """A key at the log-in, after the code by mail."""


class ReauthenticateKeyForm(NotedKey, webauthn.ReauthenticateWebAuthnForm):
    """A key before a factor changes."""


class PasskeyForm(NotedKey, webauthn.LoginWebAuthnForm):
    """A passkey instead of everything else."""
