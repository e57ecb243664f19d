"""Sending what is due: claim, freeze the words, hand over, mark. A kill at any point loses nothing.

A letter goes queued -> in flight (claimed, with a lease) -> sent. `handed_at` is written just before the server may
accept it: a lease that runs out before it goes back to the queue; after it nobody knows, and the letter's own rule
says resend (with the same Message-ID) or hold. That window is the only one in which a letter can arrive twice.
A mail server that is away costs no letter an attempt: all wait, and leave within two minutes of its return.

What the letters of a batch rest on is read once for all of them (`portal.mail.batches`); whoever changes such a thing
takes its letters out of the worker's hand (`outbox.take_back`), so that none leaves by what held a moment before. What
only the letter itself knows, whether it is still wanted, is asked for each, just before it leaves.
"""

import logging
import random
import secrets
import smtplib
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.db import connection as database
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import translation

from portal import clock, envelope, letters, registry
from portal.mail import addresses, digest, keeping
from portal.mail.batches import Batch
from portal.mail.plan import ALL
from portal.models import Letter, MailHow, MailRule
from portal.models.mail import LetterState

logger = logging.getLogger(__name__)

BATCH = 50
MAX_ATTEMPTS = 12
PAUSE_WHEN_AWAY = timedelta(seconds=30)
CLOSING = 421  # "service not available, closing": the connection is gone after this answer
SHIFT = timedelta(seconds=90)  # a task must not live until its time limit kills it; the next sweep goes on


def sweep() -> int:
    """Take back what a dead worker left, then send all that is due. Returns how many letters were sent."""
    recover()
    return deliver()


def deliver() -> int:
    """Send what is due, in batches over one kept connection each, until nothing is left, the shift is over or the
    mail server is away. Returns how many were sent."""
    sent, end = 0, clock.machine() + SHIFT
    while clock.machine() < end and (batch := claim()):
        server = get_connection()
        try:
            rests_on = Batch.of(batch)
            for letter in batch:
                server.open()  # for the first letter, and again after the connection broke
                sent += _send(letter, server, rests_on)
        except OSError as fault:
            _wait_for_server(batch, fault)
            break
        finally:
            _close(server)
    return sent


def due(now: datetime) -> Q:
    """Queued, its time has come on the programme's clock, its backoff has passed on the machine's, and staff do not
    hold it."""
    rested = Q(not_before=None) | Q(not_before__lte=clock.machine())
    return Q(state=LetterState.QUEUED, due_at__lte=now) & rested & ~Q(held())


def held() -> Exists:
    """Whether staff hold a letter: its name, or all of its edition."""
    named = Q(name=ALL) | Q(name=OuterRef("name"))
    return Exists(MailRule.objects.filter(named, edition=OuterRef("edition"), paused=True))


def _room() -> int:
    """How many may be handed over now: a batch, or what is left of the most per minute that the server wants."""
    if not settings.MAIL_PER_MINUTE:
        return BATCH
    lately = Letter.objects.filter(handed_at__gt=clock.machine() - timedelta(minutes=1)).count()
    in_hand = Letter.objects.filter(state=LetterState.IN_FLIGHT, handed_at=None).count()
    return max(0, min(BATCH, settings.MAIL_PER_MINUTE - lately - in_hand))


@transaction.atomic
def claim() -> list[Letter]:
    """Take a batch for this worker alone: locked rows are skipped, a token marks the claim, a lease limits it."""
    free = Letter.objects.filter(due(clock.now())).order_by("due_at", "pk")
    skip = database.features.has_select_for_update_skip_locked
    keys = list(free.select_for_update(skip_locked=skip).values_list("pk", flat=True)[: _room()])
    token = secrets.token_hex(16)
    Letter.objects.filter(pk__in=keys, state=LetterState.QUEUED).update(
        state=LetterState.IN_FLIGHT,
        claim=token,
        lease_until=_lease(),
        handed_at=None,
        attempts=F("attempts") + 1,
    )
    taken = Letter.objects.filter(claim=token).select_related("recipient").order_by("due_at", "pk")
    return list(taken.prefetch_related("edition__phases"))


def _lease() -> datetime:
    """Longer than the slowest hand-over of one letter; renewed for each, so that no living worker loses one in hand."""
    return clock.machine() + timedelta(seconds=settings.MAIL_LEASE_SECONDS)


@transaction.atomic
def recover() -> int:
    """Give letters whose lease ran out back to the queue, or hold them where their rule says so."""
    skip = database.features.has_select_for_update_skip_locked  # whoever takes one back holds it already
    rows = Letter.objects.select_for_update(skip_locked=skip)
    stranded = list(rows.filter(state=LetterState.IN_FLIGHT, lease_until__lt=clock.machine()))
    for letter in stranded:
        unsure = letter.handed_at is not None and _held_if_uncertain(letter)
        _mark(letter, LetterState.UNCERTAIN if unsure else LetterState.QUEUED)
    return len(stranded)


def _held_if_uncertain(letter: Letter) -> bool:
    spec = registry.letters.get(letter.name)
    return spec is not None and spec.if_uncertain == "hold"


def _send(letter: Letter, server: object, batch: Batch) -> bool:
    try:
        state, fields = _decide(letter, batch)
    except Exception:
        logger.exception("letter %s has no words", letter.pk)
        _retry(letter, "de brief kon niet worden opgesteld")
        return False
    if state != LetterState.IN_FLIGHT:
        _mark(letter, state, **fields)
        return False
    if not _update(letter, **fields, handed_at=clock.machine(), lease_until=_lease()):
        return False  # it was taken back, or the lease ran out and another worker has it
    return _hand_over(letter, server)


