"""Letters about ideas: one function queues a letter, one gives its words when it leaves. One file per thing."""

from ideas.emails.clarifying import question_answered, question_asked
from ideas.emails.idea import cancel_outcome, idea_received, idea_withdrawn, outcome, outcome_to_newcomers
from ideas.emails.merging import merger_done, merger_off, merger_proposed
from ideas.emails.owners import (
    idea_carried_on,
    idea_started_for,
    owner_declined,
    owner_handed_over,
    owner_invited,
    owner_joined,
    owner_left,
)
from ideas.emails.reminders import takes_part
from ideas.emails.talk import comment_received

__all__ = [
    "cancel_outcome", "comment_received", "idea_carried_on", "idea_received", "idea_started_for", "idea_withdrawn",
    "merger_done", "merger_off", "merger_proposed", "outcome", "outcome_to_newcomers", "owner_declined",
    "owner_handed_over", "owner_invited", "owner_joined", "owner_left", "question_answered", "question_asked",
    "takes_part",
]  # fmt: skip
