"""Where allauth asks the house about factors: how they are stored, what they are called, what to say."""

import logging

from allauth.account.internal.stagekit import clear_login
from allauth.mfa import stages
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import sealing
from portal.errors import Refused

logger = logging.getLogger(__name__)
ASKED_AT_LOG_IN = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class Adapter(DefaultMFAAdapter):
    """Seeds lie sealed; keys have a Dutch name; errors say what to do."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": gettext_lazy("Je tweede stap kan je nu niet uitzetten."),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Stel eerst een app of een toegangssleutel in. Daarna kan je herstelcodes maken."
        ),
        "incorrect_code": gettext_lazy("Deze code klopt niet. Kijk ze na en probeer opnieuw."),
        "unverified_email": gettext_lazy(
            "Bevestig eerst je e-mailadres met de code die we je mailden. Daarna stel je je tweede stap in."
        ),
    }

    def encrypt(self, text: str) -> str:
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Raises Refused when the key is gone: that is nobody's wrong code."""
        try:
            return sealing.unseal(encrypted_text)
        except sealing.Unreadable as fault:
            logger.error("a second step cannot be read: the key that sealed it is gone")
            raise Refused(
                reason=_("Je app en je herstelcodes werken niet meer. Mail ons: dan begin je opnieuw."),
                title=_("Je tweede stap is onleesbaar"),
            ) from fault

    def generate_authenticator_name(self, user: object, type: str) -> str:  # noqa: A002 allauth's name
        """What a new key is called until its owner says otherwise."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return _("Mijn sleutel") if count == 0 else _("Sleutel %(number)d") % {"number": count + 1}


class AuthenticateStage(stages.AuthenticateStage):
    """allauth's own, but for who has no factor left when they come back to it."""

    def is_resumable(self, request: HttpRequest) -> bool:
        """Whether the second step can still be asked. When every factor vanished meanwhile, that log-in is over, and
        the page to log in says so: otherwise the two pages send somebody to each other for ever."""
        if is_mfa_enabled(self.login.user, ASKED_AT_LOG_IN):
            return True
        clear_login(request)
        messages.warning(
            request,
            _(
                "Je tweede stap werd intussen verwijderd. Begin opnieuw: vraag een nieuwe code. Deed je dat niet zelf?"
                " Mail ons meteen."
            ),
        )
        return False
