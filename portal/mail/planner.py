"""From plan to rows: which mailings there are, whom they concern when their time has come, one letter each.

Everything here may run twice, at the same time, or after a day of silence: unique keys make the second time nothing.
"""

import logging
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Lower

from portal import clock, outbox, registry, timeline
from portal.history import subject_key
from portal.mail import digest, plan, times
from portal.models import Edition, Letter, Mailing, Person, Phase, PhaseKey, Subscription
from portal.models.mail import LetterState
from portal.registry import Target

logger = logging.getLogger(__name__)

BATCH = 500
SHIFT = timedelta(seconds=60)
PATIENCE = timedelta(minutes=15)
LIVES_ON = timedelta(days=60)  # after its last phase an edition's plan is looked at for so long


def tick(*, at: datetime) -> int:
    """Every minute: bring the plan up to date, then write the letters whose time has come. Returns how many."""
    written = 0
    for edition in running(at):
        replan(edition, at=at)
        written += write_own(edition, at=at)
    written += write_due(at=at)
    return written + digest.bundle(at=at)


def running(at: datetime) -> list[Edition]:
    """Editions with something to say: the current one, and those whose phases are not long over."""
    alive = Phase.objects.filter(closes_at__gt=at - LIVES_ON).values("edition")
    return list(Edition.objects.filter(pk__in=alive) | Edition.objects.filter(is_current=True))


@transaction.atomic
def replan(edition: Edition, *, at: datetime) -> None:
    """Make the mailings of an edition what its phases and plan say. One that moved takes its letters that did not
    leave along; one that left keeps its row, so that no offset ever comes twice."""
    # Two at once would undo each other; who only points at the edition need not wait.
    Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    rows = {(row.name, row.occasion): row for row in Mailing.objects.filter(edition=edition)}
    wanted = _wanted(edition)
    new = [
        Mailing(
            edition=edition, name=name, occasion=one.occasion, due_at=one.due_at, expires_at=one.expires_at
        )
        for (name, _occasion), one in wanted.items()
        if (name, one.occasion) not in rows and one.expires_at > at
    ]
    Mailing.objects.bulk_create(new, ignore_conflicts=True)
    for key, row in rows.items():
        if key in wanted:
            _move(row, wanted[key], at=at)
        elif _is_of_a_phase(row):
            _drop(row)


def _wanted(edition: Edition) -> dict[tuple[str, str], plan.Moment]:
    windows = timeline.of(edition)
    return {
        (one.name, found.occasion): found
        for one in plan.planned(edition)
        if one.reminder.audience
        for found in plan.moments(one, windows)
    }


def _is_of_a_phase(row: Mailing) -> bool:
    """Whether the row follows from the plan; others follow from an event."""
    reminder = registry.reminders.get(row.name)
    return reminder is not None and reminder.moment.partition(".")[0] in PhaseKey.values


def _move(row: Mailing, to: plan.Moment, *, at: datetime) -> None:
    """To another moment, with the letters that did not leave; when all left there is nothing to move."""
    if (row.due_at, row.expires_at) == (to.due_at, to.expires_at):
        return
    waiting = Letter.objects.filter(mailing=row, state=LetterState.QUEUED)
    if not outbox.take_back(Q(mailing=row)) and row.done_at:
        return
    told: dict[str, Any] = {"due_at": to.due_at, "expires_at": to.expires_at}
    begun = {} if row.started_at else {"done_at": None}  # what was too late to begin can be in time again
    Mailing.objects.filter(pk=row.pk).update(**told, **begun)
    waiting.update(**told)


def _drop(row: Mailing) -> None:
    """Its moment is no longer in the plan: what did not leave is cancelled; a mailing that never began goes."""
    outbox.cancel_mailing(row.pk)
    if row.started_at is None:
        Mailing.objects.filter(pk=row.pk, started_at=None).delete()
    elif row.done_at is None:
        Mailing.objects.filter(pk=row.pk).update(done_at=clock.now())


def write_due(*, at: datetime) -> int:
    """Write the letters of all mailings whose time has come, batch by batch, until the shift is over. A worker that
    dies loses the batch in its hand; the next goes on behind the last one written."""
    written, end = 0, clock.machine() + SHIFT
    while clock.machine() < end:
        batch = _write_batch(at)
        if batch is None:
            break
        written += batch
    return written


