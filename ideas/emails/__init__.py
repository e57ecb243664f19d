"""Letters about ideas, one file per thing."""

from ideas.emails.idea import cancel_outcome, idea_received, idea_withdrawn, outcome

__all__ = ["cancel_outcome", "idea_received", "idea_withdrawn", "outcome"]
