"""Reads for the pages of judging: what a judge has to do, what they read, and how it adds up."""

from jury.queries.assigning import assigned_pairs, begun_pairs, divide, hints, own_or_near, proposal
from jury.queries.checks import Checks
from jury.queries.dossier import Dossier, corrections_on, dossier_of
from jury.queries.exports import criteria_rows, result_rows, score_rows, sheet_rows
from jury.queries.judges import could_decide, judges_of, with_work
from jury.queries.judging import (
    Progress,
    Task,
    criteria_of,
    decisions_of,
    first_behind,
    gaps_of,
    may_concern,
    next_for,
    own_score,
    progress_of,
    published_criteria,
    round_of,
    rounds_concerning,
    sheet_for,
    shown_round,
    tasks_on,
    to_judge,
    undecided,
)
from jury.queries.released import (
    Minutes,
    Missing,
    feedback_on,
    minutes_of,
    missing_of,
    questioned,
    recount,
    results_released,
    snapshot,
)
from jury.queries.results import spread_of, standings, standings_for
from jury.queries.rounds import (
    criterion_of,
    draft_of,
    latest_rubric,
    loads,
    others_of,
    progress_by_judge,
    shares,
    stage_of,
    to_take_over,
    turns_of,
)
from jury.queries.standing import Standing

__all__ = [
    "Checks", "Dossier", "Minutes", "Missing", "Progress", "Standing", "Task", "assigned_pairs", "begun_pairs",
    "corrections_on", "could_decide", "criteria_of", "criteria_rows", "criterion_of", "decisions_of", "divide",
    "dossier_of", "draft_of", "feedback_on", "first_behind", "gaps_of", "hints", "judges_of", "latest_rubric",
    "loads", "may_concern", "minutes_of", "missing_of", "next_for", "others_of", "own_or_near", "own_score",
    "progress_by_judge", "progress_of", "proposal", "published_criteria", "questioned", "recount", "result_rows",
    "results_released", "round_of", "rounds_concerning", "score_rows", "shares", "sheet_for", "sheet_rows",
    "shown_round", "snapshot", "spread_of", "stage_of", "standings", "standings_for", "tasks_on", "to_judge",
    "to_take_over", "turns_of", "undecided", "with_work",
]  # fmt: skip
