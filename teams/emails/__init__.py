"""Letters about teams: one function queues a letter, one gives its words when it leaves. One file per thing."""

from teams.emails import reminders
from teams.emails.team import (
    cancel_selection,
    candidacy_answered,
    candidacy_lapsed,
    candidacy_received,
    candidacy_withdrawn,
    member_left,
    selection,
    support_answered,
    support_asked,
    team_completed,
    team_stopped,
)

__all__ = [
    "cancel_selection", "candidacy_answered", "candidacy_lapsed", "candidacy_received", "candidacy_withdrawn",
    "member_left", "reminders", "selection", "support_answered", "support_asked", "team_completed", "team_stopped",
]  # fmt: skip
