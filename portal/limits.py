"""How often somebody may do what costs much. Counted in the cache, which is a table of the database: no restart forgets
it. Source: OWASP ASVS 5.0, 2.4.1.
"""

from dataclasses import dataclass

from django.core.cache import cache

from portal import clock


@dataclass(frozen=True)
class Rate:
    """So many times in so many seconds."""

    times: int
    seconds: int


def is_within(rate: Rate, what: str, who: str) -> bool:
    """Count one time more; False when that is too often. What many do at the same instant may be counted once too
    little: it is a fence, no rule of the programme."""
    period = int(clock.machine().timestamp()) // rate.seconds
    key = f"limit:{what}:{who}:{period}"
    cache.add(key, 0, rate.seconds)
    return cache.incr(key) <= rate.times
