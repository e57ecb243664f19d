"""The rules that must hold when people act at the same moment; each knows how to lose its guard."""

from functools import partial
from typing import Any

from ideas import actions as ideas
from ideas import rules as idea_rules
from ideas.models import Idea, Outcome, OutcomeKind, Submission
from jury import actions as jury
from jury import rules as jury_rules
from jury.models import Decision, Entry, Result, Round, Sheet
from portal import history, lifecycle, releases
from portal.errors import Refused, Stale
from portal.models import Anchor, Event, Letter, Person, Release
from portal.models.mail import LetterState
from portal.models.release import ReleaseState
from tests.races.arena import Call, MeetingPoint, without_compare_and_set, without_locks
from tests.world import ANNOUNCEMENT, DECIDING, DURING_PRESELECTION, DURING_SUBMISSION, TESTER, World


class Race:
    """One rule: `calls` are made at once, `faults` tells what is wrong afterwards (nothing, when the guard holds)."""

    name = ""
    workers = 2
    patience = 0.1
    meets_at: tuple[Any, str]
    meeting: MeetingPoint

    def __init__(self, world: World) -> None:
        self.world = world

    def calls(self, trial: int) -> list[Call]:
        raise NotImplementedError

    def faults(self, results: list[Any]) -> list[str]:
        raise NotImplementedError

    @staticmethod
    def unguard(patch: Any) -> None:
        without_locks(patch)


def one_wins(results: list[Any], loses: type[Exception] = Refused) -> list[str]:
    """Exactly one call succeeds; every other is told no in a sentence."""
    won = [one for one in results if not isinstance(one, Exception)]
    broken = [one for one in results if isinstance(one, Exception) and not isinstance(one, loses)]
    return ([f"{len(won)} won"] if len(won) != 1 else []) + [repr(one) for one in broken]


class Submits(Race):
    """32 clicks on 'indienen' give one submission, one letter, and the same receipt 32 times."""

    name = "32 double submits: one submission, one letter, one receipt"
    workers = 32
    meets_at = (idea_rules, "check_complete")

    def calls(self, trial: int) -> list[Call]:
        owner = self.world.owner
        self.idea = self.world.draft(owner, f"Idee {trial}")
        submit = partial(
            ideas.submit_idea,
            self.idea,
            public_text_approved=True,
            show_name=False,
            by=owner,
            at=DURING_SUBMISSION,
        )
        return [submit] * self.workers

    def faults(self, results: list[Any]) -> list[str]:
        receipts = {one.number if isinstance(one, Submission) else repr(one) for one in results}
        rows = Submission.objects.filter(idea=self.idea).count()
        letters = Letter.objects.filter(subject=history.subject_key(self.idea)).count()
        wrong = [] if (rows, letters) == (1, 1) else [f"{rows} submissions, {letters} letters"]
        return wrong + ([f"answers {receipts}"] if len(receipts) != 1 else [])


class Resubmits(Submits):
    """The same for a better version of an idea that was handed in before."""

    name = "32 double submits of a better version: one more submission, one more letter"

    def calls(self, trial: int) -> list[Call]:
        calls = super().calls(trial)
        calls[0]()
        fresh = Idea.objects.get(pk=self.idea.pk)
        ideas.save_draft(
            fresh,
            {"summary": "Beter verwoord."},
            version=fresh.version,
            by=self.world.owner,
            at=DURING_SUBMISSION,
        )
        Submission.objects.filter(idea=self.idea).update(content_hash="of the first version")
        return calls

    def faults(self, results: list[Any]) -> list[str]:
        Submission.objects.filter(idea=self.idea, content_hash="of the first version").update(
            idea=self.world.draft(self.world.other_owner)
        )
        letter = Letter.objects.filter(subject=history.subject_key(self.idea)).order_by("pk").first()
        if letter:
            letter.delete()
        return super().faults(results)


class Saves(Race):
    name = "two saves of a draft from one version: the second is told"
    meets_at = (idea_rules, "check_may_write")

    def calls(self, trial: int) -> list[Call]:
        owner = self.world.owner
        self.idea = self.world.draft(owner, f"Idee {trial}")
        return [
            partial(
                ideas.save_draft,
                self.idea,
                {"summary": f"Tabblad {tab}"},
                version=self.idea.version,
                by=owner,
                at=DURING_SUBMISSION,
            )
            for tab in range(self.workers)
        ]

    def faults(self, results: list[Any]) -> list[str]:
        return one_wins(results, Stale)


class Starts(Race):
    name = "32 clicks on 'nieuw idee': one draft"
    workers = 32
    meets_at = (Idea.objects, "create")

    def calls(self, trial: int) -> list[Call]:
        self.person = Person.objects.create_user(
            f"klik{Person.objects.count()}@vlaanderen.be", name="Dubbele Klik"
        )
        return [
            partial(ideas.start_idea, self.world.edition, by=self.person, at=DURING_SUBMISSION)
        ] * self.workers

    def faults(self, results: list[Any]) -> list[str]:
        drafts = Idea.objects.owned_by(self.person).count()
        broken = [repr(one) for one in results if isinstance(one, Exception)]
        return ([f"{drafts} drafts"] if drafts != 1 else []) + broken


