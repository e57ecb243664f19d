"""What a sprint week is, as plain values: how long a hold lasts, when a week begins and ends, its entry in a calendar.

The entry is one event that repeats on each working day from 9 to 17 o'clock, not one event from Monday to Friday:
nights stay free, and every calendar shows days at their local hour on both sides of a change of the clock. `UID` stays
the same for the whole life of a booking and `SEQUENCE` goes up, so that an update or a cancellation finds the entry
that is there already (RFC 5546, iTIP).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vRecur, vText

HOLD = timedelta(days=7)
DAY_BEGINS, DAY_ENDS = time(9), time(17)
PRODUCT = "-//Sandbox Vlaanderen//Intrapreneurshipportaal//NL"
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"


@dataclass(frozen=True)
class Days:
    """The working days of a sprint: the first, how many in a row, and the zone of their clock."""

    first: date
    count: int
    zone: ZoneInfo

    @property
    def begins(self) -> datetime:
        """The first instant of the first day (UTC): from then on nobody holds, moves or confirms."""
        return self._instant(self.first, time())

    @property
    def ends(self) -> datetime:
        """When the last day is over (UTC)."""
        return self._instant(self.first + timedelta(days=self.count - 1), DAY_ENDS)

    def _instant(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, self.zone).astimezone(UTC)


@dataclass(frozen=True)
class Entry:
    """A booking as calendars know it. `contact` is the edition's address, `page` the booking's page in the portal."""

    uid: str
    sequence: int
    days: Days
    title: str
    about: str
    location: str
    contact: str
    organiser: str
    page: str


def hold_ends(at: datetime, days: Days) -> datetime:
    """Until when a week that is chosen at `at` is held: a week long, but not past the sprint's own beginning."""
    return min(at + HOLD, days.begins)


def calendar(entry: Entry, method: str, *, at: datetime, name: str = "", address: str = "") -> str:
    """The .ics text of a booking. `method`: REQUEST invites or updates, CANCEL takes away, both for the one person who
    gets it; PUBLISH is a copy to download, without anybody's name in it. `at` is the programme's moment."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", datetime.combine(entry.days.first, DAY_BEGINS, entry.days.zone))
    event.add("dtend", datetime.combine(entry.days.first, DAY_ENDS, entry.days.zone))
    event.add("rrule", vRecur(freq="DAILY", count=entry.days.count))
    event.add("summary", entry.title)
    event.add("description", entry.about)
    event.add("url", entry.page)
    event.add("organizer", _person(entry.contact, CN=entry.organiser))
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    event.add("transp", "OPAQUE")
    if entry.location:
        event.add("location", entry.location)
    if address:
        event.add("attendee", _attendee(address, name))
    return _wrapped(event, entry.days, method)


def _attendee(address: str, name: str) -> vCalAddress:
    """They confirmed the week already, so nobody is asked again."""
    return _person(address, CN=name, ROLE="REQ-PARTICIPANT", PARTSTAT="ACCEPTED", RSVP="FALSE")


def _person(address: str, **parameters: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{address}")
    for name, value in parameters.items():
        if value:
            person.params[name] = vText(value)
    return person


def _wrapped(event: Event, days: Days, method: str) -> str:
    whole = Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add("method", method)
    whole.add_component(event)
    year = timedelta(days=366)
    whole.add_missing_timezones(first_date=days.first - year, last_date=days.first + year)
    return whole.to_ical().decode()
