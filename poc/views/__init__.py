"""Pages of PoCs: the PoC and its journal, its costs, its ledger as a sheet."""

from poc.views.costs import approve, ask, cancel, close, correct, cost, decline, record
from poc.views.export import export
from poc.views.projects import finish, journal, list_projects, open_project, project, resume, stop

__all__ = [
    "approve", "ask", "cancel", "close", "correct", "cost", "decline", "export", "finish", "journal", "list_projects",
    "open_project", "project", "record", "resume", "stop",
]  # fmt: skip
