"""The idea of the visitor, for every page where they work on it."""

from typing import Any

from django.shortcuts import get_object_or_404

from ideas import queries
from ideas.models import Idea
from portal.models import Edition


def own_idea(request: Any, edition: Edition, idea_id: str) -> Idea:
    """The idea when the visitor owns it; a 404 for anybody else."""
    ideas = queries.mine(request.user, edition)
    idea = get_object_or_404(
        ideas.prefetch_related("ownerships", "entities", "themes", "attachments__upload"), pk=idea_id
    )
    idea.edition = edition
    return idea
