"""Pages of ideas: load, ask, call one verb, answer."""

from ideas.views.feed import feed
from ideas.views.handing_in import check, name, receipt, withdraw
from ideas.views.public import detail, list_ideas
from ideas.views.similar import doubles, similar
from ideas.views.talk import back, comment, delete_comment, stop_backing, take_comment_away
from ideas.views.writing import discard, restore, start, write

__all__ = [
    "back",
    "check",
    "comment",
    "delete_comment",
    "detail",
    "discard",
    "doubles",
    "feed",
    "list_ideas",
    "name",
    "receipt",
    "restore",
    "similar",
    "start",
    "stop_backing",
    "take_comment_away",
    "withdraw",
    "write",
]
