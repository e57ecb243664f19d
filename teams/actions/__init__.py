"""The verbs of teams, one file per thing: the team and its call, candidacies, members, support, pitch, selection."""

from teams.actions.candidacies import accept, decline, stand, withdraw_candidacy
from teams.actions.expiring import register_expiries
from teams.actions.forgetting import forget
from teams.actions.formation import complete, describe_call, reopen, stop, stop_with_its_idea, team_for
from teams.actions.members import leave, set_role, show_name, waive_limit
from teams.actions.pitch import save_pitch_file
from teams.actions.selections import Selected, record_selections, take_back_selections
from teams.actions.support import answer_support, ask_support, cancel_support, renew_link

__all__ = [
    "Selected", "accept", "answer_support", "ask_support", "cancel_support", "complete", "decline", "describe_call",
    "forget", "leave", "record_selections", "register_expiries", "renew_link", "reopen", "save_pitch_file",
    "set_role", "show_name", "stand", "stop", "stop_with_its_idea", "take_back_selections", "team_for",
    "waive_limit", "withdraw_candidacy",
]  # fmt: skip
