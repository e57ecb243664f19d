"""The verbs of PoCs, one file per thing: the PoC itself, its costs, its ledger."""

from poc.actions.costs import approve_cost, ask_cost, cancel_cost, close_cost, decline_cost
from poc.actions.expiring import register_expiries
from poc.actions.forgetting import forget
from poc.actions.ledger import correct_entry, record_entry
from poc.actions.projects import finish, open_project, resume, stop, stop_with_its_team, write_journal

__all__ = [
    "approve_cost", "ask_cost", "cancel_cost", "close_cost", "correct_entry", "decline_cost", "finish", "forget",
    "open_project", "record_entry", "register_expiries", "resume", "stop", "stop_with_its_team", "write_journal",
]  # fmt: skip
