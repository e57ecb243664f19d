"""Forms of ideas."""

from ideas.forms.handing_in import SubmitForm, WithdrawForm
from ideas.forms.search import SearchForm
from ideas.forms.step import StepForm
from ideas.forms.talk import CommentForm, TakeAwayForm

__all__ = ["CommentForm", "SearchForm", "StepForm", "SubmitForm", "TakeAwayForm", "WithdrawForm"]
