"""Pages of ideas: load, ask, call one verb, answer."""

from ideas.views.handing_in import check, name, receipt, withdraw
from ideas.views.public import detail, list_ideas
from ideas.views.writing import discard, restore, start, write

__all__ = [
    "check",
    "detail",
    "discard",
    "list_ideas",
    "name",
    "receipt",
    "restore",
    "start",
    "withdraw",
    "write",
]
