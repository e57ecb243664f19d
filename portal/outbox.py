"""The only door to mail. A letter is a row, written in the transaction of its cause; sending comes later.

Login codes are the one exception: they are sent at once and never stored (portal.accounts).
"""

import logging
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, models, transaction

from portal import clock, registry
from portal.history import subject_key
from portal.ids import public_id
from portal.models import Letter, Person
from portal.models.mail import LetterState

logger = logging.getLogger(__name__)


def queue(name: str, *, to: Person | str, about: models.Model, due: datetime, occasion: str = "") -> Letter:
    """Put one letter in the outbox, to a person or to the bare address of somebody without account; the same (name,
    subject, occasion, recipient) again gives the row that exists.

    Must run in the transaction of its cause. `due` is the programme's time from which it may be sent; what it says is
    decided then, not now. Raises KeyError for a kind of letter that nobody registered.
    """
    spec = registry.letters[name]
    somebody = {"recipient": None, "address": to} if isinstance(to, str) else {"recipient": to}
    letter, made = Letter.objects.get_or_create(
        name=spec.name,
        **somebody,
        subject=subject_key(about),
        occasion=occasion,
        defaults={"due_at": due, "message_id": _message_id()},
    )
    if made and due <= clock.now():
        _hint_at_commit()
    return letter


def cancel(name: str, *, about: models.Model) -> int:
    """Take back letters about a subject that did not leave yet. Returns how many."""
    waiting = Letter.objects.filter(name=name, subject=subject_key(about), state=LetterState.QUEUED)
    return waiting.update(state=LetterState.CANCELLED)


def resend(letter: Letter) -> bool:
    """Queue a failed or uncertain letter once more, with the same Message-ID. False when it was neither."""
    again = Letter.objects.filter(pk=letter.pk, state__in=[LetterState.FAILED, LetterState.UNCERTAIN])
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


def _message_id() -> str:
    host = urlsplit(settings.PORTAL_URL).hostname or "localhost"
    return f"<{public_id()}{public_id()}@{host}>"
