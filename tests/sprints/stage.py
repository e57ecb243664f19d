"""Teams on their way to a sprint week, by the real verbs."""

from datetime import datetime

from portal.models import Letter, Person
from sprints import actions
from sprints.models import Booking, Place, Week
from teams.models import Team
from tests.snapshot import kept
from tests.world import DURING_TEAMS, World

WEEK_9, WEEK_10, WEEK_11, WEEK_16 = 9, 10, 11, 16


def week(number: int) -> Week:
    return next(one for one in Week.objects.select_related("edition") if one.number == number)


def place(number: int) -> Place:
    return Place.objects.select_related("week__edition").filter(week=week(number)).first()  # type: ignore[return-value]


def now_of(booking: Booking) -> Booking:
    """The booking as the database has it now."""
    return Booking.objects.select_related("place__week", "team").get(pk=booking.pk)


def held(
    world: World, team: Team, number: int = WEEK_10, *, by: Person | None = None, at: datetime = DURING_TEAMS
):
    return actions.hold_week(team, week(number), by=by or world.owner, at=at)


@kept
def booked(world: World, team: Team, number: int = WEEK_10, *, at: datetime = DURING_TEAMS) -> Booking:
    """Held, and confirmed by every member."""
    owner = team.idea.owners.first()
    booking = actions.hold_week(team, week(number), by=owner, at=at)
    for person in Person.objects.filter(memberships__team=team, memberships__until=None):
        actions.confirm_week(booking, by=person, at=at)
    return now_of(booking)


def letters(name: str) -> list[str]:
    """Who gets a letter of this name, one entry per letter."""
    return sorted(Letter.objects.filter(name=name).values_list("recipient__name", flat=True))


@kept
def two_teams(world: World) -> list[Team]:
    """Two complete teams; `world.shortlist` releases their ideas together."""
    world.shortlist({"Slimme sluisdeuren": world.owner, "Lucht in de klas": world.other_owner})
    return [
        world.team(title="Slimme sluisdeuren"),
        world.team(world.other_owner, world.candidate, world.other_member, title="Lucht in de klas"),
    ]


def fill(world: World) -> Booking:
    """Rows for every table of this stage, around the first shortlisted idea."""
    team = Team.objects.filter(edition=world.edition).first() or world.team(title="Ingediend idee")
    return held(world, team, by=team.idea.owners.first())
