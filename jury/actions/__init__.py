"""The verbs of judging: set up, declare, score, hand in, decide, release by two."""

from jury.actions.deciders import name_decider, remove_decider
from jury.actions.decisions import (
    Words,
    approve_release,
    decide,
    decide_together,
    look,
    propose_release,
    take_along,
    withdraw_release,
)
from jury.actions.entries import locked, locked_round
from jury.actions.expiring import register_expiries
from jury.actions.forgetting import forget
from jury.actions.pitch_day import call_on_stage, deliberate, end_deliberation, move_slot
from jury.actions.rounds import assign, give_seat, set_up, take_seat_back
from jury.actions.rubrics import (
    agree,
    draft_rubric,
    drop_rubric,
    remove_criterion,
    save_criterion,
    use_rubric,
)
from jury.actions.sheets import (
    declare_no_conflict,
    hand_in,
    open_sheet,
    read_again,
    recuse,
    reopen,
    save_sheet,
    take_over,
)

__all__ = [
    "Words",
    "agree",
    "approve_release",
    "assign",
    "call_on_stage",
    "decide",
    "decide_together",
    "declare_no_conflict",
    "deliberate",
    "draft_rubric",
    "drop_rubric",
    "end_deliberation",
    "forget",
    "give_seat",
    "hand_in",
    "locked",
    "locked_round",
    "look",
    "move_slot",
    "name_decider",
    "open_sheet",
    "propose_release",
    "read_again",
    "recuse",
    "register_expiries",
    "remove_criterion",
    "remove_decider",
    "reopen",
    "save_criterion",
    "save_sheet",
    "set_up",
    "take_along",
    "take_over",
    "take_seat_back",
    "use_rubric",
    "withdraw_release",
]
