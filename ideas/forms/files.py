"""Forms of the files with an idea."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ideas.actions.files import FILES, PICTURES
from portal import uploads
from portal.errors import Refused
from portal.forms import BareForm


class _FileForm(BareForm):
    kinds: tuple[str, ...] = ()

    def clean_file(self) -> Any:
        """Said beside the field; the verb asks again under the lock."""
        file = self.cleaned_data["file"]
        try:
            uploads.check(file, self.kinds)
        except Refused as refused:
            raise ValidationError(refused.reason) from refused
        return file


class PictureForm(_FileForm):
    """The one picture that may go online."""

    kinds = PICTURES
    file = forms.FileField(
        label=_("Foto of tekening"),
        help_text=_("Jpg of png, maximaal 10 MB. Gebruik alleen een beeld waarvoor je toestemming hebt."),
        widget=forms.ClearableFileInput(attrs={"accept": ".jpg,.jpeg,.png"}),
        error_messages={"required": _("Kies een foto of tekening.")},
    )
    about = forms.CharField(
        label=_("Wat staat erop?"),
        help_text=_("Eén zin, voor wie de foto niet kan zien."),
        max_length=200,
        error_messages={"required": _("Zeg in één zin wat er op de foto staat.")},
    )


class AttachmentForm(_FileForm):
    """A file for the readers of the idea."""

    kinds = FILES
    file = forms.FileField(
        label=_("Bijlage"),
        help_text=_("Pdf, docx, pptx, jpg of png, maximaal 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx,.pptx,.jpg,.jpeg,.png"}),
        error_messages={"required": _("Kies een bestand.")},
    )
    question = forms.ChoiceField(label=_("Hoort bij"), required=False)

    def __init__(self, *args: Any, questions: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not questions:
            del self.fields["question"]
            return
        asked = [(question.key, question.text) for question in questions]
        self.fields["question"].choices = [("", _("Het hele idee")), *asked]  # type: ignore[attr-defined]
