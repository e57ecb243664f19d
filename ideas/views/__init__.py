"""Pages of ideas: load, ask, call one verb, answer."""

from ideas.views.feed import feed
from ideas.views.files import file, files, remove_file, restore_file
from ideas.views.handing_in import check, name, receipt, withdraw
from ideas.views.public import detail, list_ideas
from ideas.views.self_check import self_check
from ideas.views.similar import doubles, similar
from ideas.views.talk import back, comment, delete_comment, stop_backing, take_comment_away
from ideas.views.versions import version, versions
from ideas.views.writing import discard, preview, restore, start, write

__all__ = [
    "back", "check", "comment", "delete_comment", "detail", "discard", "doubles", "feed", "file", "files", "list_ideas",
    "name", "preview", "receipt", "remove_file", "restore", "restore_file", "self_check", "similar", "start",
    "stop_backing", "take_comment_away", "version", "versions", "withdraw", "write",
]  # fmt: skip
