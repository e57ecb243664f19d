"""Pages of ideas: load, ask, call one verb, answer."""

from ideas.views.carrying_on import carry_on, start_for
from ideas.views.clarifying import answer_question, ask_question, withdraw_question
from ideas.views.handing_in import check, name, receipt, withdraw
from ideas.views.owners import hand_over, invitation, invite_again, leave, owners, withdraw_invitation
from ideas.views.public import detail, list_ideas
from ideas.views.timeline import story, submissions
from ideas.views.writing import discard, restore, start, write

__all__ = [
    "answer_question",
    "ask_question",
    "carry_on",
    "check",
    "detail",
    "discard",
    "hand_over",
    "invitation",
    "invite_again",
    "leave",
    "list_ideas",
    "name",
    "owners",
    "receipt",
    "restore",
    "start",
    "start_for",
    "story",
    "submissions",
    "withdraw",
    "withdraw_invitation",
    "withdraw_question",
    "write",
]
