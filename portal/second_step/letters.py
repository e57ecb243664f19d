"""What changed in how somebody logs in is told to them by letter, with what to do if it was not them.

Source: NIST SP 800-63B, 4.6 (account notifications).
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy

from portal import outbox, registry
from portal.models import Edition, Letter, Person
from portal.templatetags.portal import moment

LETTER = "second_step_changed"
# What changed, by the name that allauth gives its own notice of it.
CHANGES = {
    "mfa/email/totp_activated": gettext_lazy("een app op een telefoon is nu je tweede stap"),
    "mfa/email/totp_deactivated": gettext_lazy("de app op je telefoon is geen tweede stap meer"),
    "mfa/email/webauthn_added": gettext_lazy("er is een toegangssleutel toegevoegd"),
    "mfa/email/webauthn_removed": gettext_lazy("er is een toegangssleutel verwijderd"),
    "mfa/email/recovery_codes_generated": gettext_lazy("er zijn nieuwe herstelcodes, de oude werken niet meer"),
    "reset": gettext_lazy("Sandbox verwijderde je tweede stap, omdat erom gevraagd is"),
}  # fmt: skip


def tell(person: Person, change: str, *, at: datetime) -> None:
    """Queue the letter about one change; `change` is a key of CHANGES."""
    occasion = f"{change.rpartition('/')[2]} {at:%Y%m%dT%H%M%S%f}"
    outbox.queue(LETTER, to=person, about=person, due=at, occasion=occasion)


@registry.letter(
    LETTER,
    gettext_lazy("Er veranderde iets aan iemands tweede stap"),
    to=gettext_lazy("van wie de tweede stap is"),
)
def _second_step_changed(letter: Letter) -> dict[str, Any] | None:
    if letter.recipient is None or not letter.recipient.is_active:
        return None
    named = {change.rpartition("/")[2]: words for change, words in CHANGES.items()}
    edition = Edition.objects.filter(is_current=True).first()
    return {
        "change": str(named[letter.occasion.partition(" ")[0]]),
        "when": moment(letter.due_at),
        "url": settings.PORTAL_URL + reverse("mfa_index"),
        "devices": settings.PORTAL_URL + reverse("usersessions_list"),
        "contact": edition.contact if edition else settings.DEFAULT_FROM_EMAIL,
    }
