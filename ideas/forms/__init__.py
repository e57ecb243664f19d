"""Forms of ideas."""

from ideas.forms.carrying_on import StartForForm
from ideas.forms.clarifying import AnswerForm, QuestionForm
from ideas.forms.files import AttachmentForm, PictureForm
from ideas.forms.handing_in import SubmitForm, WithdrawForm
from ideas.forms.merging import MergerForm, PairForm
from ideas.forms.owners import AcceptForm, HandOverForm, InviteForm
from ideas.forms.search import SearchForm
from ideas.forms.self_check import SelfCheckForm
from ideas.forms.step import StepForm
from ideas.forms.talk import CommentForm, TakeAwayForm

__all__ = [
    "AcceptForm", "AnswerForm", "AttachmentForm", "CommentForm", "HandOverForm", "InviteForm", "MergerForm",
    "PairForm", "PictureForm", "QuestionForm", "SearchForm", "SelfCheckForm", "StartForForm", "StepForm", "SubmitForm",
    "TakeAwayForm", "WithdrawForm",
]  # fmt: skip
