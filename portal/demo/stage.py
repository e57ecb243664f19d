"""The demo's clock: a jump forward lets every planned moment in between really happen; a jump back starts anew."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.management import call_command
from django.utils.translation import gettext_lazy as _

from ideas.models import Idea
from ideas.queries import handed_in
from jury import actions as jury
from jury.models import CriterionKind, Gate, Round, RoundKind
from jury.queries import criteria_of, decisions_of, round_of, tasks_on
from jury.states import SheetState
from portal import clock, delivery, timeline
from portal.demo import mails
from portal.demo.cast import load, local, stories
from portal.models import Edition, Letter, Person, PhaseKey
from portal.models.mail import LetterState

GATES = {"yes": Gate.YES, "no": Gate.NO, "doubt": Gate.DOUBT, True: Gate.YES, False: Gate.NO}


@dataclass(frozen=True)
class Jump:
    """A moment worth going to."""

    label: Any
    at: datetime

    @property
    def value(self) -> str:
        return self.at.strftime("%Y-%m-%dT%H:%M")


JUMPS = [
    Jump(_("8 december: het webinar"), local(2021, 12, 8)),
    Jump(_("8 januari: nog 6 dagen om in te dienen"), local(2022, 1, 8)),
    Jump(_("14 januari, 23.58: net op tijd"), local(2022, 1, 14, 23, 58)),
    Jump(_("15 januari, 00.05: te laat"), local(2022, 1, 15, 0, 5)),
    Jump(_("17 januari: de preselectie begint"), local(2022, 1, 17)),
    Jump(_("29 januari: beoordeeld, nog te beslissen"), local(2022, 1, 29, 9)),
    Jump(_("31 januari, 08.59: net voor de bekendmaking"), local(2022, 1, 31, 8, 59)),
    Jump(_("31 januari, 09.00: de bekendmaking"), local(2022, 1, 31, 9)),
    Jump(_("14 februari: teams zoeken leden"), local(2022, 2, 14)),
    Jump(_("21 maart: Design Sprints"), local(2022, 3, 21)),
    Jump(_("19 mei: de pitch"), local(2022, 5, 19)),
]


@dataclass(frozen=True)
class Act:
    """What the cast does at a moment, unless the visitor did it before."""

    at: datetime
    play: Callable[[datetime], None]


def go_to(to: datetime) -> int:
    """Move the demo's clock. Forward: every act and every letter in between happens, in order, each at its own
    moment. Back: the cast starts anew. Returns how many moments were played."""
    if to < clock.now():
        start_anew()
    played = 0
    while (moment := _next_moment(clock.now(), to)) is not None:
        clock.jump(moment)
        for act in ACTS:
            if act.at == moment:
                act.play(moment)
        delivery.sweep()
        played += 1
    clock.jump(to)
    return played


def start_anew() -> None:
    """Empty the database and the mailbox, and bring the cast back on stage."""
    call_command("flush", interactive=False, verbosity=0)
    mails.clear()
    load()


def _next_moment(after: datetime, until: datetime) -> datetime | None:
    due = Letter.objects.filter(state=LetterState.QUEUED, due_at__gt=after, due_at__lte=until).order_by(
        "due_at"
    )
    moments = [act.at for act in ACTS if after < act.at <= until]
    letter = due.values_list("due_at", flat=True).first()
    return min([*moments, *([letter] if letter else [])], default=None)


def _edition() -> Edition:
    return Edition.objects.get(is_current=True)


def _judge(slug: str) -> Callable[[datetime], None]:
    def play(at: datetime) -> None:
        """Hand in every sheet that this assessor left open."""
        round_ = _round()
        judge = Person.objects.get(email=f"{slug}@demo.vlaanderen.be")
        ideas = list(handed_in(round_.edition))
        for task in tasks_on(ideas, round_, judge):
            if task.state in ("new", SheetState.OPEN):
                _fill_in(round_, task.idea, judge, at)

    return play


def _fill_in(round_: Round, idea: Idea, judge: Person, at: datetime) -> None:
    sheet = jury.open_sheet(round_, idea, by=judge, at=at)
    jury.declare_no_conflict(sheet, by=judge, at=at)
    verdict = _verdict(idea)
    gate = GATES[verdict["gates"]]
    musts = [one for one in criteria_of(round_) if one.kind == CriterionKind.MUST]
    scores: dict[int, str | int] = {one.pk: Gate.YES.value for one in musts}
    scores |= {musts[-1].pk: gate.value}
    scores |= {one.pk: verdict["grade"] for one in criteria_of(round_) if one.kind == CriterionKind.PLUS}
    comment = "Helder probleem." if gate == Gate.YES else "Nog te groot om in een PoC te testen."
    sheet = jury.save_sheet(sheet, scores, comment=comment, version=sheet.version, by=judge, at=at)
    jury.hand_in(sheet, by=judge, at=at)


def _verdict(idea: Idea) -> dict[str, Any]:
    told = {story["title"]: story["verdict"] for story in stories()}
    return told.get(idea.title, {"gates": "yes", "grade": 3, "kind": "shortlisted"})


def _round() -> Round:
    round_ = round_of(_edition(), RoundKind.PRESELECTION)
    if round_ is None:
        raise LookupError("the edition has no preselection")
    return round_


def _decide(at: datetime) -> None:
    """Draft a decision wherever there is none."""
    round_ = _round()
    if round_.release_id:
        return
    known, decider = decisions_of(round_), _decider()
    for idea in handed_in(round_.edition):
        if idea.pk not in known:
            kind = _verdict(idea)["kind"]
            jury.decide(round_, idea, kind=kind, feedback=FEEDBACK[kind], version=0, by=decider, at=at)


FEEDBACK = {
    "shortlisted": "Een herkenbaar probleem en een test die in enkele weken kan. Zoek in februari ook iemand van IT.",
    "not_shortlisted": "We zien het nut, maar in een PoC van enkele maanden valt dit nog niet te testen. Maak het"
    " kleiner en dien het volgend jaar opnieuw in: we denken graag mee.",
}


def _decider() -> Person:
    return Person.objects.get(email="beslisser@demo.vlaanderen.be")


def _propose(at: datetime) -> None:
    round_ = _round()
    visible_from = timeline.of(round_.edition).opens_at(PhaseKey.ANNOUNCEMENT)
    if round_.release_id is None and visible_from:
        jury.propose_release(round_, visible_from=visible_from, by=_decider(), at=at)


def _approve(at: datetime) -> None:
    round_ = _round()
    if round_.release and round_.release.state == "proposed":
        second = Person.objects.get(email="voorzitter@demo.vlaanderen.be")
        by = _decider() if round_.release.proposed_by_id == second.pk else second
        jury.approve_release(round_, by=by, at=at)


ACTS = [
    Act(local(2022, 1, 24, 14), _judge("beoordelaar-twee")),
    Act(local(2022, 1, 28, 16), _judge("beoordelaar-een")),
    Act(local(2022, 1, 29, 11), _decide),
    Act(local(2022, 1, 30, 10), _propose),
    Act(local(2022, 1, 30, 15), _approve),
]
