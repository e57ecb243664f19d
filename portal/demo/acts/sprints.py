"""The teams take their sprint weeks: one proposes, everybody confirms. One holds a week in vain, one moves."""

from datetime import date, datetime
from functools import partial
from typing import Any

from portal.demo.acts.act import Act, edition, on
from portal.demo.acts.teams import GOING_ON, STORIES, members_of, owner_of, team_of
from portal.demo.cast import local, player
from sprints import actions as sprints
from sprints.models import Booking, Place, Week
from sprints.states import BookingState
from teams.models import Team
from teams.states import TeamState

STANDING = [BookingState.HELD, BookingState.BOOKED]
OTHER_ROOM = "Zaal Twee, naast de Sandbox-ruimte"
ANOTHER_ROOM_IN = "2022-03-14"


def _name_designer(at: datetime) -> None:
    """Sandbox says who guides the weeks, before anybody has one."""
    for place in Place.objects.filter(week__edition=edition(), designer=None).select_related("week__edition"):
        place.designer = player("ux-een")
        sprints.save_place(place, by=player("sandbox"), at=at)


def _change_room(at: datetime) -> None:
    monday = date.fromisoformat(ANOTHER_ROOM_IN)
    rows = Place.objects.filter(week__edition=edition(), week__monday=monday)
    for place in rows.select_related("week__edition"):
        place.room = OTHER_ROOM
        sprints.save_place(place, by=player("sandbox"), at=at)


def _take(team: Team, monday: str, at: datetime) -> None:
    week = Week.objects.get(edition=team.edition, monday=date.fromisoformat(monday))
    sprints.hold_week(team, week, by=owner_of(team), at=at)


def _hold(story: dict[str, Any], at: datetime) -> None:
    team = team_of(story, at)
    taken = Booking.objects.filter(team=team, state__in=STANDING).exists()
    if team.state == TeamState.COMPLETE and not taken:
        _take(team, story["week"], at)


def _hold_in_vain(story: dict[str, Any], at: datetime) -> None:
    """A team that is not complete holds a week, and nobody else of it confirms."""
    team = team_of(story, at)
    if not Booking.objects.filter(team=team, state__in=STANDING).exists():
        _take(team, story["hopes_for"], at)


def _move(story: dict[str, Any], at: datetime) -> None:
    """Only a team that has the week of its story moves."""
    team = team_of(story, at)
    monday = date.fromisoformat(story["week"])
    if Booking.objects.filter(team=team, state=BookingState.BOOKED, place__week__monday=monday).exists():
        _take(team, story["moves"]["to"], at)


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
    *(
        Act(local(2022, 2, 15, 16), partial(_hold_in_vain, story))
        for story in STORIES
        if "hopes_for" in story
    ),
    Act(local(2022, 2, 21, 10), _name_designer),
    *(
        Act(on(story.get("holds", "2022-02-24"), 9, order), partial(_hold, story))
        for order, story in enumerate(GOING_ON)
    ),
    *(
        Act(on(story.get("confirms", "2022-02-26"), 9, order), partial(_confirm, story))
        for order, story in enumerate(GOING_ON)
    ),
    Act(local(2022, 3, 9, 11), _change_room),
    *(Act(on(story["moves"]["day"], 9), partial(_move, story)) for story in GOING_ON if "moves" in story),
    *(
        Act(on(story["moves"]["confirms"], 9), partial(_confirm, story))
        for story in GOING_ON
        if "moves" in story
    ),
]
