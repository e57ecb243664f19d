"""Pages of ideas: load, ask, call one verb, answer."""

from ideas.views.carrying_on import carry_on, start_for
from ideas.views.clarifying import answer_question, ask_question, withdraw_question
from ideas.views.feed import feed
from ideas.views.files import file, files, remove_file, restore_file
from ideas.views.handing_in import check, name, receipt, withdraw
from ideas.views.merging import merger, propose_merger, withdraw_merger
from ideas.views.owners import hand_over, invitation, invite_again, leave, owners, withdraw_invitation
from ideas.views.public import detail, enter, list_ideas
from ideas.views.self_check import self_check
from ideas.views.similar import doubles, similar
from ideas.views.talk import back, comment, delete_comment, stop_backing, take_comment_away
from ideas.views.timeline import story, submissions
from ideas.views.versions import version, versions
from ideas.views.writing import discard, preview, restore, start, write

__all__ = [
    "answer_question", "ask_question", "back", "carry_on", "check", "comment", "delete_comment", "detail", "discard",
    "doubles", "enter", "feed", "file", "files", "hand_over", "invitation", "invite_again", "leave", "list_ideas",
    "merger", "name", "owners", "preview", "propose_merger", "receipt", "remove_file", "restore", "restore_file",
    "self_check", "similar", "start", "start_for", "stop_backing", "story", "submissions", "take_comment_away",
    "version", "versions", "withdraw", "withdraw_invitation", "withdraw_merger", "withdraw_question", "write",
]  # fmt: skip