class Sheets(Race):
    name = "two saves of a sheet from one version: the second is told"
    meets_at = (jury_rules, "check_may_score")

    def calls(self, trial: int) -> list[Call]:
        idea = self.world.submitted(self.world.owner, f"Idee {trial}")
        sheet = self.world.sheet(idea, self.world.assessor)
        return [
            partial(
                jury.save_sheet,
                sheet,
                {},
                comment=f"Tabblad {tab}",
                version=sheet.version,
                by=self.world.assessor,
                at=DURING_PRESELECTION,
            )
            for tab in range(self.workers)
        ]

    def faults(self, results: list[Any]) -> list[str]:
        return one_wins(results, Stale)


class OpenedSheets(Race):
    """The constraints carry this one: one entry per idea, one sheet per judge."""

    name = "32 first looks at an idea: one sheet"
    workers = 32
    meets_at = (jury_rules, "check_not_own")

    def calls(self, trial: int) -> list[Call]:
        self.idea = self.world.submitted(self.world.owner, f"Idee {trial}")
        look = partial(
            jury.open_sheet, self.world.round, self.idea, by=self.world.assessor, at=DURING_PRESELECTION
        )
        return [look] * self.workers

    def faults(self, results: list[Any]) -> list[str]:
        sheets = Sheet.objects.filter(entry__idea=self.idea).count()
        broken = [repr(one) for one in results if isinstance(one, Exception)]
        return ([f"{sheets} sheets"] if sheets != 1 else []) + broken

    @staticmethod
    def unguard(patch: Any) -> None:
        def create_unasked(rows: Any, defaults: Any = None, **keys: Any) -> Any:
            return rows.create(**keys, **(defaults or {})), True

        patch.setattr(Entry.objects, "get_or_create", partial(create_unasked, Entry.objects))
        patch.setattr(Sheet.objects, "get_or_create", partial(create_unasked, Sheet.objects))


class Decisions(Race):
    name = "two decisions from one version: the second is told"
    meets_at = (Decision.objects, "update_or_create")

    def calls(self, trial: int) -> list[Call]:
        idea = self.world.submitted(self.world.owner, f"Idee {trial}")
        Entry.objects.create(round=self.world.round, idea=idea)
        return [
            partial(
                jury.decide,
                self.world.round,
                idea,
                kind=kind,
                feedback=f"Feedback: {kind}",
                version=0,
                by=by,
                at=DECIDING,
            )
            for by, kind in [
                (self.world.decider, OutcomeKind.SHORTLISTED),
                (self.world.chair, OutcomeKind.NOT_SHORTLISTED),
            ]
        ]

    def faults(self, results: list[Any]) -> list[str]:
        return one_wins(results, Stale)


