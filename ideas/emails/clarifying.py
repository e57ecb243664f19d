"""Letters about questions of Sandbox and their answers."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy

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


def _told(key: str) -> Any:
    """A question, as long as it stands and its idea is in the running."""
    rows = Clarification.objects.select_related("idea__edition", "idea__submission", "answered_by")
    return rows.filter(pk=key, withdrawn_at=None, idea__state=IdeaState.SUBMITTED).first()


@registry.letter(
    "question_asked",
    gettext_lazy("Vraag van Sandbox over een ingediend idee"),
    kind="asked",
    to=gettext_lazy("eigenaars"),
)
def asked(letter: Letter, key: str = "") -> dict[str, Any] | None:
    """The question, as long as nobody answered it; its key when the letter's occasion is another thing."""
    found = _told(key or letter.occasion)
    if found is None or found.answered_at:
        return None
    idea = found.idea
    page = reverse("ideas:answer_question", args=[idea.edition_id, idea.pk, found.pk])
    return {
        "title": idea.submission.content["title"],
        "question": found.question,
        "correct_until": deadline(found.correct_until) if found.correct_until else "",
        "url": settings.PORTAL_URL + page,
        "contact": idea.edition.contact,
    }


@registry.letter(
    "question_answered",
    gettext_lazy("Antwoord van een eigenaar op een vraag van Sandbox"),
    kind="news",
    to=gettext_lazy("wie de vraag stelde"),
)
def _answered(letter: Letter) -> dict[str, Any] | None:
    asked = _told(letter.occasion)
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
