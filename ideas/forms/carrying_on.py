"""What staff fill in for a colleague who cannot use the portal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.models import Question, QuestionKind
from portal import people
from portal.forms import BareForm, LongText


class StartForForm(BareForm):
    """Whose idea it is, how they asked for it, and the text they gave: title, summary and the long answers."""

    email = forms.EmailField(
        label=_("E-mailadres van je collega"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Schrijf het e-mailadres van je collega.")},
    )
    name = forms.CharField(label=_("Naam van je collega"), max_length=150, required=False)
    reason = LongText(
        label=_("Hoe vroeg je collega dit?"),
        help_text=_("Bijvoorbeeld: telefonisch op 10 januari. Blijft bewaard in de geschiedenis."),
        max_length=1000,
        rows=2,
        error_messages={"required": _("Schrijf hoe je collega dit vroeg.")},
    )
    title = forms.CharField(
        label=_("Titel"), max_length=120, error_messages={"required": _("Geef het idee een titel.")}
    )
    summary = LongText(label=_("Samenvatting"), max_length=400, required=False, rows=4)

    def __init__(self, *args: Any, questions: list[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.long = [one for one in questions if one.kind == QuestionKind.LONG_TEXT]
        for one in self.long:
            self.fields[f"answer-{one.key}"] = LongText(
                label=one.text, max_length=one.max_length, required=False, rows=6
            )

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if not people.is_work_address(email):
            raise forms.ValidationError(
                _("Gebruik een werkadres bij de Vlaamse overheid, bijvoorbeeld voornaam.naam@vlaanderen.be.")
            )
        return str(email)

    def changes(self) -> dict[str, Any]:
        """The text, in the shape that `save_draft` takes."""
        answers = {one.key: self.cleaned_data[f"answer-{one.key}"] for one in self.long}
        return {
            "title": self.cleaned_data["title"],
            "summary": self.cleaned_data["summary"],
            "answers": answers,
        }
