"""Wall-clock arithmetic of the mail plan. Pure: instants in and out are UTC, hours are those of the edition.

'7 days before at 9' counts days on the calendar, so it is 9 o'clock on both sides of a change of summer time; '2 hours
before' counts elapsed hours. Nothing that is planned leaves in the quiet hours.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

QUIET_FROM, QUIET_UNTIL = 20, 8  # local hours: from 20.00 until 8.00 nothing leaves by itself
STALE = timedelta(days=2)
TOKEN = re.compile(r"^([+-]?)(\d{1,3})([du])$")
MOST = {"d": 180, "u": 72}


@dataclass(frozen=True, order=True)
class Offset:
    """So many days ('d') or hours ('u') before (negative) or after a moment."""

    number: int
    unit: str = "d"

    def __str__(self) -> str:
        return f"{self.number:+d}{self.unit}" if self.number else f"0{self.unit}"


def parse(text: str) -> list[Offset]:
    """'-7d, -2d, 0d' as offsets, the earliest first, without doubles. Raises ValueError with the word it cannot
    read."""
    found = set()
    for word in text.replace(",", " ").split():
        told = TOKEN.match(word)
        if told is None or int(told[2]) > MOST[told[3]]:
            raise ValueError(word)
        found.add(Offset(int(f"{told[1]}{told[2]}"), told[3]))
    return sorted(found, key=lambda offset: offset.number * (24 if offset.unit == "d" else 1))


def is_quiet(hour: int) -> bool:
    return hour >= QUIET_FROM or hour < QUIET_UNTIL


def due_at(anchor: datetime, offset: Offset, *, hour: int, zone: ZoneInfo) -> datetime:
    """The instant at which a reminder leaves. Days: at `hour` by the clock on the wall, so many days from the anchor's
    own day. Hours: elapsed, out of the quiet hours towards the side that still helps: a reminder before something
    earlier, one after something later."""
    if offset.unit == "d":
        day = anchor.astimezone(zone).date() + timedelta(days=offset.number)
        return datetime.combine(day, time(hour), zone).astimezone(UTC)
    moment = (anchor + timedelta(hours=offset.number)).astimezone(zone)
    return _awake(moment, zone, earlier=offset.number < 0).astimezone(UTC)


def _awake(moment: datetime, zone: ZoneInfo, *, earlier: bool) -> datetime:
    if not is_quiet(moment.hour):
        return moment
    day = moment.date()
    if earlier:
        day -= timedelta(days=moment.hour < QUIET_UNTIL)
        return datetime.combine(day, time(QUIET_FROM - 1), zone)
    day += timedelta(days=moment.hour >= QUIET_FROM)
    return datetime.combine(day, time(QUIET_UNTIL), zone)


def expires_at(due: datetime, *, before: datetime | None) -> datetime:
    """When a reminder that did not leave makes no sense any more: two days late, or when what it is about is over."""
    late = due + STALE
    return min(late, before) if before else late
