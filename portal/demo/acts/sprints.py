"""The teams take their sprint weeks: one proposes, everybody confirms."""

from datetime import date, datetime
from functools import partial
from typing import Any

from portal.demo.acts.act import Act
from portal.demo.acts.teams import GOING_ON, members_of, owner_of, team_of
from portal.demo.cast import local
from sprints import actions as sprints
from sprints.models import Booking, Week
from sprints.states import BookingState
from teams.states import TeamState

STANDING = [BookingState.HELD, BookingState.BOOKED]


def _hold(story: dict[str, Any], at: datetime) -> None:
    team = team_of(story, at)
    taken = Booking.objects.filter(team=team, state__in=STANDING).exists()
    if team.state == TeamState.COMPLETE and not taken:
        week = Week.objects.get(edition=team.edition, monday=date.fromisoformat(story["week"]))
        sprints.hold_week(team, week, by=owner_of(team), at=at)


def _confirm(story: dict[str, Any], at: datetime) -> None:
    team = team_of(story, at)
    booking = Booking.objects.filter(team=team, state=BookingState.HELD).first()
    if booking is None:
        return
    for person in members_of(team):
        booking.refresh_from_db()
        if not booking.confirmations.filter(person=person).exists():
            sprints.confirm_week(booking, by=person, at=at)


ACTS = [
    *(Act(local(2022, 2, 24, 9, order), partial(_hold, story)) for order, story in enumerate(GOING_ON)),
    *(Act(local(2022, 2, 26, 9, order), partial(_confirm, story)) for order, story in enumerate(GOING_ON)),
]
