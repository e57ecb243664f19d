"""Reads for the pages of ideas, one file per thing."""

from ideas.queries.clarifying import questions_about
from ideas.queries.idea import (
    handed_in,
    labels_of,
    mine,
    named_owners,
    outcomes_in_force,
    public_names,
    questions_of,
    reads_all,
    versions_of,
    visible,
)
from ideas.queries.merging import mergers_for, mergers_of, open_mergers
from ideas.queries.owners import asking, edition_to_carry_on_in, invitation_for, open_invitations, owners_of
from ideas.queries.public import Choices, Wanted, choices_of, found, published
from ideas.queries.similar import pairs_alike, similar_to, text_of
from ideas.queries.story import Happening, story_of, submissions_of
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
    "Choices", "Happening", "Wanted", "asking", "backed", "choices_of", "comments_on", "comments_to_take_away",
    "edition_to_carry_on_in", "found", "handed_in", "invitation_for", "labels_of", "mergers_for", "mergers_of", "mine",
    "named_owners", "open_invitations", "open_mergers", "outcomes_in_force", "own_comments", "owners_of", "pairs_alike",
    "place_of", "public_names", "published", "questions_about", "questions_of", "reads_all", "recognised_by",
    "similar_to", "story_of", "submissions_of", "text_of", "versions_of", "visible", "with_talk", "workplaces",
]  # fmt: skip
