"""One thing that the cast does at one moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from portal.models import Edition


@dataclass(frozen=True)
class Act:
    """`play` gets the moment; it goes through the real verbs, and leaves alone what the visitor did before."""

    at: datetime
    play: Callable[[datetime], None]


def edition() -> Edition:
    """The edition on stage."""
    return Edition.objects.get(is_current=True)