@transaction.atomic
def _write_batch(at: datetime) -> int | None:
    """The next batch of the first mailing that nobody works on; None when there is none."""
    skip = connection.features.has_select_for_update_skip_locked
    due = Mailing.objects.filter(done_at=None, due_at__lte=at).select_related("edition")
    row = (
        due.select_for_update(skip_locked=skip, of=("self",) if skip else ()).order_by("due_at", "pk").first()
    )
    if row is None:
        return None
    reminder = registry.reminders.get(row.name)
    if reminder is None or reminder.audience is None or row.expires_at <= at:
        Mailing.objects.filter(pk=row.pk).update(done_at=at)
        return 0
    people = reminder.audience(row.edition, at).order_by("pk").filter(pk__gt=row.cursor)
    batch = list(people[:BATCH])
    letters = Letter.objects.bulk_create(_letters(row, batch), ignore_conflicts=True)
    changed: dict[str, Any] = {"started_at": row.started_at or at}
    changed |= {"cursor": batch[-1].pk} if len(batch) == BATCH else {"done_at": at}
    Mailing.objects.filter(pk=row.pk).update(**changed)
    return len(letters)


def _letters(row: Mailing, batch: list[Any]) -> Iterable[Letter]:
    known = _accounts_of(batch)
    for somebody in batch:
        yield Letter(
            name=row.name,
            edition=row.edition,
            mailing=row,
            subject=subject_key(row.edition),
            occasion=row.occasion,
            due_at=row.due_at,
            expires_at=row.expires_at,
            message_id=outbox.new_message_id(),
            **recipient(somebody, known),
        )


def _accounts_of(batch: list[Any]) -> dict[str, Person]:
    """The accounts behind the addresses of subscriptions."""
    emails = [one.email.lower() for one in batch if isinstance(one, Subscription)]
    people = Person.objects.annotate(lower=Lower("email")).filter(lower__in=emails, is_active=True)
    return {person.email.lower(): person for person in people if person.email} if emails else {}


def recipient(somebody: Person | Subscription, known: dict[str, Person]) -> dict[str, Any]:
    """Whom a letter goes to: the account behind a subscription, otherwise its bare address and language."""
    if isinstance(somebody, Person):
        return {"recipient": somebody}
    person = known.get(somebody.email.lower())
    if person:
        return {"recipient": person}
    return {"recipient": None, "address": somebody.email, "spoken": somebody.language}


def write_own(edition: Edition, *, at: datetime) -> int:
    """Write the letters about single things whose own moment has come."""
    written = 0
    for one in plan.alive(edition, at=at):
        due = [
            (target, found)
            for target in (one.reminder.targets(edition, at) if one.reminder.targets else ())
            for found in plan.own_moments(one, target, edition)
            if found.due_at <= at < found.expires_at
        ]
        written += _write_own(one.name, due, edition) if due else 0
    return written


@transaction.atomic
def _write_own(name: str, due: list[tuple[Target, plan.Moment]], edition: Edition) -> int:
    oldest = min(found.due_at for _target, found in due)
    there = set(
        Letter.objects.filter(edition=edition, name=name, due_at__gte=oldest).values_list(
            "subject", "occasion", "recipient", "address"
        )
    )
    keys = {(subject, occasion, person or address.lower()) for subject, occasion, person, address in there}
    written = 0
    for target, found in due:
        for to in target.to:
            who = to.lower() if isinstance(to, str) else to.pk
            if (subject_key(target.about), found.occasion, who) in keys:
                continue
            _queue(name, to, target, found)
            written += 1
    return written


def _queue(name: str, to: Person | str, target: Target, found: plan.Moment) -> None:
    outbox.queue(
        name,
        to=to,
        about=target.about,
        due=found.due_at,
        occasion=found.occasion,
        expires_at=found.expires_at,
    )


@transaction.atomic
def announce(edition: Edition, name: str, about: str, *, at: datetime) -> None:
    """A mailing that an event sets off, a quarter of an hour later: another change within it sends one letter."""
    told = {"due_at": at + PATIENCE, "expires_at": at + times.STALE}
    same = Mailing.objects.filter(edition=edition, name=name, occasion__startswith=f"{about} ")
    if not same.filter(started_at=None, done_at=None).update(**told):
        occasion = f"{about} {at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"
        Mailing.objects.get_or_create(edition=edition, name=name, occasion=occasion, defaults=told)
