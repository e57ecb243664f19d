"""What must hold when judges and who leads the round act at the same moment."""

from functools import partial
from typing import Any

from ideas.content import digest
from jury import actions as jury
from jury import rules
from jury.models import Criterion, Entry, Round, Sheet, SheetCopy
from jury.queries import criteria_of
from portal import people, roles
from portal.errors import Refused
from portal.models import Person, RoleKind
from tests.races.arena import Call
from tests.races.rules import OpenedSheets, Race, one_wins
from tests.world import DURING_PRESELECTION, TESTER, World


def full_jury(world: World) -> list[Person]:
    """32 judges of the preselection."""
    at = DURING_PRESELECTION
    found = [
        people.find_or_invite(f"jury{n}@vlaanderen.be", name=f"Jury {n}", by=TESTER, at=at) for n in range(32)
    ]
    for person in found:
        roles.appoint(person, RoleKind.ASSESSOR, edition=world.edition, by=TESTER, at=at)
    return found


class JurorsTogether(OpenedSheets):
    """Every judge of a full jury opens their sheet on one idea at once."""

    name = "32 judges open a sheet on one idea at once: one entry, 32 sheets"
    meets_at = (rules, "check_assigned")

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.jury = full_jury(world)

    def calls(self, trial: int) -> list[Call]:
        self.idea = self.world.submitted(self.world.owner, f"Idee {trial}")
        open_sheet = partial(jury.open_sheet, self.world.round, self.idea, at=DURING_PRESELECTION)
        return [partial(open_sheet, by=person) for person in self.jury[: self.workers]]

    def faults(self, results: list[Any]) -> list[str]:
        told = (
            Entry.objects.filter(idea=self.idea).count(),
            Sheet.objects.filter(entry__idea=self.idea).count(),
        )
        broken = [repr(one) for one in results if isinstance(one, Exception)]
        return ([f"{told} entries and sheets"] if told != (1, self.workers) else []) + broken


class HandsIn(Race):
    name = "32 clicks on handing in a sheet: one copy, the same receipt for all"
    workers = 32
    meets_at = (rules, "check_complete")

    def calls(self, trial: int) -> list[Call]:
        world, by = self.world, self.world.assessor
        sheet = world.sheet(world.submitted(world.owner, f"Idee {trial}"), by)
        scores: dict[int, str | int] = {
            one.pk: "yes" if one.is_gate else 3 for one in criteria_of(world.round)
        }
        self.sheet = jury.save_sheet(
            sheet, scores, comment="", version=sheet.version, by=by, at=DURING_PRESELECTION
        )
        return [partial(jury.hand_in, self.sheet, by=by, at=DURING_PRESELECTION)] * self.workers

    def faults(self, results: list[Any]) -> list[str]:
        copies = SheetCopy.objects.filter(sheet=self.sheet).count()
        broken = [repr(one) for one in results if not isinstance(one, SheetCopy)]
        return ([f"{copies} copies"] if copies != 1 else []) + broken


class JurorsHandIn(Race):
    """A full jury scores one idea and hands in at once, some of them from two tabs with other scores. What stands is
    one tab's, whole, and its receipt says just that; the other tab is told."""

    name = "32 judges score and hand in at once, 4 of them from two tabs: no score lost or mixed, each receipt right"
    workers = 32
    patience = 0.5
    meets_at = (rules, "check_newest")

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.jury = full_jury(world)
        self.criteria = criteria_of(world.round)

    def calls(self, trial: int) -> list[Call]:
        idea = self.world.submitted(self.world.owner, f"Idee {trial}")
        self.sheets = [self.world.sheet(idea, person) for person in self.jury[: self.workers]]
        again = self.sheets[:4]
        return [
            *(partial(self._hand_in, sheet, "yes", number % 6) for number, sheet in enumerate(self.sheets)),
            *(partial(self._hand_in, sheet, "doubt", 5 - number) for number, sheet in enumerate(again)),
        ]

    def _hand_in(self, sheet: Sheet, gate: str, grade: int) -> SheetCopy:
        by, at = sheet.judge, DURING_PRESELECTION
        scores: dict[int, str | int] = {one.pk: gate if one.is_gate else grade for one in self.criteria}
        sheet = jury.save_sheet(sheet, scores, comment=gate, version=sheet.version, by=by, at=at)
        return jury.hand_in(sheet, by=by, at=at)

    def faults(self, results: list[Any]) -> list[str]:
        tabs, again = results[: len(self.sheets)], results[len(self.sheets) :]
        pairs = [[one] for one in tabs[len(again) :]] + [list(two) for two in zip(tabs, again, strict=False)]
        told = [fault for answers in pairs for fault in one_wins(answers, Refused)]
        return told + [fault for sheet in self.sheets for fault in self._faults_of(sheet)]

    def _faults_of(self, sheet: Sheet) -> list[str]:
        """What was handed in is what is stored, on every criterion, and has that hash."""
        copies = list(SheetCopy.objects.filter(sheet=sheet))
        stored = {
            one.criterion.key: one.gate or one.grade for one in sheet.scores.select_related("criterion")
        }
        if len(copies) != 1 or len(stored) != len(self.criteria):
            return [f"{len(copies)} copies, {len(stored)} scores"]
        (copy,) = copies
        comment = Sheet.objects.get(pk=sheet.pk).comment
        right = {"scores": stored, "remarks": {}, "comment": comment} == copy.content
        return [] if right and copy.digest == digest(copy.content) else [f"{copy.content} for {stored}"]


class ChangedWhileUsed(Race):
    """One puts the draft in use while another still changes it: the one who read the weights waits there for the other,
    who without the lock gets past."""

    name = "a draft is put in use while it is changed: what judges use sums to 100"
    meets_at = (rules, "check_rubric")

    def calls(self, trial: int) -> list[Call]:
        by, at = self.world.staff, DURING_PRESELECTION
        self.world.__dict__.pop("round", None)
        draft = jury.draft_rubric(self.world.round, by=by, at=at)
        plus = Criterion.objects.get(rubric=draft, key="entities")
        values = {"order": plus.order, "kind": plus.kind, "text_nl": plus.text_nl, "scale": 5, "weight": 50}
        change = partial(jury.save_criterion, draft, values, key="entities", by=by, at=at)
        return [partial(jury.use_rubric, draft, by=by, at=at), change]

    def faults(self, results: list[Any]) -> list[str]:
        round_ = Round.objects.select_related("rubric").get(pk=self.world.round.pk)
        total = sum(one.weight for one in criteria_of(round_))
        self.world.__dict__.pop("round", None)
        found = [f"the weights in use sum to {total}"] if total != 100 else []
        self._put_right()
        return found

    def _put_right(self) -> None:
        """The next trial begins with a sound draft."""
        draft = jury.draft_rubric(self.world.round, by=self.world.staff, at=DURING_PRESELECTION)
        Criterion.objects.filter(rubric=draft, key="entities").update(weight=100)


RACES: list[type[Race]] = [JurorsTogether, HandsIn, JurorsHandIn, ChangedWhileUsed]
