"""Append-only story of every subject: one chain of hashes per subject, tied together by anchors.

The chain holds ids, codes and salted hashes; words sit in a row of their own that can be erased with its salt.
Erased is a legal state; changed is not: `verify` tells them apart.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import models, transaction
from django.db.models import Max

from portal.models.history import ActorKind, Anchor, Event, EventText
from portal.models.privacy import AuditCheck

NO_MORE: tuple[int, list[str]] = (0, [])  # after the last anchor


@dataclass(frozen=True)
class System:
    """The portal itself, acting by a rule; `rule` names it."""

    rule: str


@dataclass(frozen=True)
class LinkHolder:
    """Somebody without an account who holds a signed link."""

    key: str


Actor = Any  # a Person, System or LinkHolder


def subject_key(subject: models.Model) -> str:
    """`app.model:key`, how rows of any table are named in history, mail and consents."""
    return f"{subject._meta.label_lower}:{subject.pk}"


def _actor(by: Actor) -> tuple[str, str]:
    if isinstance(by, System):
        return ActorKind.SYSTEM, by.rule
    if isinstance(by, LinkHolder):
        return ActorKind.LINK, by.key
    return ActorKind.PERSON, by.pk


def _digest(*parts: Any) -> str:
    packed = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(packed.encode()).hexdigest()


def _event_hash(event: Event) -> str:
    moment = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    return _digest(
        event.previous, event.subject, event.sequence, event.kind, moment,
        event.actor_kind, event.actor, event.data, event.text_hash,
    )  # fmt: skip


@transaction.atomic
def record(
    subject: models.Model,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    data: dict[str, Any] | None = None,
    text: str = "",
) -> Event:
    """Add one event to the subject's chain, under the subject's lock. `data` holds ids and codes, `text` the words."""
    subject._meta.base_manager.select_for_update(no_key=True).filter(pk=subject.pk).first()
    key = subject_key(subject)
    last = Event.objects.filter(subject=key).order_by("-sequence").first()
    salt = secrets.token_hex(16) if text else ""
    actor_kind, actor = _actor(by)
    event = Event(
        subject=key,
        sequence=last.sequence + 1 if last else 1,
        kind=kind,
        at=at,
        actor_kind=actor_kind,
        actor=actor,
        data=data or {},
        text_hash=_digest(salt, text) if text else "",
        previous=last.hash if last else "",
    )
    event.hash = _event_hash(event)
    event.save(force_insert=True)
    if text:
        EventText.objects.create(event=event, salt=salt, text=text)
    return event


def of(subject: models.Model) -> models.QuerySet[Event]:
    """The story of a subject, oldest first, with the words that were not erased."""
    return Event.objects.filter(subject=subject_key(subject)).select_related("words").order_by("sequence")


def has_lately(subject: models.Model, kind: str, *, by: Actor, since: datetime) -> bool:
    """Whether somebody's event of a kind stands in the subject's chain since an instant."""
    key, (_kind, actor) = subject_key(subject), _actor(by)
    return Event.objects.filter(subject=key, kind=kind, actor=actor, at__gt=since).exists()


def erase_words(subject: models.Model) -> int:
    """Erase every text in the subject's story; the chain stays valid. Returns how many."""
    return EventText.objects.filter(event__subject=subject_key(subject)).delete()[0]


@transaction.atomic
def anchor(*, at: datetime) -> Anchor | None:
    """Tie all events that no anchor holds yet into the global chain; nothing to do gives None."""
    loose = list(Event.objects.select_for_update().filter(anchor=None).order_by("pk"))
    if not loose:
        return None
    last = Anchor.objects.order_by("-pk").first()
    previous = last.hash if last else ""
    tick = Anchor.objects.create(
        at=at,
        count=len(loose),
        previous=previous,
        hash=_anchor_hash(previous, at, [event.hash for event in loose]),
    )
    Event.objects.filter(pk__in=[event.pk for event in loose]).update(anchor=tick)
    return tick


def _anchor_hash(previous: str, at: datetime, hashes: list[str]) -> str:
    return _digest(previous, at.astimezone(UTC).isoformat(timespec="microseconds"), sorted(hashes))


def verify() -> Iterator[str]:
    """Walk every chain and anchor; yields one sentence per fault, nothing when all is well."""
    yield from _verify_chains()
    yield from _verify_anchors()


def _verify_chains() -> Iterator[str]:
    before: Event | None = None
    for event in (
        Event.objects.select_related("words").order_by("subject", "sequence").iterator(chunk_size=500)
    ):
        first = before is None or before.subject != event.subject
        expected = ("", 1) if first else (before.hash, before.sequence + 1)  # type: ignore[union-attr]
        if (event.previous, event.sequence) != expected:
            yield f"{event}: the chain is broken before this event"
        if event.hash != _event_hash(event):
            yield f"{event}: the event was changed"
        words = getattr(event, "words", None)
        if words and event.text_hash != _digest(words.salt, words.text):
            yield f"{event}: the text was changed"
        before = event


def _verify_anchors() -> Iterator[str]:
    """Each anchor holds what it held, and hangs under the one before; every head that a check ever saw still stands."""
    checks = list(AuditCheck.objects.order_by("pk"))  # read first: what is added meanwhile is no fault
    newest = Anchor.objects.aggregate(key=Max("pk"))["key"] or 0
    held = _held(newest)
    key, hashes = next(held, NO_MORE)
    previous, heads = "", {""}
    for tick in Anchor.objects.filter(pk__lte=newest).order_by("pk").iterator(chunk_size=500):
        found: list[str] = []
        if key == tick.pk:
            found = hashes
            key, hashes = next(held, NO_MORE)
        whole = (tick.previous, tick.count) == (previous, len(found))
        if not whole or tick.hash != _anchor_hash(previous, tick.at, found):
            yield f"anchor {tick.pk}: events were changed, added or removed"
        previous = tick.hash
        heads.add(tick.hash)
    for one in checks:
        if one.head not in heads:
            yield f"{one}: the end of the chain that it saw is gone"


def _held(newest: int) -> Iterator[tuple[int, list[str]]]:
    """The hashes under each anchor up to the newest, in order."""
    rows = Event.objects.filter(anchor__lte=newest).order_by("anchor", "pk").values_list("anchor", "hash")
    for key, group in groupby(rows.iterator(chunk_size=2000), key=itemgetter(0)):
        yield key, [row[1] for row in group]


def has_head(head: str) -> bool:
    """Whether an anchor with this hash stands, as a log or a backup told it."""
    return Anchor.objects.filter(hash=head).exists()
