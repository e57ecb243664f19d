"""Checking the history by itself, and keeping the heads of its chain, so that one that was cut shows."""

import logging
from datetime import datetime, timedelta
from itertools import islice

from django.db import models

from portal import history
from portal.models import Anchor, AuditCheck, Event, Person

logger = logging.getLogger(__name__)
MOST_FAULTS = 20  # kept of one check; the first says enough


def check(*, at: datetime) -> AuditCheck:
    """Walk the whole history and note the outcome. The head of the chain goes to the log, out of reach of who can
    write in the database."""
    history.anchor(at=at)
    faults = list(islice(history.verify(), MOST_FAULTS))
    last = Anchor.objects.order_by("-pk").first()
    done = AuditCheck.objects.create(
        at=at, events=Event.objects.count(), head=last.hash if last else "", faults=faults
    )
    if faults:
        logger.error("the history was changed: %s", "; ".join(faults))
    logger.info("history checked: %s events, head %s", done.events, done.head)
    return done


HOUR = timedelta(hours=1)


def look(about: models.Model, /, *, by: Person, at: datetime, **data: str) -> None:
    """Note that somebody read something of others: once an hour for the same thing."""
    again = Event.objects.filter(
        subject=history.subject_key(about), kind="look", actor=by.pk, at__gt=at - HOUR, data=data
    )
    if not again.exists():
        history.record(about, "look", by=by, at=at, data=data)


def take_along(about: models.Model, /, *, file: str, by: Person, at: datetime, **data: str) -> None:
    """Note that somebody downloaded something of others, and in which file: every time."""
    history.record(about, "export", by=by, at=at, data={"file": file, **data})
