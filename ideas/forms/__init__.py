"""Forms of ideas."""

from ideas.forms.handing_in import SubmitForm, WithdrawForm
from ideas.forms.search import SearchForm
from ideas.forms.step import StepForm

__all__ = ["SearchForm", "StepForm", "SubmitForm", "WithdrawForm"]
