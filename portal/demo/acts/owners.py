"""One idea that many own: begun early, handed in late, merged with another. And one that is withdrawn again."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from ideas import actions as ideas
from ideas.content import YES
from ideas.models import Idea, Invitation, Merger
from ideas.queries import handed_in, mine
from ideas.states import IdeaState, InvitationState, MergerState
from portal import phases
from portal.demo.acts.act import Act, edition
from portal.demo.cast import local, player
from portal.models import Entity, Phase, PhaseKey

SHARED, ALIKE = "Eén loket voor elke vergunning", "Vergunning in beeld"
NOT_ALIKE = "Wie weet wat?", "Zoek in honderd jaar"
FOR_A_COLLEAGUE = "Stoelen die rondgaan"
SHARED_ANSWERS = {
    "idea": "Eén pagina waarop een aanvrager elke vergunning vindt, met de weg ernaartoe.",
    "why": "Wie bouwt, heeft er vaak drie nodig en weet dat niet.",
    "problem": "Aanvragers beginnen bij het verkeerde loket en verliezen weken.",
    "benefit": "Minder dossiers die terugkomen, en minder telefoons.",
    "poc_test": "Twee gemeenten, dertig aanvragers, één lente.",
}
LENT_ANSWERS = {
    "idea": "Elke dienst zet online welk meubilair over is. Een andere dienst haalt het op.",
    "why": "Wij gooien stoelen weg die de verdieping onder ons zoekt.",
    "problem": "Niemand weet wat er in het gebouw ongebruikt staat.",
    "benefit": "Minder aankopen en minder afval.",
    "poc_test": "Eén gebouw, drie maanden, alle meubels met een nummer.",
}


def _answers(told: dict[str, str]) -> dict[str, Any]:
    return told | {"time": YES, "week": ["2022-03-07", "2022-04-25"]}


def _of(slug: str, title: str) -> Idea | None:
    """Somebody's idea by its title."""
    return mine(player(slug), edition()).filter(title=title).first()


def _begin(at: datetime) -> None:
    owner = player("eigenaar-elf")
    idea = ideas.start_idea(edition(), by=owner, at=at)
    changes = {
        "title": SHARED,
        "summary": "Wie een vergunning nodig heeft, ziet op één pagina welke en bij wie.",
        "answers": _answers(SHARED_ANSWERS),
        "entities": list(Entity.objects.filter(name__in=["Departement Omgeving"])),
    }
    ideas.save_draft(idea, changes, version=idea.version, by=owner, at=at)


def _invite(slug: str, at: datetime) -> None:
    if idea := _of("eigenaar-elf", SHARED):
        message = "Samen krijgen we dit rond. Doe je mee?"
        email = player(slug).email or ""
        ideas.invite_owner(idea, email, message=message, by=player("eigenaar-elf"), at=at)


def _invitation_to(slug: str) -> Invitation | None:
    rows = Invitation.objects.filter(email=player(slug).email, state=InvitationState.OPEN)
    return rows.filter(idea__title=SHARED).select_related("idea").first()


def _join(at: datetime) -> None:
    if invitation := _invitation_to("eigenaar-twaalf"):
        ideas.accept_invitation(invitation, show_name=False, by=player("eigenaar-twaalf"), at=at)


def _say_no(at: datetime) -> None:
    if invitation := _invitation_to("lid-twaalf"):
        ideas.decline_invitation(invitation, by=player("lid-twaalf"), at=at)


def _hand_over(at: datetime) -> None:
    if idea := _of("eigenaar-elf", SHARED):
        ideas.hand_over(idea, player("eigenaar-twaalf"), by=player("eigenaar-elf"), at=at)


def _give_more_time(at: datetime) -> None:
    """The main owner is ill in the last week."""
    phase = Phase.objects.get(edition=edition(), key=PhaseKey.SUBMISSION)
    person, reason = player("eigenaar-twaalf"), "Ziek in de laatste week."
    phases.give_more_time(
        phase, person, until=local(2022, 1, 17, 0), reason=reason, by=player("sandbox"), at=at
    )


