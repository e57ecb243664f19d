"""Reads of ideas: the questions, one's own, the public ones, outcomes and names."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from ideas.models import Idea, Outcome, Question
from portal import consents
from portal.models import ConsentKind, Edition, Release


def questions_of(edition: Edition) -> list[Question]:
    """The edition's questions, in order."""
    return list(edition.questions.all())


def published(edition: Edition, *, at: datetime) -> QuerySet[Idea]:
    """The public list, by title of the approved text: an order that tells nothing about scores or moments."""
    return (
        Idea.objects.published(at=at)
        .filter(edition=edition)
        .select_related("submission")
        .order_by("submission__public_text__title", "pk")
    )


def visible(person: Any, edition: Edition, *, at: datetime) -> QuerySet[Idea]:
    """Ideas of an edition that the person may see, ready for a page of one."""
    ideas = Idea.objects.visible_to(person, at=at).filter(edition=edition)
    return ideas.select_related("submission", "edition")


def mine(person: Any, edition: Edition) -> QuerySet[Idea]:
    """The person's own ideas, the last touched first; discarded ones too, so that they can be put back."""
    return (
        Idea.objects.owned_by(person)
        .filter(edition=edition)
        .select_related("submission")
        .order_by("-saved_at", "pk")
    )


def handed_in(edition: Edition) -> QuerySet[Idea]:
    """Every idea that takes part in the preselection: handed in and not withdrawn."""
    return Idea.objects.filter(edition=edition, state="submitted").select_related("submission")


def outcomes_in_force(ideas: list[Idea], *, at: datetime) -> dict[str, Outcome]:
    """Outcomes that may be told now, by idea; one query for a whole list."""
    found = Outcome.objects.filter(
        idea__in=[idea.pk for idea in ideas], release__in=Release.objects.in_force(at=at)
    ).select_related("release")
    return {outcome.idea_id: outcome for outcome in found}


def public_names(idea: Idea) -> list[str]:
    """Names of owners who agreed to be named."""
    agreed = consents.people_who_agreed(ConsentKind.PUBLIC_NAME, about=idea)
    owners = agreed.filter(ownerships__idea=idea, ownerships__until=None)
    return list(owners.order_by("name").values_list("name", flat=True))
