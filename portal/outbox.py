"""The only door to mail. A letter is a row, written in the transaction of its cause; sending comes later.

Login codes are the one exception: they are sent at once and never stored (portal.accounts).
"""

import logging
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, models, transaction

from portal import clock, registry
from portal.history import subject_key
from portal.ids import public_id
from portal.models import Edition, Letter, Person
from portal.models.mail import LetterState

NOWHERE = "@wiped.invalid"  # what is left of a bare address
NO_WORDS = {"title": "", "text": "", "html": "", "calendar": "", "reply": ""}
logger = logging.getLogger(__name__)


ABOVE = ("phase", "idea", "kept", "team", "membership", "project")  # what a row without edition hangs under


def queue(
    name: str, *, to: Person | str, about: models.Model, due: datetime, occasion: str = "", **more: Any
) -> Letter:
    """Put one letter in the outbox, to a person or to the bare address of somebody without account; the same (name,
    subject, occasion, recipient) again gives the row that exists.

    Must run in the transaction of its cause. `due` is the programme's time from which it may be sent; what it says is
    decided then, not now; `more` are other columns of a new row. Raises KeyError for a kind of letter that nobody
    registered.
    """
    spec = registry.letters[name]
    letter, made = Letter.objects.get_or_create(
        name=spec.name,
        **somebody(to),
        subject=subject_key(about),
        occasion=occasion,
        defaults={"due_at": due, "message_id": new_message_id(), "edition_id": edition_of(about)} | more,
    )
    if made and due <= clock.now():
        _hint_at_commit()
    return letter


def somebody(to: Person | str) -> dict[str, Any]:
    """The columns that say whom a letter goes to."""
    return {"recipient": None, "address": to} if isinstance(to, str) else {"recipient": to}


def edition_of(about: Any) -> str | None:
    """The key of the edition in which something lies: its own, or that of what it hangs under."""
    if isinstance(about, Edition):
        return about.pk
    if hasattr(about, "edition_id"):
        return str(about.edition_id)
    above = next((name for name in ABOVE if hasattr(about, f"{name}_id")), None)
    return edition_of(getattr(about, above)) if above else None


def cancel(name: str, *, about: models.Model) -> int:
    """Take back letters about a subject that did not leave yet. Returns how many."""
    take_back(models.Q(name=name, subject=subject_key(about)))
    waiting = Letter.objects.filter(name=name, subject=subject_key(about), state=LetterState.QUEUED)
    return waiting.update(state=LetterState.CANCELLED)


def forget(person: Person, *, addresses: list[str], about: set[str]) -> None:
    """Wipe the words of every letter to a person, and of letters to others in which their name or one of their
    addresses stands; that each went stays. What still waits for them does not leave.

    Of others only letters about what the person had a part in (`about`, keys of subjects) and overviews that hold one:
    people choose their own name, and a word that stands in every letter must not empty them all.
    """
    mine = Letter.objects.filter(recipient=person)
    waiting = mine.filter(state__in=[LetterState.QUEUED, LetterState.BUNDLED])
    waiting.update(state=LetterState.CANCELLED)
    mine.update(**NO_WORDS, address="")
    for letter in Letter.objects.filter(
        recipient=None, address__in=addresses
    ):  # from before they had an account
        Letter.objects.filter(pk=letter.pk).update(**NO_WORDS, address=f"{letter.pk}{NOWHERE}")
    told = models.Q(pk__in=[])
    for name in filter(None, (person.name, *addresses)):
        for field in ("title", "text", "html", "calendar"):
            told |= models.Q(**{f"{field}__icontains": name})
    near = models.Q(subject__in=about) | models.Q(bundled__subject__in=about)
    take_back(told & near)
    found = list(Letter.objects.filter(told & near).values_list("pk", flat=True))
    Letter.objects.filter(pk__in=found, state=LetterState.QUEUED).update(
        frozen_at=None
    )  # written anew when it leaves
    Letter.objects.filter(pk__in=found).update(**NO_WORDS)


def take_back(which: models.Q) -> int:
    """Out of a worker's hand, in the transaction that changes something on which these letters rest: who claims them
    next looks anew. What was handed over already is gone. Returns how many wait now.

    Letters that wait are written too: who is just claiming them waits for this transaction, or this one for the claim.
    """
    near = models.Q(state=LetterState.QUEUED) | models.Q(state=LetterState.IN_FLIGHT, handed_at=None)
    keys = Letter.objects.filter(near, which).values("pk")
    waiting = Letter.objects.filter(near, pk__in=keys)
    return waiting.update(state=LetterState.QUEUED, claim="", lease_until=None)


def forget_bare(about: set[str]) -> None:
    """Wipe letters about these subjects to people without account, with their address; what waits does not leave."""
    rows = Letter.objects.filter(recipient=None, subject__in=about)
    rows.filter(state=LetterState.QUEUED).update(state=LetterState.CANCELLED)
    for letter in rows:
        Letter.objects.filter(pk=letter.pk).update(**NO_WORDS, address=f"{letter.pk}{NOWHERE}")


def cancel_mailing(mailing: int) -> int:
    """Take back what a mailing wrote and did not leave yet: its moment is no longer in the plan."""
    take_back(models.Q(mailing=mailing))
    waiting = Letter.objects.filter(mailing=mailing, state=LetterState.QUEUED)
    return waiting.update(state=LetterState.CANCELLED, reply="staat niet meer in het plan")


def leave_with(overview: Letter) -> int:
    """What waited for an overview has left with it."""
    held = Letter.objects.filter(bundle=overview, state=LetterState.BUNDLED)
    return held.update(state=LetterState.SENT, sent_at=overview.sent_at, reply="in het overzicht")


@transaction.atomic
def resend(letter: Letter) -> bool:
    """Queue a failed or uncertain letter once more, with the same Message-ID; words that were wiped are written anew.
    False when it was neither, or its address was wiped."""
    again = Letter.objects.filter(pk=letter.pk, state__in=[LetterState.FAILED, LetterState.UNCERTAIN])
    again = again.exclude(address__endswith=NOWHERE)
    again.filter(text="").update(frozen_at=None, purged_at=None)
    moved = again.update(state=LetterState.QUEUED, attempts=0, not_before=None, handed_at=None) == 1
    if moved:
        _hint_at_commit()
    return moved


def _hint_at_commit() -> None:
    """One hint per transaction, however many letters it queues: a broker that hangs costs one timeout, not hundreds."""
    if all(planned[1] is not hint for planned in connection.run_on_commit):
        transaction.on_commit(hint)


def hint() -> None:
    """Tell a worker that there is mail. Only a hint: with the broker down the sweep finds the rows."""
    from portal.tasks import deliver

    try:
        deliver.apply_async(retry=False)
    except Exception as fault:  # noqa: BLE001 whatever ails the broker, the cause of the letter must not fail
        logger.warning("no hint to the workers: %s", fault)


def new_message_id() -> str:
    host = urlsplit(settings.PORTAL_URL).hostname or "localhost"
    return f"<{public_id()}{public_id()}@{host}>"
