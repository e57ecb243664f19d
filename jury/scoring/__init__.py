"""From sheets to a result: exact fractions, recomputable by hand. No database, no clock, no rounding before the end."""

from jury.scoring.additive import Additive, additive
from jury.scoring.scores import (
    ADVICE_ORDER,
    DISCUSS,
    FAILS,
    PASSES,
    Mark,
    Part,
    advice,
    entry_score,
    exact,
    parts,
    places,
    ranked,
    rounded,
    sheet_score,
)
from jury.scoring.steadiness import first, reweighed, without_criterion, without_judge
from jury.scoring.ties import breaks, median, questioned

__all__ = [
    "ADVICE_ORDER",
    "DISCUSS",
    "FAILS",
    "PASSES",
    "Additive",
    "Mark",
    "Part",
    "additive",
    "advice",
    "breaks",
    "entry_score",
    "exact",
    "first",
    "median",
    "parts",
    "places",
    "questioned",
    "ranked",
    "reweighed",
    "rounded",
    "sheet_score",
    "without_criterion",
    "without_judge",
]
