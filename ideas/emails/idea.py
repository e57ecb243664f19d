"""Letters about handing in and outcomes."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy

from ideas import rules
from ideas.models import Idea, Outcome, OutcomeKind, Submission
from ideas.states import IdeaState
from portal import clock, outbox, registry, timeline
from portal.models import Letter, PhaseKey, Release
from portal.templatetags.portal import deadline, moment


def idea_received(submission: Submission) -> None:
    """The receipt, to every owner, at once."""
    for person in submission.idea.owners.filter(ownerships__until=None):
        outbox.queue(
            "idea_received", to=person, about=submission.idea, due=submission.at, occasion=submission.number
        )


def idea_withdrawn(idea: Idea, *, at: datetime) -> None:
    """Confirms a withdrawal to every owner, at once."""
    for person in idea.owners.filter(ownerships__until=None):
        outbox.queue("idea_withdrawn", to=person, about=idea, due=at, occasion=at.isoformat())


def outcome(idea: Idea, release: Release) -> None:
    """One neutral letter to every owner, due at the release; what it says is decided when it leaves."""
    for person in idea.owners.filter(ownerships__until=None):
        outbox.queue("outcome", to=person, about=idea, due=release.visible_from, occasion=release.pk)


def outcome_to_newcomers(idea: Idea) -> None:
    """Who became owner after the outcome was decided gets the same letter, at the same instant."""
    known = Outcome.objects.filter(idea=idea).select_related("release").first()
    if known:
        outcome(idea, known.release)


def cancel_outcome(idea: Idea) -> None:
    outbox.cancel("outcome", about=idea)


def idea_of(letter: Letter) -> Idea | None:
    return (
        Idea.objects.select_related("edition", "submission")
        .filter(pk=letter.subject.rpartition(":")[2])
        .first()
    )


def page_of(idea: Idea) -> str:
    return settings.PORTAL_URL + reverse("ideas:enter", args=[idea.edition_id, idea.pk])


@registry.letter(
    "idea_received",
    gettext_lazy("Ontvangstbewijs van een ingediend idee"),
    to=gettext_lazy("eigenaars"),
)
def _received(letter: Letter) -> dict[str, Any] | None:
    idea = idea_of(letter)
    submission = Submission.objects.filter(idea=idea, number=letter.occasion).first()
    if idea is None or submission is None:
        return None
    windows = timeline.of(idea.edition)
    late = windows.has_closed(PhaseKey.SUBMISSION, submission.at)
    until = rules.open_until(idea, windows, by=letter.recipient, at=submission.at) if late else None
    return {
        "title": submission.content["title"],
        "number": submission.number,
        "received_at": moment(submission.at),
        "hash": submission.content_hash[:16],
        "is_late": late,
        "replaces": idea.submissions.filter(at__lt=submission.at).exists(),
        "until": deadline(until) if until else "",
        "url": settings.PORTAL_URL + reverse("ideas:receipt", args=[idea.edition_id, idea.pk]),
        "contact": idea.edition.contact,
    }


@registry.letter(
    "idea_withdrawn",
    gettext_lazy("Bevestiging dat een idee is ingetrokken"),
    to=gettext_lazy("eigenaars"),
)
def _withdrawn(letter: Letter) -> dict[str, Any] | None:
    idea = idea_of(letter)
    if idea is None or idea.state != IdeaState.WITHDRAWN or idea.submission is None:
        return None
    windows, now = timeline.of(idea.edition), clock.now()
    until = rules.open_until(idea, windows, by=letter.recipient, at=now)
    return {
        "title": idea.submission.content["title"],
        "until": deadline(until) if until and until > now else "",
        "url": page_of(idea),
        "contact": idea.edition.contact,
    }


@registry.letter(
    "outcome",
    gettext_lazy("Uitkomst van de preselectie, dezelfde brief voor iedere eigenaar"),
    to=gettext_lazy("eigenaars van ingediende ideeën"),
)
def _outcome(letter: Letter) -> dict[str, Any] | None:
    idea = idea_of(letter)
    known = Outcome.objects.filter(
        idea=idea, release=letter.occasion, release__in=Release.objects.in_force(at=clock.now())
    ).first()
    if idea is None or known is None or idea.submission is None or idea.state != IdeaState.SUBMITTED:
        return None
    if not idea.ownerships.filter(person=letter.recipient, until=None).exists():
        return None  # who stopped as owner since the letter was planned
    return {
        "title": idea.submission.content["title"],
        "shortlisted": known.kind == OutcomeKind.SHORTLISTED,
        "feedback": known.feedback,
        "url": page_of(idea),
        "contact": idea.edition.contact,
    }
