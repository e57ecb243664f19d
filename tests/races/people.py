"""People and staff who act at the same moment around accounts: an invitation, a move, an identity, a manager's link."""

from datetime import timedelta
from functools import partial
from typing import Any

from allauth.account.models import EmailAddress

from portal import history, lifecycle, people, registration, transfers
from portal.ids import public_id
from portal.models import AccountInvitation, Entity, Identity, Letter, Person, Transfer
from portal.models.registration import TransferState
from portal.sign_in import identities
from portal.sign_in.claims import Told
from teams import actions
from teams.models import Membership, Support
from tests.races.arena import Call, without_compare_and_set, without_locks
from tests.races.rules import Race, one_wins
from tests.races.teams import AroundATeam
from tests.world import DURING_SUBMISSION, DURING_TEAMS, World

AT = DURING_SUBMISSION


def broken(results: list[Any]) -> list[str]:
    """Who met a fault."""
    return [repr(one) for one in results if isinstance(one, Exception)]


def accept_unasked(patch: Any) -> None:
    """Use an invitation without asking whether it was used meanwhile."""
    patch.setattr(AccountInvitation.objects, "open", lambda *, at: AccountInvitation.objects.all())


class AroundAccounts(Race):
    """What these races share: two entities, and people of nowhere."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.here = Entity.objects.get(name="VDAB")
        self.there = Entity.objects.get(name="Departement Omgeving")

    def newcomer(self, domain: str = "elders.be") -> Person:
        person = Person.objects.create_user(f"{public_id()}@{domain}", name="Nieuw")
        EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
        return person


class InvitationUsedTwice(AroundAccounts):
    name = "8 log-ins with one invitation at once: used once, one workplace"
    workers = 8
    meets_at = (AccountInvitation.objects, "open")
    unguard = staticmethod(accept_unasked)

    def calls(self, trial: int) -> list[Call]:
        self.person = self.newcomer()
        told = {"entity": self.here, "edition": self.world.edition, "invited_by": self.world.staff}
        self.invitation = AccountInvitation.objects.create(
            email=self.person.email, invited_at=AT, expires_at=AT + registration.VALID, **told
        )
        return [partial(registration.admit, self.person, at=AT)] * self.workers

    def faults(self, results: list[Any]) -> list[str]:
        used = sum(event.kind == "accept" for event in history.of(self.invitation))
        places = self.person.capacities.count()
        return broken(results) + (
            [f"used {used} times, {places} workplaces"] if (used, places) != (1, 1) else []
        )


class OneWorkplace(InvitationUsedTwice):
    """The same for who comes by the domain of an entity: nothing but the lock on the person holds it."""

    name = "8 first log-ins at the domain of one entity: one workplace"
    meets_at = (people, "proved_addresses")

    def calls(self, trial: int) -> list[Call]:
        from portal.models import EmailDomain

        EmailDomain.objects.update_or_create(domain="een.example.be", defaults={"entity": self.here})
        self.person = self.newcomer("een.example.be")
        return [partial(registration.admit, self.person, at=AT)] * self.workers

    def faults(self, results: list[Any]) -> list[str]:
        places = self.person.capacities.count()
        return broken(results) + ([f"{places} workplaces"] if places != 1 else [])

    unguard = staticmethod(without_locks)


class AroundAMove(AroundAccounts):
    """What the races of moving somebody share: somebody who works here, and a proposal to go there."""

    @staticmethod
    def unguard(patch: Any) -> None:
        without_locks(patch)
        without_compare_and_set(patch)

    def somebody(self) -> Person:
        person = self.newcomer()
        people.move_to(person, self.here, by=self.world.staff, at=AT - timedelta(days=30))
        return person

    def proposed(self) -> Transfer:
        self.person = self.somebody()
        return transfers.propose(
            self.person, self.there, reason="Een andere baan.", by=self.world.staff, at=AT
        )

    def half_done(self) -> list[str]:
        """Approved, and then they work there and heard so, once; or nothing of it."""
        state = Transfer.objects.get(person=self.person).state
        moved = [event.kind for event in history.of(self.person)].count("moved") - 1
        told = Letter.objects.filter(name="entity_changed", recipient=self.person).count()
        works = people.entity_of(Person.objects.get(pk=self.person.pk))
        whole = (1, 1, self.there) if state == TransferState.APPROVED else (0, 0, self.here)
        return (
            [] if (moved, told, works) == whole else [f"{state}: moved {moved}, {told} letters, at {works}"]
        )


class MoveApprovedTwice(AroundAMove):
    name = "two approvals of a move: exactly one wins"
    meets_at = (lifecycle, "move")

    def calls(self, trial: int) -> list[Call]:
        transfer = self.proposed()
        seconds = (self.world.chair, self.world.decider)
        return [partial(transfers.approve, transfer, by=by, at=AT) for by in seconds]

    def faults(self, results: list[Any]) -> list[str]:
        return one_wins(results) + self.half_done()


class MoveApprovedOrWithdrawn(MoveApprovedTwice):
    name = "a move approved and withdrawn at once: one of both, never half"

    def calls(self, trial: int) -> list[Call]:
        transfer = self.proposed()
        return [
            partial(transfers.approve, transfer, by=self.world.chair, at=AT),
            partial(transfers.withdraw, transfer, by=self.world.staff, at=AT),
        ]


class MoveProposedTwice(AroundAMove):
    """Without the lock the unique key still stands in the way, but then somebody meets a fault."""

    name = "two proposals to move one person: one stands, the other is told in a sentence"
    meets_at = (Transfer.objects, "create")
    unguard = staticmethod(without_locks)

    def calls(self, trial: int) -> list[Call]:
        self.person = self.somebody()
        return [
            partial(transfers.propose, self.person, self.there, reason="Een andere baan.", by=by, at=AT)
            for by in (self.world.staff, self.world.chair)
        ]

    def faults(self, results: list[Any]) -> list[str]:
        return one_wins(results)


class MoveNoticedAndProposed(MoveProposedTwice):
    """Single sign-on names another organisation while staff propose the same."""

    name = "a move noticed at a log-in while it is proposed: one open row, nobody meets a fault"

    def calls(self, trial: int) -> list[Call]:
        self.person = self.somebody()
        told = {"reason": "Een andere baan.", "by": self.world.staff, "at": AT}
        return [
            partial(transfers.notice, self.person, self.there, at=AT),
            partial(transfers.propose, self.person, self.there, **told),
        ]

    def faults(self, results: list[Any]) -> list[str]:
        states = list(Transfer.objects.filter(person=self.person).values_list("state", flat=True))
        return broken(results) + ([f"{states}"] if states != [TransferState.PROPOSED] else [])


class Links(AroundAccounts):
    """What the races of single sign-on share. Without its guard a unique key still stands in the way, but then somebody
    who logs in meets a fault."""

    workers = 8
    meets_at = (Identity.objects, "create")

    def told(self) -> Told:
        return Told(
            issuer="https://acm.example", subject=public_id(), name="Nieuw", email="", organisations=()
        )

    def faults(self, results: list[Any]) -> list[str]:
        people = {one.pk for one in results if isinstance(one, Person)}
        rows = Identity.objects.filter(subject=self.identity.subject).count()
        wrong = (len(people), rows) != (1, 1)
        return broken(results) + ([f"{len(people)} people, {rows} identities"] if wrong else [])

    @staticmethod
    def unguard(patch: Any) -> None:
        without_locks(patch)
        patch.setattr(identities, "link", identities._linked)


class LinksOneIdentity(Links):
    name = "8 log-ins that link one account to one identity: one identity, nobody meets a fault"

    def calls(self, trial: int) -> list[Call]:
        self.identity, email = self.told(), self.newcomer().email or ""
        return [lambda: identities.link(self.identity, email, at=AT)] * self.workers


class LinksTwoAddresses(Links):
    """Two browsers, each with another address of the same newcomer; the second finds what the first made."""

    name = "one newcomer by single sign-on with two addresses: the first account is theirs, none is left over"
    workers = 2

    def calls(self, trial: int) -> list[Call]:
        self.identity = self.told()
        self.addresses = [f"{public_id()}@vlaanderen.be" for _number in range(2)]
        return [lambda email=email: identities.link(self.identity, email, at=AT) for email in self.addresses]

    def faults(self, results: list[Any]) -> list[str]:
        made = Person.objects.filter(email__in=self.addresses).count()
        return super().faults(results) + ([f"{made} accounts"] if made != 1 else [])


class TwoIdentitiesOneAccount(Links):
    """Two people of the provider prove the same shared mailbox at the same moment."""

    name = "two identities for one account: one is linked, the other is told in a sentence"
    workers = 2

    def calls(self, trial: int) -> list[Call]:
        email = self.newcomer().email or ""
        both = [self.told() for _number in range(2)]
        return [lambda one=one: identities.link(one, email, at=AT) for one in both]

    def faults(self, results: list[Any]) -> list[str]:
        return one_wins(results)


class LinkRenewedTwice(AroundATeam):
    """A manager whose link ran out clicks again and again."""

    name = "8 clicks of a manager for a new link: one new link, one mail"
    workers = 8
    meets_at = (lifecycle, "move")

    def calls(self, trial: int) -> list[Call]:
        Support.objects.all().delete()
        Letter.objects.filter(name="support_asked").delete()
        membership = Membership.objects.get(team=self.first, person=self.world.owner)
        words = {"manager_name": "Chef", "manager_email": "chef@vlaanderen.be", "hours": "vier uur"}
        before = DURING_TEAMS - timedelta(days=31)
        self.support = actions.ask_support(membership, **words, by=self.world.owner, at=before)
        return [
            partial(actions.renew_link, self.support, turn=self.support.turn, at=DURING_TEAMS)
        ] * self.workers

    def faults(self, results: list[Any]) -> list[str]:
        now = Support.objects.get()
        renewed = sum(event.kind == "renew" for event in history.of(now))
        letters = Letter.objects.filter(name="support_asked").count()
        seen = (now.turn, renewed, letters)
        wrong = (
            []
            if seen == (self.support.turn + 1, 1, 2)
            else [f"turn {seen[0]}, renewed {seen[1]}, {seen[2]} letters"]
        )
        return broken(results) + wrong

    @staticmethod
    def unguard(patch: Any) -> None:
        without_locks(patch)
        without_compare_and_set(patch)


RACES: list[type[Race]] = [
    InvitationUsedTwice, OneWorkplace, MoveApprovedTwice, MoveApprovedOrWithdrawn, MoveProposedTwice,
    MoveNoticedAndProposed, LinksOneIdentity, LinksTwoAddresses, TwoIdentitiesOneAccount, LinkRenewedTwice,
]  # fmt: skip
