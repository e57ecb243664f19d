"""Background work: thin doors. Running one again means nothing to do."""

from celery import shared_task
from django.conf import settings

from portal import auditing, clock, delivery, history, sessions
from portal import retention as keeping_of_data
from portal.mail import bounces, keeping, planner
from portal.models import Heartbeat
from portal.second_step import keeping as second_steps


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
def plan() -> int:
    """Every minute: write the letters whose moment has come, and send them."""
    Heartbeat.objects.update_or_create(name="planner", defaults={"at": clock.machine()})
    written = planner.tick(at=clock.now())
    if written:
        delivery.deliver()
    return written


@shared_task
def read_bounces() -> int:
    """Every ten minutes: mark addresses from which mail came back, when a mailbox is named."""
    if not settings.MAIL_BOUNCES:
        return 0
    return bounces.from_place(settings.MAIL_BOUNCES, lambda raw: bounces.read(raw, at=clock.now()))


@shared_task
def purge() -> int:
    """Every hour: empty the words of letters that were kept long enough, drop sessions that ended, and seal what lies
    open or under a key from before."""
    sessions.clear_ended()
    second_steps.seal_all()
    return keeping.purge(at=clock.now())


@shared_task
def anchor() -> bool:
    """Every minute: tie the new events of all histories into the global chain."""
    return history.anchor(at=clock.now()) is not None


@shared_task
def retention() -> bool:
    """Every month: wipe what was kept long enough."""
    return keeping_of_data.apply(at=clock.now()) is not None


@shared_task
def check_history() -> bool:
    """Every night: is the whole history as it was written?"""
    return not auditing.check(at=clock.now()).faults
