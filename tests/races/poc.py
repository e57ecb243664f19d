"""Money that people spend at the same moment."""

from functools import partial
from typing import Any

from poc import actions as poc
from poc import rules as poc_rules
from poc.models import LedgerEntry, Obligation, Project
from portal import history, lifecycle
from portal.models import Letter
from tests.poc.test_ledger import faults as faults_of
from tests.races.arena import Call, without_compare_and_set, without_locks
from tests.races.rules import Race, one_wins
from tests.world import DURING_POC, World

EACH = 60_000  # EUR 600


class Spending(Race):
    """What races round a PoC share: a selected team, and a PoC without costs for each trial."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        team = world.team()
        world.selected(team)
        self.project = poc.open_project(team, by=world.member, at=DURING_POC)

    def clean(self) -> Project:
        LedgerEntry.objects.all().delete()
        Obligation.objects.all().delete()
        Letter.objects.filter(name="cost_answered").delete()
        Project.objects.update(used_cents=0)
        return self.project

    def ask(self, cents: int, key: str) -> Call:
        return partial(
            poc.ask_cost,
            self.project,
            title="Hulp",
            amount_cents=cents,
            vat_rate=21,
            key=key,
            by=self.world.member,
            at=DURING_POC,
        )


class Reservations(Spending):
    """The cap has room for three of four; who comes too late is told how much is left, never by a broken constraint."""

    name = "32 workers reserve EUR 600 each: never over the cap, and what is used is what the ledger says"
    workers = 32
    meets_at = (poc_rules, "check_fits")

    def calls(self, trial: int) -> list[Call]:
        self.clean()
        self.fit = self.workers * 3 // 4
        Project.objects.update(cap_cents=self.fit * EACH + 1)
        return [self.ask(EACH, f"worker-{number}") for number in range(self.workers)]

    def faults(self, results: list[Any]) -> list[str]:
        made = sum(isinstance(one, Obligation) for one in results)
        broken = [
            repr(one)
            for one in results
            if isinstance(one, Exception) and not isinstance(one, poc_rules.TooMuch)
        ]
        return broken + faults_of(self.project) + ([f"{made} fitted"] if made != self.fit else [])


class SameForm(Spending):
    name = "32 clicks on 'vraag deze kost aan': one cost, counted once"
    workers = 32
    meets_at = (poc_rules, "check_fits")

    def calls(self, trial: int) -> list[Call]:
        self.clean()
        Project.objects.update(cap_cents=1_500_000)
        return [self.ask(1_000, "dubbelklik")] * self.workers

    def faults(self, results: list[Any]) -> list[str]:
        answers = {one.pk if isinstance(one, Obligation) else repr(one) for one in results}
        used = Project.objects.get().used_cents
        wrong = [] if (Obligation.objects.count(), used) == (1, 1_000) else [f"{used} cents used"]
        return wrong + ([f"answers {answers}"] if len(answers) != 1 else [])


class CostAnswers(Spending):
    name = "two approvals of a cost: exactly one wins, one letter to everybody"
    meets_at = (lifecycle, "move")

    def calls(self, trial: int) -> list[Call]:
        self.clean()
        Project.objects.update(cap_cents=1_500_000)
        self.cost = self.ask(EACH, "een")()
        return [
            partial(poc.approve_cost, self.cost, by=by, at=DURING_POC)
            for by in (self.world.staff, self.world.chair)
        ]

    def faults(self, results: list[Any]) -> list[str]:
        said = [event.kind for event in history.of(self.cost)].count("approve")
        letters = Letter.objects.filter(subject=history.subject_key(self.cost)).count()
        wrong = [] if (said, letters) == (1, 3) else [f"{said} approvals, {letters} letters"]
        return one_wins(results) + wrong

    @staticmethod
    def unguard(patch: Any) -> None:
        without_locks(patch)
        without_compare_and_set(patch)


class Payments(Spending):
    """The approval has room for one of two payments."""

    name = "two payments of one cost: never more than was approved"
    meets_at = (poc_rules, "check_within_approved")

    def calls(self, trial: int) -> list[Call]:
        self.clean()
        Project.objects.update(cap_cents=1_500_000)
        cost = self.ask(EACH, "een")()
        poc.approve_cost(cost, by=self.world.staff, at=DURING_POC)
        return [
            partial(
                poc.record_entry,
                cost,
                kind="paid",
                amount_cents=EACH - 1,
                key=f"payment-{number}",
                by=by,
                at=DURING_POC,
            )
            for number, by in enumerate((self.world.member, self.world.staff))
        ]

    def faults(self, results: list[Any]) -> list[str]:
        return one_wins(results) + faults_of(self.project)


RACES: list[type[Race]] = [Reservations, SameForm, CostAnswers, Payments]
