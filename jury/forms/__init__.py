"""Forms of judging, made from the criteria."""

from jury.forms.decisions import DECISION_WORDS, DecisionForm, ProposeForm, TogetherForm
from jury.forms.rounds import AgreedForm, CriterionForm, DayForm, SeatForm, SetUpForm
from jury.forms.sheets import Card, HandInForm, RecuseForm, SheetForm

__all__ = [
    "DECISION_WORDS", "AgreedForm", "Card", "CriterionForm", "DayForm", "DecisionForm", "HandInForm", "ProposeForm",
    "RecuseForm", "SeatForm", "SetUpForm", "SheetForm", "TogetherForm",
]  # fmt: skip