class Releasing(Race):
    """What the races round a release share: three decided ideas, and a clean slate for each trial."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        jury.name_decider(world.round, world.staff, by=TESTER, at=DECIDING)
        self.ideas = [world.submitted(world.owner, f"Idee {number}") for number in range(3)]
        world.decided(dict.fromkeys(self.ideas, OutcomeKind.SHORTLISTED))

    def clean(self) -> Round:
        Outcome.objects.all().delete()
        Result.objects.all().delete()
        Letter.objects.filter(name="outcome").delete()
        Round.objects.update(release=None)
        return self.world.fresh_round()

    def propose(self) -> Round:
        jury.propose_release(self.clean(), visible_from=ANNOUNCEMENT, by=self.world.decider, at=DECIDING)
        return self.world.fresh_round()

    def inconsistent(self) -> list[str]:
        """An approved release has an outcome and a letter for every idea; anything else has none of either."""
        release = self.world.fresh_round().release
        approved = release is not None and release.state == ReleaseState.APPROVED
        waiting = Letter.objects.filter(name="outcome", state=LetterState.QUEUED).count()
        found = (Outcome.objects.count(), waiting)
        wanted = (len(self.ideas), len(self.ideas)) if approved else (0, 0)
        return [] if found == wanted else [f"{release}: {found} outcomes and letters, not {wanted}"]


class Approvals(Releasing):
    name = "two approvals: exactly one wins"
    meets_at = (lifecycle, "move")

    def calls(self, trial: int) -> list[Call]:
        round_ = self.propose()
        return [
            partial(jury.approve_release, round_, by=by, at=DECIDING)
            for by in (self.world.chair, self.world.staff)
        ]

    def faults(self, results: list[Any]) -> list[str]:
        return one_wins(results) + self.inconsistent()

    @staticmethod
    def unguard(patch: Any) -> None:
        without_locks(patch)
        without_compare_and_set(patch)


class ApproveOrWithdraw(Approvals):
    """Either order is fine: withdrawn after the approval, or before it (then the approval is refused)."""

    name = "approve and withdraw: never half of each"
    meets_at = (releases, "approve")

    def calls(self, trial: int) -> list[Call]:
        round_ = self.propose()
        self.release = round_.release

        def withdraw() -> None:
            jury.withdraw_release(round_, reason="Toch niet.", by=self.world.staff, at=DECIDING)
            self.meeting.wait()

        return [partial(jury.approve_release, round_, by=self.world.chair, at=DECIDING), withdraw]

    def faults(self, results: list[Any]) -> list[str]:
        broken = [repr(one) for one in results if isinstance(one, Exception) and not isinstance(one, Refused)]
        state = Release.objects.get(pk=self.release.pk).state if self.release else ""
        hanging = self.world.fresh_round().release
        if (state == ReleaseState.WITHDRAWN) != (hanging is None):
            broken.append(f"the release is {state}, the round has {hanging}")
        return broken + self.inconsistent()


class Proposals(Releasing):
    name = "two proposals: exactly one wins"
    meets_at = (jury_rules, "check_all_decided")

    def calls(self, trial: int) -> list[Call]:
        round_ = self.clean()
        Release.objects.all().delete()
        return [
            partial(jury.propose_release, round_, visible_from=ANNOUNCEMENT, by=by, at=DECIDING)
            for by in (self.world.chair, self.world.decider)
        ]

    def faults(self, results: list[Any]) -> list[str]:
        rows = Release.objects.count()
        return one_wins(results) + ([f"{rows} releases"] if rows != 1 else [])


class DecideOrPropose(Releasing):
    """A decision that lost the race against the proposal must be refused: from then on they stand still."""

    name = "decide while a release is proposed: no decision changes after it"
    meets_at = (Decision.objects, "update_or_create")

    def calls(self, trial: int) -> list[Call]:
        round_ = self.clean()
        idea = self.ideas[0]
        self.decision = Decision.objects.get(entry__idea=idea)
        self.key = history.subject_key(self.decision.entry)
        change = partial(
            jury.decide,
            round_,
            idea,
            kind=OutcomeKind.NOT_SHORTLISTED,
            feedback=f"Gewijzigd {trial}",
            version=self.decision.version,
            by=self.world.chair,
            at=DECIDING,
        )

        def propose() -> None:
            jury.propose_release(round_, visible_from=ANNOUNCEMENT, by=self.world.decider, at=DECIDING)
            self.meeting.wait()

        return [propose, change]

    def faults(self, results: list[Any]) -> list[str]:
        broken = [repr(one) for one in results if isinstance(one, Exception) and not isinstance(one, Refused)]
        proposed = (
            Event.objects.filter(subject=history.subject_key(self.world.round), kind="propose")
            .order_by("-pk")
            .first()
        )
        changed = Event.objects.filter(subject=self.key, kind="decide").order_by("-pk").first()
        late = not isinstance(results[1], Exception) and proposed and changed and changed.pk > proposed.pk
        return broken + (["a decision changed after the proposal"] if late else [])


class Records(Race):
    name = "32 events on one subject: sequence without gap or double, chain verifies"
    workers = 32
    patience = 0.01
    meets_at = (history, "_event_hash")

    def calls(self, trial: int) -> list[Call]:
        self.subject = self.world.draft(self.world.owner, f"Idee {trial}")
        self.before = history.of(self.subject).count()
        return [
            partial(history.record, self.subject, f"event-{number}", by=TESTER, at=DURING_SUBMISSION)
            for number in range(self.workers)
        ]

    def faults(self, results: list[Any]) -> list[str]:
        key = history.subject_key(self.subject)
        numbers = list(history.of(self.subject).values_list("sequence", flat=True))
        broken = [repr(one) for one in results if isinstance(one, Exception)]
        if numbers != list(range(1, self.before + self.workers + 1)):
            broken.append(f"sequence {numbers}")
        return broken + [fault for fault in history.verify() if key in fault]


class Anchors(Race):
    name = "two anchor runs: every event under one anchor, chain verifies"
    meets_at = (history, "_anchor_hash")

    def calls(self, trial: int) -> list[Call]:
        Event.objects.update(anchor=None)
        Anchor.objects.all().delete()
        self.world.draft(self.world.owner, f"Idee {trial}")
        return [partial(history.anchor, at=DURING_SUBMISSION)] * self.workers

    def faults(self, results: list[Any]) -> list[str]:
        ticks = sum(isinstance(one, Anchor) for one in results)
        broken = [repr(one) for one in results if isinstance(one, Exception)]
        if Event.objects.filter(anchor=None).exists():
            broken.append("events without an anchor")
        return broken + ([f"{ticks} anchors"] if ticks != 1 else []) + list(history.verify())


RACES: list[type[Race]] = [
    Submits,
    Resubmits,
    Saves,
    Starts,
    Sheets,
    OpenedSheets,
    Decisions,
    Approvals,
    ApproveOrWithdraw,
    Proposals,
    DecideOrPropose,
    Records,
    Anchors,
]

from tests.races.sprints import SPRINTS  # noqa: E402  its races stand on the classes above

RACES += SPRINTS
