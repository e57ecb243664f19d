"""Background work: thin doors. Running one again means nothing to do."""

from celery import shared_task

from portal import clock, delivery, history
from portal.models import Heartbeat


@shared_task
def deliver() -> int:
    """Send what is due (a hint arrived)."""
    return delivery.deliver()


@shared_task
def sweep() -> int:
    """Every minute: find what is due or stranded, whatever became of the hints; and show that the worker lives."""
    Heartbeat.objects.update_or_create(name="worker", defaults={"at": clock.machine()})
    return delivery.sweep()


@shared_task
def anchor() -> bool:
    """Every hour: tie the new events of all histories into the global chain."""
    return history.anchor(at=clock.now()) is not None
