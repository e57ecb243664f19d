"""One thing that the cast does at one moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from portal.demo.cast import local
from portal.models import Edition


@dataclass(frozen=True)
class Act:
    """`play` gets the moment; it goes through the real verbs, and leaves alone what the visitor did before."""

    at: datetime
    play: Callable[[datetime], None]


def edition() -> Edition:
    """The edition on stage."""
    return Edition.objects.get(is_current=True)


def on(day: str, hour: int, minute: int = 0) -> datetime:
    """A day as the stories write it, at an hour by the clock of Brussels."""
    told = date.fromisoformat(day)
    return local(told.year, told.month, told.day, hour, minute)
