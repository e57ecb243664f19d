"""Forms of ideas."""

from ideas.forms.files import AttachmentForm, PictureForm
from ideas.forms.handing_in import SubmitForm, WithdrawForm
from ideas.forms.self_check import SelfCheckForm
from ideas.forms.step import StepForm

__all__ = ["AttachmentForm", "PictureForm", "SelfCheckForm", "StepForm", "SubmitForm", "WithdrawForm"]
