"""People who act at the same moment around a team."""

from datetime import timedelta
from functools import partial
from typing import Any

from portal import lifecycle
from portal.errors import Refused, Stale
from portal.history import subject_key
from portal.ids import public_id
from portal.models import Edition, Letter, Person
from teams import actions, rules
from teams.models import Candidacy, Membership, PitchFile, Support
from tests.races.arena import Call, without_compare_and_set, without_locks
from tests.races.rules import Race, one_wins
from tests.world import DURING_TEAMS, World


class AroundATeam(Race):
    """What these races share: two shortlisted ideas with a team each."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        world.shortlist({"Een": world.owner, "Twee": world.other_owner})
        self.first = world.forming_team(world.owner, title="Een")
        self.second = world.forming_team(world.other_owner, title="Twee")

    def alone(self) -> None:
        """Only the owners are left, nobody waits."""
        owners = [self.world.owner, self.world.other_owner]
        Candidacy.objects.all().delete()
        Membership.objects.exclude(person__in=owners).delete()
        Letter.objects.all().delete()

    def candidates(self, trial: int, count: int) -> list[Candidacy]:
        people = [Person.objects.create_user(f"{public_id()}@vlaanderen.be") for _number in range(count)]
        return [self.world.candidacy(self.first.idea, person) for person in people]


class LastPlaceInATeam(AroundATeam):
    """A team of at most three has one place left, and the owner accepts everybody at once."""

    name = "32 accepts for the last two places of a team: two members more"
    workers = 32
    meets_at = (rules, "check_free")

    def calls(self, trial: int) -> list[Call]:
        self.alone()
        Edition.objects.update(team_max=3)
        told = {"by": self.world.owner, "at": DURING_TEAMS}
        return [partial(actions.accept, one, **told) for one in self.candidates(trial, self.workers)]

    def faults(self, results: list[Any]) -> list[str]:
        size = Membership.objects.current().filter(team=self.first).count()
        broken = [repr(one) for one in results if isinstance(one, Exception) and not isinstance(one, Refused)]
        return broken + ([f"{size} members"] if size != 3 else [])


class TwoTeamsOnePerson(AroundATeam):
    """Two owners take in the same person at the same moment. Without the lock on the person the unique key still stands
    in the way, but then somebody is told by a fault instead of a sentence."""

    name = "two teams accept one person: one team, the other is told in a sentence"
    meets_at = (rules, "check_room")

    def calls(self, trial: int) -> list[Call]:
        self.alone()
        person = Person.objects.create_user(f"{public_id()}@vlaanderen.be")
        pairs = ((self.first, self.world.owner), (self.second, self.world.other_owner))
        return [
            partial(actions.accept, self.world.candidacy(team.idea, person), by=owner, at=DURING_TEAMS)
            for team, owner in pairs
        ]

    def faults(self, results: list[Any]) -> list[str]:
        return one_wins(results)


class Stands(AroundATeam):
    """32 clicks on 'verstuur mijn kandidatuur'."""

    name = "32 clicks on 'stel je kandidaat': one candidacy, one letter"
    workers = 32
    meets_at = (rules, "check_may_stand")

    def calls(self, trial: int) -> list[Call]:
        self.alone()
        person = Person.objects.create_user(f"{public_id()}@vlaanderen.be")
        words = {"brings": "Ervaring.", "engagement": "hours", "by": person, "at": DURING_TEAMS}
        return [partial(actions.stand, self.first.idea, **words)] * self.workers

    def faults(self, results: list[Any]) -> list[str]:
        broken = [repr(one) for one in results if isinstance(one, Exception)]
        counts = (Candidacy.objects.count(), Letter.objects.filter(name="candidacy_received").count())
        return broken + ([f"{counts}"] if counts != (1, 1) else [])


class SavesOfAPitchFile(AroundATeam):
    name = "two saves of a pitch file from one version: the second is told"
    meets_at = (rules, "check_before_pitch")

    def calls(self, trial: int) -> list[Call]:
        current = PitchFile.objects.filter(team=self.first).first()
        words = {"budget": "Geld.", "version": current.version if current else 0}
        return [
            partial(
                actions.save_pitch_file,
                self.first,
                plan=f"{n}",
                by=self.world.owner,
                at=DURING_TEAMS,
                **words,
            )
            for n in range(2)
        ]

    def faults(self, results: list[Any]) -> list[str]:
        return one_wins(results, Stale)


class AnswersOfAManager(AroundATeam):
    """A link that is opened in two tabs."""

    name = "two answers of a manager by one link: one counts"
    meets_at = (rules, "check_may_support")

    def calls(self, trial: int) -> list[Call]:
        Support.objects.all().delete()
        membership = Membership.objects.get(team=self.first, person=self.world.owner)
        words = {"manager_name": "Chef", "manager_email": "chef@vlaanderen.be", "hours": "vier uur"}
        support = actions.ask_support(membership, **words, by=self.world.owner, at=DURING_TEAMS)
        return [
            partial(actions.answer_support, support, turn=support.turn, agrees=agrees, at=DURING_TEAMS)
            for agrees in (True, False)
        ]

    @staticmethod
    def unguard(patch: Any) -> None:
        without_locks(patch)
        without_compare_and_set(patch)

    def faults(self, results: list[Any]) -> list[str]:
        return one_wins(results)


class AnotherManagerIsAsked(AroundATeam):
    """A link that ran out is renewed by the manager who got it, while the member asks somebody else."""

    name = "a manager renews a link while another is asked: the new link is only the other's"
    meets_at = (lifecycle, "move")

    def calls(self, trial: int) -> list[Call]:
        Support.objects.all().delete()
        membership = Membership.objects.get(team=self.first, person=self.world.owner)
        told = {"hours": "vier uur", "by": self.world.owner}
        first, other = (
            {"manager_name": one, "manager_email": f"{one}@vlaanderen.be"} for one in ("een", "twee")
        )
        before = DURING_TEAMS - timedelta(days=31)
        support = actions.ask_support(membership, **first, **told, at=before)
        return [
            partial(actions.renew_link, support, turn=support.turn, at=DURING_TEAMS),
            partial(actions.ask_support, membership, **other, **told, at=DURING_TEAMS),
        ]

    def faults(self, results: list[Any]) -> list[str]:
        now = Support.objects.get()
        sent = Letter.objects.filter(name="support_asked", subject=subject_key(now), occasion=str(now.turn))
        return [repr(one) for one in results if isinstance(one, Exception)] + [
            f"a link for {letter.address}" for letter in sent if letter.address != now.manager_email
        ]


RACES: list[type[Race]] = [
    LastPlaceInATeam,
    TwoTeamsOnePerson,
    Stands,
    SavesOfAPitchFile,
    AnswersOfAManager,
    AnotherManagerIsAsked,
]
