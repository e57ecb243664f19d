"""Letters about ideas, one file per thing."""

from ideas.emails.idea import cancel_outcome, idea_received, idea_withdrawn, outcome
from ideas.emails.talk import comment_received

__all__ = ["cancel_outcome", "comment_received", "idea_received", "idea_withdrawn", "outcome"]
