"""What waits for an owner."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from ideas import queries, rules
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
    for idea in queries.mine(person, edition):
        url = reverse("ideas:check", args=[edition.pk, idea.pk])
        if idea.state == IdeaState.DRAFT:
            yield Waiting(_("Werk je idee af en dien het in"), url, about=str(idea), due=due)
        elif idea.state == IdeaState.SUBMITTED and rules.has_newer_changes(idea):
            yield Waiting(_("Dien je wijzigingen in"), url, about=str(idea), due=due)