def _hand_in(slug: str, title: str, at: datetime) -> None:
    idea = _of(slug, title)
    if idea and idea.state == IdeaState.DRAFT:
        ideas.submit_idea(idea, public_text_approved=True, show_name=False, by=player(slug), at=at)


def _start_for(at: datetime) -> None:
    """Sandbox types in what a colleague wrote on paper."""
    changes = {"title": FOR_A_COLLEAGUE, "summary": "Meubels die over zijn, vinden een andere dienst."}
    email, reason = player("eigenaar-dertien").email or "", "Heeft op het werk geen computer."
    ideas.start_for(edition(), email, changes, reason=reason, by=player("sandbox"), at=at)


def _finish_own(at: datetime) -> None:
    owner, idea = player("eigenaar-dertien"), _of("eigenaar-dertien", FOR_A_COLLEAGUE)
    if idea:
        changes = {
            "answers": _answers(LENT_ANSWERS),
            "entities": list(Entity.objects.filter(name__in=["Het Facilitair Bedrijf"])),
        }
        ideas.save_draft(idea, changes, version=idea.version, by=owner, at=at)
        _hand_in("eigenaar-dertien", FOR_A_COLLEAGUE, at)


def _withdraw(at: datetime) -> None:
    if idea := _of("eigenaar-dertien", FOR_A_COLLEAGUE):
        reason = "Een andere dienst begon hier al aan."
        ideas.withdraw_idea(idea, reason=reason, by=player("eigenaar-dertien"), at=at)


def _propose(kept: str, gone: str, why: str, at: datetime) -> None:
    found = {idea.title: idea for idea in handed_in(edition())}
    if kept in found and gone in found:
        ideas.propose_merger(found[kept], found[gone], why, by=player("sandbox"), at=at)


def _answer(verb: Callable[..., Any], slug: str, kept: str, at: datetime) -> None:
    merger = Merger.objects.filter(kept__title=kept, state=MergerState.OPEN).first()
    if merger:
        verb(merger, by=player(slug), at=at)


def _leave(at: datetime) -> None:
    if idea := _of("eigenaar-elf", ALIKE):
        ideas.leave_idea(idea, by=player("eigenaar-elf"), at=at)


BOTH_PERMITS = "Jullie willen allebei dat een aanvrager ziet hoever de vergunning staat."
BOTH_FIND = "Jullie maken allebei iets vindbaar dat er al is."
ACTS = [
    Act(local(2021, 12, 10, 10), _begin),
    Act(local(2021, 12, 13, 10), partial(_invite, "eigenaar-twaalf")),
    Act(local(2021, 12, 13, 10, 5), partial(_invite, "lid-twaalf")),
    Act(local(2021, 12, 14, 11), _join),
    Act(local(2021, 12, 14, 14), _start_for),
    Act(local(2021, 12, 14, 15), _say_no),
    Act(local(2021, 12, 21, 10), _hand_over),
    Act(local(2022, 1, 10, 14), _finish_own),
    Act(local(2022, 1, 12, 14), _withdraw),
    Act(local(2022, 1, 13, 11), _give_more_time),
    Act(local(2022, 1, 15, 11), partial(_hand_in, "eigenaar-twaalf", SHARED)),
    Act(local(2022, 1, 18, 10), partial(_propose, ALIKE, SHARED, BOTH_PERMITS)),
    Act(local(2022, 1, 18, 11), partial(_propose, *NOT_ALIKE, BOTH_FIND)),
    Act(local(2022, 1, 19, 10), partial(_answer, ideas.agree_to_merge, "eigenaar-tien", ALIKE)),
    Act(local(2022, 1, 19, 14), partial(_answer, ideas.decline_merger, "eigenaar-zeven", NOT_ALIKE[0])),
    Act(local(2022, 1, 20, 10), partial(_answer, ideas.agree_to_merge, "eigenaar-twaalf", ALIKE)),
    Act(local(2022, 1, 24, 10), _leave),
]
