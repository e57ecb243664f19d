"""Reads for the pages of judging: what a judge has to do, what they read, and how it adds up."""

from jury.queries.dossier import Dossier, dossier_of
from jury.queries.judging import (
    Progress,
    Task,
    criteria_of,
    decisions_of,
    gaps_of,
    may_concern,
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
from jury.queries.results import Standing, changes_without, export_rows, spread_of, standings

__all__ = [
    "Dossier", "Progress", "Standing", "Task", "changes_without", "criteria_of", "decisions_of", "dossier_of",
    "export_rows", "gaps_of", "may_concern", "progress_of", "published_criteria", "round_of", "rounds_concerning",
    "sheet_for", "shown_round", "spread_of", "standings", "tasks_on", "to_judge", "undecided",
]  # fmt: skip
