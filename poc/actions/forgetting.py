"""What goes when a member of a PoC closes their account."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from poc.models import JournalEntry
from portal import history, registry
from portal.models import Person

ACCOUNTS = _("boekhouding: de wet vraagt 10 jaar")
OF_THE_TEAM = _("tekst van het hele team")
registry.keeps |= {
    "poc.obligation.title": ACCOUNTS,
    "poc.obligation.partner": ACCOUNTS,
    "poc.obligation.answer": ACCOUNTS,
    "poc.ledgerentry.note": ACCOUNTS,
    "poc.project.goal": OF_THE_TEAM,
    "poc.project.lessons": OF_THE_TEAM,
}


@transaction.atomic
def forget(person: Person, *, by: history.Actor, at: datetime) -> None:
    """Wipe the words of the journal that they wrote; the ledger stays under their key."""
    JournalEntry.objects.filter(by=person).update(text="")
