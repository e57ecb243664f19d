"""What waits for an owner."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from ideas import content, queries
from ideas.models import Idea
from ideas.states import IdeaState
from portal import timeline
from portal.models import Edition, Person, PhaseKey
from portal.registry import Waiting


def ideas_of(person: Person, edition: Edition, at: datetime) -> Iterator[Waiting]:
    """Drafts to hand in and handed-in ideas with newer changes, while the edition takes ideas."""
    windows = timeline.shown(edition)
    if not windows.is_open(PhaseKey.SUBMISSION, at):
        return
    due = windows.closes_at(PhaseKey.SUBMISSION)
    ideas = list(queries.mine(person, edition))
    handed_in = [idea for idea in ideas if idea.state == IdeaState.SUBMITTED]
    prefetch_related_objects(handed_in, "entities")  # only what was handed in can have newer changes
    questions = queries.questions_of(edition) if handed_in else []
    for idea in ideas:
        url = reverse("ideas:check", args=[edition.pk, idea.pk])
        if idea.state == IdeaState.DRAFT:
            yield Waiting(_("Werk je idee af en dien het in"), url, about=str(idea), due=due)
        elif idea.state == IdeaState.SUBMITTED and has_newer_changes(idea, questions):
            yield Waiting(_("Dien je wijzigingen in"), url, about=str(idea), due=due)


def has_newer_changes(idea: Idea, questions: list) -> bool:
    """Whether the working copy differs from what was handed in."""
    return (
        idea.submission is not None
        and content.digest(content.snapshot(idea, questions)) != idea.submission.content_hash
    )
