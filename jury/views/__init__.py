"""Pages of judges, deciders and who sets a round up: load, ask, call one verb, answer."""

from jury.views.decisions import decision, together
from jury.views.handing_in import check, take_over
from jury.views.pitch_day import day, deliberate, move_slot, now, on_stage
from jury.views.releases import approve, propose, withdraw
from jury.views.results import book, checks, export, minutes, result
from jury.views.rubrics import (
    agreed,
    criteria,
    criterion,
    drop_rubric,
    preview,
    remove_criterion,
    rubric,
    use_rubric,
)
from jury.views.setting_up import division, seat, set_up
from jury.views.sheets import begin, conflict, my_round, next_one, read_again, reopen, sheet

__all__ = [
    "agreed", "approve", "begin", "book", "check", "checks", "conflict", "criteria", "criterion", "day", "decision",
    "deliberate", "division", "drop_rubric", "export", "minutes", "move_slot", "my_round", "next_one", "now",
    "on_stage", "preview", "propose", "read_again", "remove_criterion", "reopen", "result", "rubric", "seat",
    "set_up", "sheet", "take_over", "together", "use_rubric", "withdraw",
]  # fmt: skip
