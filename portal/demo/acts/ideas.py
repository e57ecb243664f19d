"""The first half: ideas are written, judged, and the shortlist is released by two."""

from datetime import datetime
from functools import partial
from typing import Any

from ideas import actions as ideas
from ideas.content import YES
from ideas.models import Clarification
from ideas.queries import handed_in, mine
from ideas.states import IdeaState
from jury import actions as jury
from jury.models import CriterionKind, Gate, Round, RoundKind
from jury.queries import criteria_of, decisions_of, round_of, tasks_on
from jury.states import SheetState
from jury.subjects import Judged
from portal import timeline
from portal.demo.acts.act import Act, edition
from portal.demo.cast import local, player, stories
from portal.models import Entity, Person, PhaseKey
from portal.models.release import ReleaseState


def _submit(story: dict[str, Any], at: datetime) -> None:
    owner = player(story["owner"])
    idea = ideas.start_idea(edition(), by=owner, at=at)
    changes = {
        "title": story["title"],
        "summary": story["summary"],
        "answers": story["answers"] | {"time": YES, "week": ["2022-03-07", "2022-03-14", "2022-04-25"]},
        "entities": list(Entity.objects.filter(name__in=story["entities"])),
        "themes": list(edition().themes.filter(key__in=story.get("themes", []))),
        "profiles": story.get("profiles", []),
    }
    idea = ideas.save_draft(idea, changes, version=idea.version, by=owner, at=at)
    ideas.submit_idea(idea, public_text_approved=True, show_name=True, by=owner, at=at)


def _draft(at: datetime) -> None:
    owner = player("eigenaar-een")
    idea = ideas.start_idea(edition(), by=owner, at=at)
    changes = {
        "title": "Stille straten",
        "summary": "Een kaart die toont waar het lawaai vandaan komt, zodat gemeenten gericht kunnen ingrijpen.",
        "answers": {"idea": "Goedkope microfoons luisteren naar soorten geluid, niet naar stemmen."},
    }
    ideas.save_draft(idea, changes, version=idea.version, by=owner, at=at)


def _invite(at: datetime) -> None:
    """The owner of the draft asks a colleague, who can answer by logging in."""
    owner = player("eigenaar-een")
    draft = mine(owner, edition()).filter(title="Stille straten").first()
    if draft and draft.state == IdeaState.DRAFT:
        message = "Jij kent de gemeenten. Schrijf je mee?"
        ideas.invite_owner(draft, player("kandidaat-een").email or "", message=message, by=owner, at=at)


def _ask(at: datetime) -> None:
    """Sandbox asks the first idea something; its owner may correct the text for three days."""
    idea = handed_in(edition()).filter(submission__content__title="Slimme sluisdeuren").first()
    if idea:
        until = local(2022, 1, 21, 0)
        question = "Hoeveel sluizen hebben nu al een sensor? Schrijf het ook in je tekst als je het weet."
        ideas.ask_question(idea, question, correct_until=until, by=player("sandbox"), at=at)


def _ask_in_vain(at: datetime) -> None:
    """Another owner lets a question lie for a week."""
    idea = handed_in(edition()).filter(submission__content__title="Rustig wachten").first()
    if idea:
        question = "Welke afspraken lopen het vaakst uit?"
        ideas.ask_question(idea, question, by=player("sandbox"), at=at)


def _answer(slug: str, words: str, at: datetime) -> None:
    """An owner answers whatever still waits."""
    owner = player(slug)
    rows = Clarification.objects.filter(idea__in=mine(owner, edition()), answered_at=None, withdrawn_at=None)
    for asked in rows.filter(idea__state=IdeaState.SUBMITTED).select_related("idea"):
        ideas.answer_question(asked, words, by=owner, at=at)


def _judge(slug: str, at: datetime) -> None:
    """Hand in every sheet that this assessor left open."""
    round_, judge = _round(), player(slug)
    for task in tasks_on(list(handed_in(round_.edition)), round_, judge):
        if task.state in ("new", SheetState.OPEN):
            _fill_in(round_, task.subject, judge, at)


