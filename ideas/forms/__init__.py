"""Forms of ideas."""

from ideas.forms.handing_in import SubmitForm, WithdrawForm
from ideas.forms.step import StepForm

__all__ = ["StepForm", "SubmitForm", "WithdrawForm"]
