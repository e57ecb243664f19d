"""The one clock of the domain. No other module may ask what time it is (a house test reads the sources)."""

from datetime import UTC, datetime, timedelta

from django.conf import settings


def machine() -> datetime:
    """The machine's own time, UTC: for sessions, codes, leases and backoff, never for a rule of the programme."""
    return datetime.now(UTC)


def now() -> datetime:
    """The time the programme lives by, UTC. The demo shifts it; production never does."""
    return machine() + shift() if settings.DEMO else machine()


def shift() -> timedelta:
    """How far the demo's clock is from the machine's: one row, read alike by web, worker and beat."""
    from portal.models import ClockShift

    row = ClockShift.objects.filter(pk=1).first()
    return timedelta(seconds=row.seconds) if row else timedelta()


def jump(to: datetime) -> None:
    """Set the demo's clock. Raises RuntimeError outside the demo."""
    if not settings.DEMO:
        raise RuntimeError("only the demo may move the clock")
    from portal.models import ClockShift

    seconds = (to - machine()).total_seconds()
    ClockShift.objects.update_or_create(pk=1, defaults={"seconds": seconds})
