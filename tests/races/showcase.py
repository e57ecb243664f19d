"""Members of one team who act at the same moment on its result sheet."""

from functools import partial
from typing import Any

from portal import history
from portal.errors import Stale
from portal.models import Event, Letter
from showcase import actions, queries, rules
from showcase.models import Approval, Result
from showcase.states import ResultState
from tests.races.arena import Call
from tests.races.rules import Race, one_wins
from tests.showcase.stage import APPROVING, WRITING, agree, poc, written
from tests.world import World


class OnASheet(Race):
    """What races on a sheet share: a team of three with a written sheet, laid open again for each trial."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.project = poc(world)
        written(self.project, world.owner)

    def clean(self) -> Result:
        Approval.objects.all().delete()
        Letter.objects.all().delete()
        Result.objects.update(state=ResultState.DRAFT, approved_at=None, cost_cents=None)
        return Result.objects.get()


class SavesOfASheet(OnASheet):
    name = "two saves of a result sheet from one version: the second is told"
    meets_at = (rules, "check_may_save")

    def calls(self, trial: int) -> list[Call]:
        version = self.clean().version
        return [
            partial(
                actions.save_result,
                self.project,
                words={"lessons": f"Les {trial} van {by.name}"},
                version=version,
                by=by,
                at=WRITING,
            )
            for by in (self.world.owner, self.world.member)
        ]

    def faults(self, results: list[Any]) -> list[str]:
        return one_wins(results, Stale)


class LastApprovals(OnASheet):
    """Each of the last two sees that the other has not approved yet, unless they stand in line."""

    name = "two last approvals of a result sheet: approved once, one set of letters"
    meets_at = (queries, "everybody_agreed")

    def calls(self, trial: int) -> list[Call]:
        result = self.clean()
        agree(result, self.world.owner)
        self.before = self.moves(result)
        return [
            partial(
                actions.approve_result, result, show_name=False, version=result.version, by=by, at=APPROVING
            )
            for by in (self.world.member, self.world.second_member)
        ]

    def moves(self, result: Result) -> int:
        return Event.objects.filter(subject=history.subject_key(result), kind="approve").count()

    def faults(self, results: list[Any]) -> list[str]:
        broken = [repr(one) for one in results if isinstance(one, Exception)]
        result = Result.objects.get()
        found = (
            result.state,
            self.moves(result) - self.before,
            Letter.objects.filter(name="result_approved").count(),
        )
        wanted = (ResultState.APPROVED, 1, 3)
        return broken + ([] if found == wanted else [f"{found} instead of {wanted}"])


RACES: list[type[Race]] = [SavesOfASheet, LastApprovals]
