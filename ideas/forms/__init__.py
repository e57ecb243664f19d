"""Forms of ideas."""

from ideas.forms.carrying_on import StartForForm
from ideas.forms.clarifying import AnswerForm, QuestionForm
from ideas.forms.handing_in import SubmitForm, WithdrawForm
from ideas.forms.owners import AcceptForm, HandOverForm, InviteForm
from ideas.forms.step import StepForm

__all__ = [
    "AcceptForm",
    "AnswerForm",
    "HandOverForm",
    "InviteForm",
    "QuestionForm",
    "StartForForm",
    "StepForm",
    "SubmitForm",
    "WithdrawForm",
]