def _decide(letter: Letter, batch: Batch) -> tuple[str, dict[str, Any]]:
    """What becomes of a letter now, and what is frozen with that: in flight when it leaves. Whether it is still wanted
    is asked before every attempt, what it says is decided once."""
    how, address = batch.how(letter), letter.reachable_at
    if reason := _unwanted(letter, how):
        return LetterState.CANCELLED, {"reply": reason}
    with translation.override(letter.language):  # moments and amounts are words too
        values = registry.letters[letter.name].contents(letter) if address else None
    if values is None:
        return LetterState.CANCELLED, {"reply": letter.reply or "niet meer nodig"}
    if batch.is_dead(address):
        return LetterState.FAILED, {"address": address, "reply": "het adres werkt niet"}
    words = {} if letter.frozen_at else _written(letter, values, address, batch)
    bundled = how == MailHow.DIGEST and not words.get("calendar", letter.calendar)
    return (LetterState.BUNDLED if bundled else LetterState.IN_FLIGHT), words


def _unwanted(letter: Letter, how: str) -> str:
    """Why a letter is not sent at all; empty when it is."""
    if letter.expires_at and letter.expires_at <= clock.now():
        return "te laat: het heeft geen zin meer"
    return "afgemeld voor deze soort" if how == MailHow.OFF else ""


def _written(letter: Letter, values: dict[str, Any], address: str, batch: Batch) -> dict[str, Any]:
    calendar = values.pop("calendar", "")
    title, text, html = letters.words(letter, values, batch.source(letter))
    words = {"title": title, "text": text, "html": html, "calendar": calendar}
    return words | {"words_hash": keeping.words_hash(**words), "address": address, "frozen_at": clock.now()}


def _hand_over(letter: Letter, server: object) -> bool:
    try:
        server.send_messages([envelope.message(letter)])  # type: ignore[attr-defined]
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as answer:
        code, words = _answer_of(answer)
        if isinstance(answer, smtplib.SMTPRecipientsRefused) and addresses.refused(code, words):
            addresses.mark(letter.address, f"{code} {words}", at=clock.now())
        (_fail if code >= 500 else _retry)(letter, f"{code} {words}")
        if code == CLOSING:
            _close(server)
    except (OSError, smtplib.SMTPException) as fault:
        _unsure(letter, str(fault))
        _close(server)
    except Exception as fault:  # an address that no message can carry, or a service that is no SMTP
        logger.exception("letter %s cannot be sent", letter.pk)
        _unsure(letter, str(fault))
    else:
        return _has_left(letter)
    return False


def _has_left(letter: Letter) -> bool:
    """The server took it; what an overview holds has left with it."""
    if letter.name != digest.NAME:
        return _mark(letter, LetterState.SENT, sent_at=clock.now(), reply="aanvaard")
    with transaction.atomic():
        left = _mark(letter, LetterState.SENT, sent_at=clock.now(), reply="aanvaard")
        if left:
            digest.close(letter)
    return left


def _answer_of(answer: smtplib.SMTPException) -> tuple[int, str]:
    if isinstance(answer, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(answer.recipients.values()))
    else:
        code, words = answer.smtp_code, answer.smtp_error  # type: ignore[attr-defined]
    return int(code), words.decode(errors="replace") if isinstance(words, bytes) else str(words)


def _close(server: object) -> None:
    """End a connection, broken or not."""
    try:
        server.close()  # type: ignore[attr-defined]
    except Exception:  # noqa: BLE001 it is broken already
        logger.debug("the connection was broken already")


def _unsure(letter: Letter, reason: str) -> None:
    if _held_if_uncertain(letter):
        _mark(letter, LetterState.UNCERTAIN, reply=reason[:300])
    else:
        _retry(letter, reason)


def _retry(letter: Letter, reason: str) -> None:
    if letter.attempts >= MAX_ATTEMPTS:
        _fail(letter, reason)
        return
    pause = min(30 * 2 ** (letter.attempts - 1), 3600) * random.uniform(0.8, 1.2)  # noqa: S311 jitter, no secret
    rest = clock.machine() + timedelta(seconds=pause)
    _mark(letter, LetterState.QUEUED, not_before=rest, reply=reason[:300])


def _wait_for_server(batch: list[Letter], fault: OSError) -> None:
    """Put back what this claim still holds; no letter is to blame, so none loses an attempt."""
    rest, reason = clock.machine() + PAUSE_WHEN_AWAY, f"server niet bereikbaar: {fault}"[:300]
    logger.warning("mail server away: %s", fault)
    for letter in batch:
        _mark(letter, LetterState.QUEUED, not_before=rest, reply=reason, attempts=letter.attempts - 1)


def _fail(letter: Letter, reason: str) -> None:
    logger.error("letter %s failed for good: %s", letter.pk, reason)
    _mark(letter, LetterState.FAILED, reply=reason[:300])


def _mark(letter: Letter, state: str, **fields: object) -> bool:
    return _update(letter, state=state, lease_until=None, claim="", **fields)


def _update(letter: Letter, **fields: object) -> bool:
    """Write to the letter only while this claim holds it; False when another worker has it by now."""
    held = Letter.objects.filter(pk=letter.pk, state=LetterState.IN_FLIGHT, claim=letter.claim)
    if held.update(**fields) != 1:
        return False
    for name, value in fields.items():
        if name != "claim":
            setattr(letter, name, value)
    return True
