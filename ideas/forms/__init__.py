"""Forms of ideas."""

from ideas.forms.files import AttachmentForm, PictureForm
from ideas.forms.handing_in import SubmitForm, WithdrawForm
from ideas.forms.search import SearchForm
from ideas.forms.self_check import SelfCheckForm
from ideas.forms.step import StepForm
from ideas.forms.talk import CommentForm, TakeAwayForm

__all__ = [
    "AttachmentForm", "CommentForm", "PictureForm", "SearchForm", "SelfCheckForm", "StepForm", "SubmitForm",
    "TakeAwayForm", "WithdrawForm",
]  # fmt: skip
