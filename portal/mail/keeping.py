"""How long the words of letters are kept: after that the fact, the moments and the check number stay."""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models.functions import Lower

from portal.models import DeadAddress, Letter, MailChoice, Person, Subscription
from portal.models.mail import LetterState

ENDED = (LetterState.SENT, LetterState.CANCELLED, LetterState.FAILED)
BATCH = 2000


def words_hash(title: str, text: str, html: str, calendar: str) -> str:
    """The check number of a letter's words: SHA-256 of its parts."""
    return hashlib.sha256("\0".join((title, text, html, calendar)).encode()).hexdigest()


def forget(person: Person, addresses: list[str]) -> None:
    """What somebody chose, followed or could not be reached at goes when they close their account."""
    MailChoice.objects.filter(person=person).delete()
    Subscription.objects.annotate(lower=Lower("email")).filter(lower__in=addresses).delete()
    DeadAddress.objects.annotate(lower=Lower("address")).filter(lower__in=addresses).delete()


def purge(*, at: datetime) -> int:
    """Empty the words of letters that ended longer than `MAIL_KEEP_DAYS` ago, a batch at a time. Returns how many."""
    before = at - timedelta(days=settings.MAIL_KEEP_DAYS)
    old = Letter.objects.filter(state__in=ENDED, purged_at=None, frozen_at__lt=before)
    keys = list(old.values_list("pk", flat=True)[:BATCH])
    return Letter.objects.filter(pk__in=keys).update(title="", text="", html="", calendar="", purged_at=at)
