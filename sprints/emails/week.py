"""Letters about sprint weeks: one function queues a letter, one gives its words when it leaves.

What a letter carries for the calendar is decided when it leaves too. Of several about the same booking that did not
leave yet only the last goes out: a later one says it all.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import clock, outbox, registry
from portal.models import Letter, Person
from portal.templatetags.portal import day, deadline
from sprints import content, queries, rules
from sprints.models import Booking, Place, Week
from sprints.states import BookingState
from teams.queries import members_of

FOR_CALENDARS = ("sprint_booked", "sprint_changed", "sprint_cancelled")


def week_held(booking: Booking, *, at: datetime) -> None:
    """To every member who did not confirm yet: please do, until then."""
    confirmed = booking.confirmations.values("person")
    ask_to_confirm(booking, members_of(booking.team).exclude(pk__in=confirmed), at=at)


def ask_to_confirm(booking: Booking, people: Iterable[Person], *, at: datetime) -> None:
    for person in people:
        outbox.queue("sprint_week_held", to=person, about=booking, due=at, occasion=hold_of(booking))


def week_booked(booking: Booking, people: Iterable[Person], *, at: datetime) -> None:
    """The invitation, to every member and the designer."""
    for person in people:
        outbox.queue("sprint_booked", to=person, about=booking, due=at, occasion=str(booking.sequence))


def week_changed(booking: Booking, people: Iterable[Person], *, at: datetime) -> None:
    """The invitation with another room or designer."""
    for person in people:
        outbox.queue("sprint_changed", to=person, about=booking, due=at, occasion=str(booking.sequence))


def week_cancelled(booking: Booking, people: Iterable[Person], *, at: datetime) -> None:
    """Takes the week out of these people's calendars; the booking itself may be elsewhere by the time it leaves, so the
    letter keeps the number of the change and the place."""
    occasion = f"{booking.sequence}@{booking.place_id}"
    for person in people:
        outbox.queue("sprint_cancelled", to=person, about=booking, due=at, occasion=occasion)


def hold_lapsed(booking: Booking, place_id: int | None, *, at: datetime) -> None:
    """To every member: another team took the week that you held."""
    for person in members_of(booking.team):
        occasion = f"{hold_of(booking)}@{place_id}"
        outbox.queue("sprint_hold_lapsed", to=person, about=booking, due=at, occasion=occasion)


def hold_of(booking: Booking) -> str:
    """Which of the holds that a booking saw."""
    return booking.at.astimezone(UTC).isoformat()


def calendar_of(
    booking: Booking, place: Place, method: str, *, at: datetime, sequence: int, to: Person | None = None
) -> str:
    """The .ics text of a booking in a place; for one person, or a copy to download."""
    edition = place.week.edition
    designer = place.designer.display_name if place.designer else ""
    about = _("Design Sprint van het team ‘%(team)s’.") % {"team": booking.team.title}
    if designer:
        about += " " + _("UX-designer: %(name)s.") % {"name": designer}
    entry = content.Entry(
        uid=booking.uid,
        sequence=sequence,
        days=rules.days_of(place.week),
        title=_("Design Sprint: %(team)s") % {"team": booking.team.title},
        about=about,
        location=place.room or edition.place,
        contact=edition.contact,
        organiser=edition.organiser,
        page=page_for(booking, to),
    )
    name, address = (to.display_name, to.email or "") if to else ("", "")
    return content.calendar(entry, method, at=at, name=name, address=address)


def page_for(booking: Booking, person: Person | None) -> str:
    """Where somebody reads about the week: on the page of the team that they are in, otherwise (a designer, who left)
    among all the weeks."""
    edition, team = booking.team.edition_id, booking.team
    if person and not rules.takes_part(team, person):
        return str(settings.PORTAL_URL + reverse("sprints:calendar", args=[edition]))
    return str(settings.PORTAL_URL + reverse("sprints:booking", args=[edition, team.pk]))


def booking_of(letter: Letter) -> Booking | None:
    """The booking of a letter, unless a later letter to the same person says it better."""
    if letter.name in FOR_CALENDARS and _has_later(letter):
        return None
    rows = Booking.objects.select_related(*queries.WITH_ITS_WEEK)
    return rows.filter(pk=letter.subject.rpartition(":")[2]).first()


def _has_later(letter: Letter) -> bool:
    same = Letter.objects.filter(subject=letter.subject, recipient=letter.recipient, name__in=FOR_CALENDARS)
    return same.filter(pk__gt=letter.pk).exists()


def words(booking: Booking, week: Week, letter: Letter) -> dict[str, Any]:
    """What every letter says: which team, which week, where to look, whom to ask."""
    days = rules.days_of(week)
    return {
        "title": booking.team.title,
        "week": queries.label_of(week),
        "first_day": day(days.first),
        "url": page_for(booking, letter.recipient),
        "contact": booking.team.edition.contact,
    }


@registry.letter(
    "sprint_week_held",
    gettext_lazy("Het team houdt een sprintweek vast: bevestig ze"),
    kind="asked",
    to=gettext_lazy("leden die nog niet bevestigden"),
)
def _held(letter: Letter) -> dict[str, Any] | None:
    booking = booking_of(letter)
    if booking is None or booking.state != BookingState.HELD or hold_of(booking) != letter.occasion:
        return None
    asked = members_of(booking.team).filter(pk=letter.recipient_id)
    confirmed = booking.confirmations.filter(person=letter.recipient_id)
    if not asked.exists() or confirmed.exists() or booking.place is None:
        return None
    return words(booking, booking.place.week, letter) | {
        "holder": booking.by.display_name,
        "until": deadline(booking.held_until),
    }


@registry.letter(
    "sprint_booked",
    gettext_lazy("De sprintweek is geboekt, met een uitnodiging voor de agenda"),
    kind="dates",
    to=gettext_lazy("leden en UX-designer"),
)
def _booked(letter: Letter) -> dict[str, Any] | None:
    booking = booking_of(letter)
    if booking is None or booking.state != BookingState.BOOKED or booking.place is None:
        return None
    if letter.recipient not in queries.attendees(booking):
        return None
    place, week = booking.place, booking.place.week
    calendar = calendar_of(
        booking, place, content.REQUEST, at=clock.now(), sequence=booking.sequence, to=letter.recipient
    )
    return words(booking, week, letter) | {
        "room": place.room or week.edition.place,
        "designer": place.designer.display_name if place.designer else "",
        "calendar": calendar,
    }


@registry.letter(
    "sprint_changed",
    gettext_lazy("Ruimte of UX-designer van de sprintweek wijzigt, met een nieuwe uitnodiging"),
    kind="dates",
    to=gettext_lazy("leden en UX-designer"),
)
def _changed(letter: Letter) -> dict[str, Any] | None:
    return _booked(letter)


@registry.letter(
    "sprint_cancelled",
    gettext_lazy("De sprintweek gaat niet door voor deze persoon, en verdwijnt uit de agenda"),
    kind="dates",
    to=gettext_lazy("wie de week in de agenda had"),
)
def _cancelled(letter: Letter) -> dict[str, Any] | None:
    booking = booking_of(letter)
    sequence, _at, place_id = letter.occasion.partition("@")
    place = _place(place_id)
    if booking is None or place is None:
        return None
    calendar = calendar_of(
        booking, place, content.CANCEL, at=clock.now(), sequence=int(sequence), to=letter.recipient
    )
    return words(booking, place.week, letter) | {"calendar": calendar}


@registry.letter(
    "sprint_hold_lapsed",
    gettext_lazy("De vastgehouden sprintweek is naar een ander team gegaan"),
    kind="dates",
    to=gettext_lazy("leden"),
)
def _lapsed(letter: Letter) -> dict[str, Any] | None:
    booking, place = booking_of(letter), _place(letter.occasion.rpartition("@")[2])
    if booking is None or place is None or booking.state != BookingState.LAPSED:
        return None
    url = settings.PORTAL_URL + reverse("sprints:calendar", args=[booking.team.edition_id])
    return words(booking, place.week, letter) | {"url": url}


def _place(place_id: str) -> Place | None:
    return Place.objects.select_related("week__edition", "designer").filter(pk=place_id).first()
