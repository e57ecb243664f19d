"""Races for a sprint week: one place is taken once, whoever clicks when."""

from functools import partial
from typing import Any

from ideas.models import Idea, Ownership
from portal import lifecycle
from portal.models import Letter, Person
from sprints import actions as sprints
from sprints import content
from sprints import rules as sprint_rules
from sprints.models import Booking
from sprints.states import BookingState
from teams.models import Membership, Team
from teams.states import TeamState
from tests.races.arena import Call, without_compare_and_set, without_locks
from tests.races.rules import Race, one_wins
from tests.sprints.stage import WEEK_10, week
from tests.world import DURING_TEAMS, World

RAN_OUT = DURING_TEAMS + content.HOLD


class Weeks(Race):
    """What these races share: complete teams as bare rows, and no bookings at the start of a trial."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.teams: list[Team] = []
        self.week = week(WEEK_10)

    def fresh(self, count: int, members: int = 1) -> list[Team]:
        Letter.objects.filter(name__startswith="sprint_").delete()
        Booking.objects.all().delete()
        while len(self.teams) < count:
            self.teams.append(self._team(members))
        return self.teams

    def _team(self, members: int) -> Team:
        idea = Idea.objects.create(edition=self.world.edition, saved_at=DURING_TEAMS)
        at, edition = DURING_TEAMS, self.world.edition
        team = Team.objects.create(edition=edition, idea=idea, state=TeamState.COMPLETE, made_at=at)
        for _number in range(members):
            person = Person.objects.create_user(f"sprint{Person.objects.count()}@vlaanderen.be", name="Lid")
            Membership.objects.create(team=team, edition=edition, person=person, since=at)
        Ownership.objects.create(idea=idea, person=self.people(team)[0], is_main=True, since=at)
        return team

    def people(self, team: Team) -> list[Person]:
        return list(Person.objects.filter(memberships__team=team).order_by("pk"))

    def hold(self, team: Team, *, at: Any = DURING_TEAMS) -> Call:
        return partial(sprints.hold_week, team, self.week, by=self.people(team)[0], at=at)


class LastPlace(Weeks):
    name = "32 teams want the last place of a week: one holds it, the others hear that it is full"
    workers = 32
    meets_at = (content, "hold_ends")

    def calls(self, trial: int) -> list[Call]:
        return [self.hold(team) for team in self.fresh(self.workers)[: self.workers]]

    def faults(self, results: list[Any]) -> list[str]:
        rows = Booking.objects.filter(place__week=self.week).count()
        return one_wins(results) + ([f"{rows} bookings"] if rows != 1 else [])


class HoldClicks(Weeks):
    name = "32 clicks of one team on a week: one hold, one letter for each other member"
    workers = 32
    meets_at = (content, "hold_ends")

    def calls(self, trial: int) -> list[Call]:
        return [self.hold(self.fresh(1, members=3)[0])] * self.workers

    def faults(self, results: list[Any]) -> list[str]:
        found = Booking.objects.count(), Letter.objects.filter(name="sprint_week_held").count()
        broken = [repr(one) for one in results if isinstance(one, Exception)]
        return ([f"{found} holds and letters"] if found != (1, 2) else []) + broken


class LastConfirmations(Weeks):
    name = "the last two members confirm at once: the week is booked, and everybody invited once"
    meets_at = (sprint_rules, "is_ready")

    def calls(self, trial: int) -> list[Call]:
        team = self.fresh(1, members=3)[0]
        booking = self.hold(team)()
        return [
            partial(sprints.confirm_week, booking, by=person, at=DURING_TEAMS)
            for person in self.people(team)[1:]
        ]

    def faults(self, results: list[Any]) -> list[str]:
        booked = Booking.objects.filter(state=BookingState.BOOKED).count()
        found = booked, Letter.objects.filter(name="sprint_booked").count()
        broken = [repr(one) for one in results if isinstance(one, Exception)]
        return ([f"{found} booked and invited"] if found != (1, 3) else []) + broken


class ConfirmOrTake(Weeks):
    """A hold ran out. Its last member confirms while another team takes the place: either is fine, never both."""

    name = "a late confirmation and another team that takes the place: one of the two"
    meets_at = (lifecycle, "move")

    def calls(self, trial: int) -> list[Call]:
        one, other = self.fresh(2, members=2)[:2]
        booking = self.hold(one)()
        last = self.people(one)[1]
        return [
            partial(sprints.confirm_week, booking, by=last, at=RAN_OUT),
            self.hold(other, at=RAN_OUT),
        ]

    def faults(self, results: list[Any]) -> list[str]:
        invited = Letter.objects.filter(name="sprint_booked").exists()
        taken = Booking.objects.filter(team=self.teams[1], state=BookingState.HELD).exists()
        return one_wins(results) + (["booked and taken"] if invited and taken else [])

    @staticmethod
    def unguard(patch: Any) -> None:
        without_locks(patch)
        without_compare_and_set(patch)


SPRINTS: list[type[Race]] = [LastPlace, HoldClicks, LastConfirmations, ConfirmOrTake]
