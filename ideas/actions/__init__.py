"""The verbs of ideas. Each opens its own transaction, locks the idea, asks the rules, moves, records, writes."""

from ideas.actions.carrying_on import carry_on, start_for
from ideas.actions.clarifying import answer_question, ask_question, withdraw_question
from ideas.actions.expiring import register_expiries
from ideas.actions.files import add_file, remove_file, restore_file
from ideas.actions.forgetting import forget
from ideas.actions.handing_in import show_name, submit_idea, withdraw_idea
from ideas.actions.merging import agree_to_merge, decline_merger, propose_merger, withdraw_merger
from ideas.actions.outcomes import Decided, record_outcomes, take_back_outcomes
from ideas.actions.owners import (
    accept_invitation,
    decline_invitation,
    hand_over,
    invite_again,
    invite_owner,
    leave_idea,
    withdraw_invitation,
)
from ideas.actions.talk import back_idea, delete_comment, stop_backing, take_comment_away, write_comment
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
    "accept_invitation",
    "add_file",
    "agree_to_merge",
    "answer_question",
    "ask_question",
    "back_idea",
    "carry_on",
    "decline_invitation",
    "decline_merger",
    "delete_comment",
    "discard_draft",
    "forget",
    "hand_over",
    "invite_again",
    "invite_owner",
    "leave_idea",
    "locked",
    "propose_merger",
    "record_outcomes",
    "register_expiries",
    "remove_file",
    "restore_draft",
    "restore_file",
    "restore_version",
    "save_draft",
    "show_name",
    "start_for",
    "start_idea",
    "stop_backing",
    "submit_idea",
    "take_back_outcomes",
    "take_comment_away",
    "withdraw_idea",
    "withdraw_invitation",
    "withdraw_merger",
    "withdraw_question",
    "write_comment",
]  # fmt: skip
