"""Reads of questions about an idea."""

from django.db.models import QuerySet

from ideas.models import Clarification, Idea


def questions_about(idea: Idea) -> QuerySet[Clarification]:
    """The questions of Sandbox that stand, with their answers, the oldest first."""
    rows = Clarification.objects.filter(idea=idea, withdrawn_at=None)
    return rows.select_related("asked_by", "answered_by").order_by("asked_at", "pk")
