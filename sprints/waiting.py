"""What waits for a member: a week to confirm, to book, or to choose."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from portal import timeline
from portal.models import Edition, Person, PhaseKey
from portal.registry import Waiting
from sprints import rules
from sprints.models import Booking, Confirmation
from sprints.states import BookingState
from teams.models import Membership, Team
from teams.states import TeamState


def weeks_of(person: Person, edition: Edition, at: datetime) -> Iterator[Waiting]:
    """From the announcement until the pitch, for each team that somebody is in."""
    windows = timeline.shown(edition)
    if not windows.has_opened(PhaseKey.ANNOUNCEMENT, at) or windows.has_opened(PhaseKey.PITCH, at):
        return
    mine = Team.objects.of_member(person).filter(edition=edition).exclude(state=TeamState.STOPPED)
    teams = list(mine.select_related("idea__submission", "booking__place__week").order_by("pk"))
    held = [team.booking for team in teams if getattr(team, "booking", None)]
    confirmed = _confirmed([booking for booking in held if booking.state == BookingState.HELD])
    for team in teams:
        item = _for_team(team, person, edition, confirmed, at)
        if item:
            yield item


def _confirmed(bookings: list[Booking]) -> dict[str, set[str]]:
    """Who confirmed, by booking; one query, and none when nothing is held."""
    found: dict[str, set[str]] = {booking.pk: set() for booking in bookings}
    if bookings:
        for row in Confirmation.objects.filter(booking__in=bookings):
            found[row.booking_id].add(row.person_id)
    return found


def _for_team(
    team: Team, person: Person, edition: Edition, confirmed: dict[str, set[str]], at: datetime
) -> Waiting | None:
    booking: Booking | None = getattr(team, "booking", None)
    complete = team.state == TeamState.COMPLETE
    if booking is None or booking.state not in rules.STANDING:
        url = reverse("sprints:calendar", args=[edition.pk])
        return Waiting(_("Kies een sprintweek voor je team"), url, about=team.title) if complete else None
    if booking.state == BookingState.BOOKED:
        return None
    url = reverse("sprints:booking", args=[edition.pk, team.pk])
    if person.pk not in confirmed[booking.pk]:
        due = None if rules.ran_out(booking, at=at) else booking.held_until
        return Waiting(_("Bevestig jullie sprintweek"), url, about=team.title, due=due)
    members = set(Membership.objects.current().filter(team=team).values_list("person", flat=True))
    if complete and members <= confirmed[booking.pk]:
        return Waiting(_("Boek jullie sprintweek"), url, about=team.title, due=booking.held_until)
    return None
