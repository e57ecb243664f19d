"""Reads for the pages of ideas, one file per thing."""

from ideas.queries.clarifying import questions_about
from ideas.queries.idea import (
    handed_in,
    mine,
    outcomes_in_force,
    public_names,
    published,
    questions_of,
    visible,
)
from ideas.queries.owners import (
    asking,
    edition_to_carry_on_in,
    invitation_for,
    open_invitations,
    owners_of,
)
from ideas.queries.story import Happening, story_of, submissions_of

__all__ = [
    "Happening",
    "asking",
    "edition_to_carry_on_in",
    "handed_in",
    "invitation_for",
    "mine",
    "open_invitations",
    "outcomes_in_force",
    "owners_of",
    "public_names",
    "published",
    "questions_about",
    "questions_of",
    "story_of",
    "submissions_of",
    "visible",
]
