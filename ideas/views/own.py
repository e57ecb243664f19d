"""The idea of the visitor, for every page where they work on it."""

from typing import Any

from django.shortcuts import get_object_or_404

from ideas import queries
from ideas.models import Idea
from portal.models import Edition


def own_idea(request: Any, edition: Edition, idea_id: str, *, whole: bool = False) -> Idea:
    """The idea when the visitor owns it; a 404 for anybody else. `whole`: with its themes and files."""
    with_it = ["ownerships", "entities"] + (["themes", "attachments__upload"] if whole else [])
    idea = get_object_or_404(queries.mine(request.user, edition).prefetch_related(*with_it), pk=idea_id)
    idea.edition = edition
    return idea
