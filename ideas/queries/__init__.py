"""Reads for the pages of ideas: one's own, what everybody may see, what others say about them, what looks alike."""

from ideas.queries.ideas import handed_in, mine, outcomes_in_force, public_names, questions_of, visible
from ideas.queries.public import Choices, Wanted, choices_of, found, published
from ideas.queries.similar import pairs_alike, similar_to, text_of
from ideas.queries.talk import (
    backed,
    comments_on,
    comments_to_take_away,
    own_comments,
    place_of,
    recognised_by,
    with_talk,
    workplaces,
)

__all__ = [
    "Choices",
    "Wanted",
    "backed",
    "choices_of",
    "comments_on",
    "comments_to_take_away",
    "found",
    "handed_in",
    "mine",
    "outcomes_in_force",
    "own_comments",
    "pairs_alike",
    "place_of",
    "public_names",
    "published",
    "questions_of",
    "recognised_by",
    "similar_to",
    "text_of",
    "visible",
    "with_talk",
    "workplaces",
]
