"""The story of one idea, for its owners: what happened, in words, and the mails they got about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ideas.models import Idea, OutcomeKind, Submission
from ideas.queries.idea import outcomes_in_force
from portal import history
from portal.models import Event, Letter, Person
from portal.models.mail import LetterState

# What an owner may read of the history. An outcome is not among it: it is told from its instant on, and from then only.
WORDS = {
    "start": _("%(name)s begon aan het idee."),
    "start_for": _("Sandbox begon het idee in jouw naam."),
    "carry_on": _("%(name)s nam het idee mee uit een vorige editie."),
    "submit": _("%(name)s diende het idee in."),
    "resubmit": _("%(name)s diende een nieuwe tekst in."),
    "withdraw": _("%(name)s trok het idee in."),
    "discard": _("%(name)s verwijderde het concept."),
    "restore": _("%(name)s zette het concept terug."),
    "invite_owner": _("%(name)s nodigde een collega uit als mede-eigenaar."),
    "owner_joined": _("%(name)s werd mede-eigenaar."),
    "owner_left": _("%(name)s stopte als eigenaar."),
    "owner_handed_over": _("%(name)s droeg het idee over aan een andere hoofdeigenaar."),
    "question_asked": _("Sandbox stelde een vraag."),
    "question_answered": _("%(name)s beantwoordde een vraag van Sandbox."),
    "question_withdrawn": _("Sandbox trok een vraag in."),
    "merger_proposed": _("Sandbox stelde voor om samen te voegen met een ander idee."),
    "merger_agreed": _("%(name)s ging akkoord met samenvoegen."),
    "merged": _("Een ander idee is hierin opgegaan, met zijn eigenaars."),
}
TOLD = {
    OutcomeKind.SHORTLISTED: _("Het idee is weerhouden."),
    OutcomeKind.NOT_SHORTLISTED: _("Het idee is niet weerhouden."),
}


@dataclass(frozen=True)
class Happening:
    """One thing in the story: a sentence, or a mail that can be opened."""

    at: datetime
    words: str
    letter: Letter | None = None


def story_of(idea: Idea, person: Person, *, at: datetime) -> list[Happening]:
    """Everything that happened to the idea and every mail that this person got about it, the latest first."""
    found = [*_events(idea), *_outcome(idea, at), *_letters(idea, person)]
    return sorted(found, key=lambda one: one.at)[::-1]


def _events(idea: Idea) -> Iterable[Happening]:
    events = list(
        Event.objects.filter(subject=history.subject_key(idea), kind__in=WORDS).order_by("sequence")
    )
    names = Person.objects.in_bulk({event.actor for event in events})
    for event in events:
        who = names.get(event.actor)
        yield Happening(event.at, str(WORDS[event.kind]) % {"name": who.display_name if who else "Sandbox"})


def _outcome(idea: Idea, at: datetime) -> Iterable[Happening]:
    known = outcomes_in_force([idea], at=at).get(idea.pk)
    if known:
        yield Happening(known.release.visible_from, str(TOLD[OutcomeKind(known.kind)]))


def _letters(idea: Idea, person: Person) -> Iterable[Happening]:
    sent = Letter.objects.filter(recipient=person, subject=history.subject_key(idea), state=LetterState.SENT)
    for letter in sent.order_by("pk"):
        yield Happening(letter.sent_at or letter.due_at, letter.title, letter)


def submissions_of(idea: Idea) -> list[Submission]:
    """Everything that was handed in, the latest first."""
    return list(idea.submissions.select_related("by", "on_behalf_of").order_by("-at", "-pk"))
