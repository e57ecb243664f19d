"""Reminders about sprint weeks: to choose one, to confirm it, and what to bring when it comes."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from portal import clock, registry, timeline
from portal.models import Edition, Letter, Person, PhaseKey
from portal.registry import Target
from portal.templatetags.portal import day, deadline
from sprints import queries, rules
from sprints.emails.week import booking_of, hold_of, words
from sprints.models import Booking
from sprints.states import BookingState
from teams.models import Membership, Team
from teams.queries import members_by_team, members_of
from teams.states import TeamState

A_WEEK = timedelta(days=7)


def _without_week(edition: Edition) -> QuerySet[Team]:
    complete = Team.objects.filter(edition=edition, state=TeamState.COMPLETE)
    return complete.exclude(booking__state__in=rules.STANDING)


def members_without_week(edition: Edition, at: datetime) -> QuerySet[Person]:
    rows = Membership.objects.current().filter(team__in=_without_week(edition))
    return Person.objects.filter(pk__in=rows.values("person"), is_active=True)


@registry.letter(
    "sprint_to_choose",
    gettext_lazy("Het team koos nog geen sprintweek"),
    kind="reminder",
    to=gettext_lazy("leden van volledige teams zonder week"),
)
def _to_choose(letter: Letter) -> dict[str, Any] | None:
    edition = letter.edition
    if edition is None:
        return None
    mine = Membership.objects.current().filter(person=letter.recipient_id).values("team")
    team = _without_week(edition).filter(pk__in=mine).select_related("idea__submission").first()
    closes = timeline.of(edition).closes_at(PhaseKey.BOOTCAMPS)
    if team is None or closes is None or closes <= clock.now():
        return None
    return {
        "title": team.title,
        "until": deadline(closes),
        "url": settings.PORTAL_URL + reverse("sprints:calendar", args=[edition.pk]),
        "contact": edition.contact,
    }


def holding(edition: Edition, at: datetime) -> QuerySet[Booking]:
    return Booking.objects.filter(team__edition=edition, state=BookingState.HELD, held_until__gt=at)


def held_weeks(edition: Edition, at: datetime) -> Iterator[Target]:
    """Weeks that a team holds, with who did not confirm yet."""
    rows = holding(edition, at)
    members = members_by_team(rows.values("team"))
    for booking in rows.prefetch_related("confirmations"):
        confirmed = {one.person_id for one in booking.confirmations.all()}
        people = [one for one in members.get(booking.team_id, []) if one.pk not in confirmed]
        if booking.held_until and people:
            yield Target(booking, booking.held_until, people, key=hold_of(booking))


@registry.letter(
    "sprint_to_confirm",
    gettext_lazy("Een vastgehouden sprintweek wacht op bevestiging"),
    kind="reminder",
    to=gettext_lazy("leden die nog niet bevestigden"),
)
def _to_confirm(letter: Letter) -> dict[str, Any] | None:
    booking = booking_of(letter)
    if booking is None or booking.state != BookingState.HELD or booking.place is None:
        return None
    if hold_of(booking) != letter.occasion.partition(" ")[2] or rules.ran_out(booking, at=clock.now()):
        return None
    confirmed = booking.confirmations.filter(person=letter.recipient_id)
    if confirmed.exists() or not members_of(booking.team).filter(pk=letter.recipient_id).exists():
        return None
    return words(booking, booking.place.week, letter) | {"until": deadline(booking.held_until)}


def booked(edition: Edition, at: datetime) -> QuerySet[Booking]:
    """Weeks that are booked, from this week on."""
    rows = Booking.objects.filter(team__edition=edition, state=BookingState.BOOKED)
    return rows.filter(place__week__monday__gt=at - A_WEEK)


def booked_weeks(edition: Edition, at: datetime) -> Iterator[Target]:
    """Weeks that are booked and have not begun; a week that was moved is another one."""
    rows = booked(edition, at)
    members = members_by_team(rows.values("team"))
    for booking in rows.select_related(*queries.WITH_ITS_WEEK):
        week = rules.week_of(booking)
        if week is None or rules.days_of(week).begins <= at:
            continue
        people = members.get(booking.team_id, [])
        designer = booking.place.designer if booking.place else None
        also = [designer] if designer and designer not in people else []
        yield Target(booking, rules.days_of(week).begins, [*people, *also], key=week.monday.isoformat())


@registry.letter(
    "sprint_soon",
    gettext_lazy("De sprintweek begint binnenkort: wat breng je mee"),
    kind="reminder",
    to=gettext_lazy("leden en UX-designer van een geboekte week"),
)
def _soon(letter: Letter) -> dict[str, Any] | None:
    booking = booking_of(letter)
    if booking is None or booking.state != BookingState.BOOKED or booking.place is None:
        return None
    place, week = booking.place, booking.place.week
    moved = week.monday.isoformat() != letter.occasion.partition(" ")[2]
    if (
        moved
        or rules.has_begun(booking, at=clock.now())
        or letter.recipient not in queries.attendees(booking)
    ):
        return None
    return words(booking, week, letter) | {
        "room": place.room or week.edition.place,
        "designer": place.designer.display_name if place.designer else "",
        "last_day": day(week.friday),
    }


registry.remind("sprint_to_choose", "teams.closes", "-3d +4d", audience=members_without_week)
registry.remind("sprint_to_confirm", "hold.ends", "-2d", targets=held_weeks, things=holding)
registry.remind("sprint_soon", "week.begins", "-7d -1d", targets=booked_weeks, things=booked)
