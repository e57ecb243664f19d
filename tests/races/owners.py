"""People who act at the same moment around the owners of an idea."""

from functools import partial
from typing import Any

from allauth.account.models import EmailAddress

from ideas import actions, emails, rules
from ideas.models import Idea, Invitation, Ownership
from portal import history, lifecycle, people
from portal.errors import Refused
from portal.ids import public_id
from portal.models import Letter, Person
from tests.races.arena import Call, without_locks
from tests.races.rules import Race, one_wins
from tests.world import DURING_SUBMISSION, TESTER


class AroundOwners(Race):
    """What these races share: a fresh draft, and colleagues who proved their address."""

    def fresh(self, trial: int) -> Idea:
        return self.world.draft(self.world.owner, f"Idee {trial}")

    def colleague(self) -> Person:
        person = people.find_or_invite(f"{public_id()}@vlaanderen.be", by=TESTER, at=DURING_SUBMISSION)
        EmailAddress.objects.filter(user=person).update(verified=True)
        return person

    def co_owner(self, idea: Idea) -> Person:
        person = self.colleague()
        Ownership.objects.create(idea=idea, person=person, since=DURING_SUBMISSION)
        return person


class Accepts(AroundOwners):
    """Without lock and move the unique key still stands in the way, but then a click ends in a fault."""

    name = "8 clicks on 'ja, ik word mede-eigenaar': one ownership, nobody meets a fault"
    workers = 8
    meets_at = (rules, "check_room_for_owner")

    def calls(self, trial: int) -> list[Call]:
        self.idea, person = self.fresh(trial), self.colleague()
        told = {"by": self.world.owner, "at": DURING_SUBMISSION}
        invitation = actions.invite_owner(self.idea, person.email or "", **told)
        told = {"show_name": True, "by": person, "at": DURING_SUBMISSION}
        return [partial(actions.accept_invitation, invitation, **told)] * self.workers

    def faults(self, results: list[Any]) -> list[str]:
        owners = Ownership.objects.filter(idea=self.idea, until=None).count()
        joined = Letter.objects.filter(name="owner_joined", subject=f"ideas.idea:{self.idea.pk}").count()
        broken = [repr(one) for one in results if isinstance(one, Exception)]
        return broken + ([f"{owners} owners, {joined} letters"] if (owners, joined) != (2, 1) else [])

    @staticmethod
    def unguard(patch: Any) -> None:
        without_locks(patch)
        patch.setattr(lifecycle, "move", lambda *_subject, **_told: None)


class SameAddress(AroundOwners):
    """Without the lock the unique key still stands in the way, but then a click ends in a fault."""

    name = "8 invitations of one address: one invitation, one letter, nobody meets a fault"
    workers = 8
    meets_at = (rules, "check_room_for_owner")

    def calls(self, trial: int) -> list[Call]:
        self.idea = self.fresh(trial)
        told = {"by": self.world.owner, "at": DURING_SUBMISSION}
        return [partial(actions.invite_owner, self.idea, "collega@vlaanderen.be", **told)] * self.workers

    def faults(self, results: list[Any]) -> list[str]:
        rows = Invitation.objects.filter(idea=self.idea)
        keys = [f"ideas.invitation:{one.pk}" for one in rows]
        letters = Letter.objects.filter(name="owner_invited", subject__in=keys).count()
        broken = [repr(one) for one in results if isinstance(one, Exception)]
        wrong = (len(keys), letters) != (1, 1)
        return broken + ([f"{len(keys)} invitations, {letters} letters"] if wrong else [])


class LastPlaceForAnOwner(AroundOwners):
    name = "8 invitations for the last place: one invitation more"
    workers = 8
    meets_at = (rules, "check_room_for_owner")

    def calls(self, trial: int) -> list[Call]:
        self.idea = self.fresh(trial)
        for _number in range(4):
            self.co_owner(self.idea)
        told = {"by": self.world.owner, "at": DURING_SUBMISSION}
        addresses = [f"collega{number}@vlaanderen.be" for number in range(self.workers)]
        return [partial(actions.invite_owner, self.idea, email, **told) for email in addresses]

    def faults(self, results: list[Any]) -> list[str]:
        return one_wins(results)


class HandOvers(AroundOwners):
    name = "two hand-overs at once: one main owner, the second is told"
    meets_at = (emails, "owner_handed_over")

    def calls(self, trial: int) -> list[Call]:
        self.idea = self.fresh(trial)
        told = {"by": self.world.owner, "at": DURING_SUBMISSION}
        return [partial(actions.hand_over, self.idea, self.co_owner(self.idea), **told) for _n in range(2)]

    def faults(self, results: list[Any]) -> list[str]:
        mains = Ownership.objects.filter(idea=self.idea, until=None, is_main=True).count()
        return one_wins(results, Refused) + ([f"{mains} main owners"] if mains != 1 else [])


class CarriedOn(AroundOwners):
    """An idea of an edition that is over, taken along by 8 clicks."""

    name = "8 clicks on 'neem dit idee mee': one draft"
    workers = 8
    meets_at = (rules, "check_may_carry_on")

    def calls(self, trial: int) -> list[Call]:
        from tests.ideas.test_carrying_on import LATER, next_edition

        self.idea = self.fresh(trial)
        told = {"by": self.world.owner, "at": LATER}
        return [partial(actions.carry_on, self.idea, next_edition(), **told)] * self.workers

    def faults(self, results: list[Any]) -> list[str]:
        drafts = Idea.objects.filter(carried_from=self.idea).count()
        broken = [repr(one) for one in results if isinstance(one, Exception)]
        return broken + ([f"{drafts} drafts"] if drafts != 1 else [])


class Merges(AroundOwners):
    """The second main owner agrees by 8 clicks."""

    name = "8 clicks on 'ik ga akkoord' by the second: merged once, nobody meets a fault"
    workers = 8
    meets_at = (rules, "check_may_merge")

    def calls(self, trial: int) -> list[Call]:
        self.kept = self.world.submitted(self.world.owner, f"Idee {trial}")
        other = self.colleague()
        gone = self.world.submitted(other, f"Dubbel {trial}")
        told = {"by": self.world.staff, "at": DURING_SUBMISSION}
        merger = actions.propose_merger(self.kept, gone, "Hetzelfde.", **told)
        actions.agree_to_merge(merger, by=self.world.owner, at=DURING_SUBMISSION)
        return [partial(actions.agree_to_merge, merger, by=other, at=DURING_SUBMISSION)] * self.workers

    def faults(self, results: list[Any]) -> list[str]:
        merged = [event for event in history.of(self.kept) if event.kind == "merged"]
        owners = Ownership.objects.filter(idea=self.kept, until=None).count()
        broken = [repr(one) for one in results if isinstance(one, Exception)]
        wrong = (len(merged), owners) != (1, 2)
        return broken + ([f"merged {len(merged)} times, {owners} owners"] if wrong else [])


OWNERS: list[type[Race]] = [Accepts, SameAddress, LastPlaceForAnOwner, HandOvers, CarriedOn, Merges]
