"""The verbs of ideas. Each opens its own transaction, locks the idea, asks the rules, moves, records, writes."""

from ideas.actions.files import add_file, remove_file, restore_file
from ideas.actions.handing_in import show_name, submit_idea, withdraw_idea
from ideas.actions.outcomes import Decided, record_outcomes, take_back_outcomes
from ideas.actions.writing import (
    discard_draft,
    locked,
    restore_draft,
    restore_version,
    save_draft,
    start_idea,
)

__all__ = [
    "Decided",
    "add_file",
    "discard_draft",
    "locked",
    "record_outcomes",
    "remove_file",
    "restore_draft",
    "restore_file",
    "restore_version",
    "save_draft",
    "show_name",
    "start_idea",
    "submit_idea",
    "take_back_outcomes",
    "withdraw_idea",
]