def _fill_in(round_: Round, idea: Judged, judge: Person, at: datetime) -> None:
    sheet = jury.open_sheet(round_, idea, by=judge, at=at)
    jury.declare_no_conflict(sheet, by=judge, at=at)
    verdict = _verdict(idea)
    gate = Gate(verdict["gates"])
    musts = [one for one in criteria_of(round_) if one.kind == CriterionKind.MUST]
    scores: dict[int, str | int] = {one.pk: Gate.YES.value for one in musts}
    scores |= {musts[-1].pk: gate.value}
    scores |= {one.pk: verdict["grade"] for one in criteria_of(round_) if one.kind == CriterionKind.PLUS}
    comment = "Helder probleem." if gate == Gate.YES else "Nog te groot om in een PoC te testen."
    sheet = jury.save_sheet(sheet, scores, comment=comment, version=sheet.version, by=judge, at=at)
    jury.hand_in(sheet, by=judge, at=at)


def _verdict(idea: Judged) -> dict[str, Any]:
    told = {story["title"]: story["verdict"] for story in stories()}
    return told.get(idea.title, {"gates": "yes", "grade": 3, "kind": "shortlisted"})


def _round() -> Round:
    round_ = round_of(edition(), RoundKind.PRESELECTION)
    if round_ is None:
        raise LookupError("the edition has no preselection")
    return round_


def _decide(at: datetime) -> None:
    """Draft a decision wherever there is none."""
    round_ = _round()
    if round_.release_id:
        return
    known, decider = decisions_of(round_), player("beslisser")
    for idea in handed_in(round_.edition):
        if idea.pk not in known:
            kind = _verdict(idea)["kind"]
            words = {"feedback": FEEDBACK[kind], **PARTS[kind]}
            jury.decide(round_, idea, kind=kind, version=0, by=decider, at=at, **words)


FEEDBACK = {
    "shortlisted": "Een herkenbaar probleem en een test die in enkele weken kan. Zoek in februari ook iemand van IT.",
    "not_shortlisted": "We zien het nut, maar in een PoC van enkele maanden valt dit nog niet te testen. Maak het"
    " kleiner en dien het volgend jaar opnieuw in: we denken graag mee.",
}


PARTS: dict[str, dict[str, Any]] = {
    "shortlisted": {
        "good": "Het probleem is herkenbaar en de proef is klein.",
        "reason": "Zo besproken op de vergadering van 30 januari.",
    },
    "not_shortlisted": {
        "good": "Je beschrijft helder wie er last van heeft.",
        "lacking": "Een proef die in enkele maanden kan, met één dienst.",
        "coaching": "Een uur met een coach om het kleiner te maken.",
        "resubmit": True,
        "reason": "Zo besproken op de vergadering van 30 januari.",
    },
}


def _propose(at: datetime) -> None:
    round_ = _round()
    visible_from = timeline.of(round_.edition).opens_at(PhaseKey.ANNOUNCEMENT)
    if round_.release_id is None and visible_from:
        jury.propose_release(round_, visible_from=visible_from, by=player("beslisser"), at=at)


def _approve(at: datetime) -> None:
    round_ = _round()
    if round_.release and round_.release.state == ReleaseState.PROPOSED:
        second = player("voorzitter")
        by = player("beslisser") if round_.release.proposed_by_id == second.pk else second
        jury.approve_release(round_, by=by, at=at)


PROMPT = "Twaalf van de veertig, allemaal op het Albertkanaal."
AT_LAST = "De eerste gesprekken. Sorry dat het even duurde."
ACTS = [
    *(
        Act(local(2022, 1, 4 + order % 4, 9 + order, 12), partial(_submit, story))
        for order, story in enumerate(stories())
    ),
    Act(local(2022, 1, 7, 16, 40), _draft),
    Act(local(2022, 1, 7, 17), _invite),
    Act(local(2022, 1, 17, 9), _ask),
    Act(local(2022, 1, 18, 9), _ask_in_vain),
    Act(local(2022, 1, 19, 16), partial(_answer, "eigenaar-twee", PROMPT)),
    Act(local(2022, 1, 26, 16), partial(_answer, "eigenaar-zes", AT_LAST)),
    Act(local(2022, 1, 24, 14), partial(_judge, "beoordelaar-twee")),
    Act(local(2022, 1, 28, 16), partial(_judge, "beoordelaar-een")),
    Act(local(2022, 1, 29, 11), _decide),
    Act(local(2022, 1, 30, 10), _propose),
    Act(local(2022, 1, 30, 15), _approve),
]
