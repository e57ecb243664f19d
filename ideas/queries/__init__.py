"""Reads for the pages of ideas: one's own, what everybody may see, what others say about them, what looks alike."""

from ideas.queries.ideas import handed_in, mine, outcomes_in_force, public_names, questions_of, visible
from ideas.queries.public import Choices, Wanted, choices_of, found, published

__all__ = [
    "Choices",
    "Wanted",
    "choices_of",
    "found",
    "handed_in",
    "mine",
    "outcomes_in_force",
    "public_names",
    "published",
    "questions_of",
    "visible",
]
