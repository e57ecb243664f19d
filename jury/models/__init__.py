"""What judging keeps: rounds with criteria and seats, sheets with scores, drafts of decisions, released results."""

from jury.models.decisions import OUTCOMES, PARTS, WORDS, Decision
from jury.models.results import Result
from jury.models.rounds import Criterion, CriterionKind, Division, Round, RoundKind, Rubric, Sees, deciders_of
from jury.models.seats import Assignment, Seat, SeatKind, Slot
from jury.models.sheets import ConflictKind, Entry, Gate, Score, Sheet, SheetCopy, SheetQuerySet

__all__ = [
    "OUTCOMES", "PARTS", "WORDS", "Assignment", "ConflictKind", "Criterion", "CriterionKind", "Decision", "Division",
    "Entry", "Gate", "Result", "Round", "RoundKind", "Rubric", "Score", "Seat", "SeatKind", "Sees", "Sheet",
    "SheetCopy", "SheetQuerySet", "Slot", "deciders_of",
]  # fmt: skip
