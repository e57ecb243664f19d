"""Letters about questions of Sandbox and their answers."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from ideas.emails.idea import page_of
from ideas.models import Clarification
from ideas.states import IdeaState
from portal import outbox, registry
from portal.models import Letter
from portal.templatetags.portal import deadline


def question_asked(asked: Clarification) -> None:
    """To every owner: Sandbox asks something."""
    for person in asked.idea.owners.filter(ownerships__until=None):
        outbox.queue("question_asked", to=person, about=asked.idea, due=asked.asked_at, occasion=asked.pk)


def question_answered(asked: Clarification, *, at: datetime) -> None:
    """To who asked: the owners answered."""
    outbox.queue("question_answered", to=asked.asked_by, about=asked.idea, due=at, occasion=asked.pk)


def _told(letter: Letter) -> Any:
    """The question of a letter, as long as it stands and its idea is in the running."""
    rows = Clarification.objects.select_related("idea__edition", "idea__submission", "answered_by")
    return rows.filter(pk=letter.occasion, withdrawn_at=None, idea__state=IdeaState.SUBMITTED).first()


@registry.letter("question_asked", "Vraag van Sandbox over een ingediend idee")
def _asked(letter: Letter) -> dict[str, Any] | None:
    asked = _told(letter)
    if asked is None or asked.answered_at:
        return None
    idea = asked.idea
    page = reverse("ideas:answer_question", args=[idea.edition_id, idea.pk, asked.pk])
    return {
        "title": idea.submission.content["title"],
        "question": asked.question,
        "correct_until": deadline(asked.correct_until) if asked.correct_until else "",
        "url": settings.PORTAL_URL + page,
        "contact": idea.edition.contact,
    }


@registry.letter("question_answered", "Antwoord van een eigenaar op een vraag van Sandbox")
def _answered(letter: Letter) -> dict[str, Any] | None:
    asked = _told(letter)
    if asked is None or asked.answered_by is None:
        return None
    return {
        "title": asked.idea.submission.content["title"],
        "person": asked.answered_by.display_name,
        "question": asked.question,
        "answer": asked.answer,
        "url": page_of(asked.idea),
        "contact": asked.idea.edition.contact,
    }
