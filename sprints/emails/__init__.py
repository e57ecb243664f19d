"""Letters about sprint weeks: one function queues a letter, one gives its words when it leaves. One file per thing."""

from sprints.emails import reminders
from sprints.emails.week import (
    ask_to_confirm,
    calendar_of,
    hold_lapsed,
    week_booked,
    week_cancelled,
    week_changed,
    week_held,
)

__all__ = [
    "ask_to_confirm", "calendar_of", "hold_lapsed", "reminders", "week_booked", "week_cancelled", "week_changed",
    "week_held",
]  # fmt: skip
