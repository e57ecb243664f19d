"""What waits for an owner, and for somebody who is asked to be one."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from ideas import queries, rules
from ideas.states import IdeaState
from portal import timeline
from portal.models import Edition, Person, PhaseKey
from portal.registry import Waiting


def ideas_of(person: Person, edition: Edition, at: datetime) -> Iterator[Waiting]:
    """Drafts to hand in, handed-in ideas with newer changes, questions to answer and invitations; until teams form."""
    windows = timeline.shown(edition)
    if not windows.has_opened(PhaseKey.SUBMISSION, at) or windows.has_opened(PhaseKey.TEAMS, at):
        return
    ideas: list[Any] = list(queries.asking(person, edition, at=at))
    if not windows.is_open(PhaseKey.SUBMISSION, at):
        newer = [
            idea for idea in ideas if idea.state == IdeaState.SUBMITTED and rules.has_newer_changes(idea)
        ]
        prefetch_related_objects(newer, "clarifications")
    for idea in ideas:
        idea.edition = edition
        if not idea.own:
            url = reverse("ideas:invitation", args=[edition.pk, idea.invitation])
            yield Waiting(_("Word mede-eigenaar"), url, about=str(idea), due=idea.invited_until)
            continue
        if idea.merger and idea.state == IdeaState.SUBMITTED:
            url = reverse("ideas:merger", args=[edition.pk, idea.merger])
            yield Waiting(_("Zeg of je wil samenvoegen met een ander idee"), url, about=str(idea))
        if idea.question and idea.state == IdeaState.SUBMITTED:
            url = reverse("ideas:answer_question", args=[edition.pk, idea.pk, idea.question])
            yield Waiting(_("Beantwoord een vraag van Sandbox"), url, about=str(idea), due=idea.correct_until)
        yield from _to_hand_in(idea, windows, person, at)


def _to_hand_in(idea: Any, windows: timeline.Timeline, person: Person, at: datetime) -> Iterator[Waiting]:
    newer = idea.state == IdeaState.SUBMITTED and rules.has_newer_changes(idea)
    if idea.state != IdeaState.DRAFT and not newer:
        return
    due = rules.open_until(idea, windows, by=person, at=at)
    if due is None or due <= at:
        return
    label = _("Dien je wijzigingen in") if newer else _("Werk je idee af en dien het in")
    yield Waiting(label, reverse("ideas:check", args=[idea.edition_id, idea.pk]), about=str(idea), due=due)
