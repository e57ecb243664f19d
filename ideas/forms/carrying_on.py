"""What staff fill in for a colleague who cannot use the portal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.forms.step import FIELDS
from ideas.models import Question, QuestionKind
from portal import registration
from portal.forms import BareForm, LongText


class StartForForm(BareForm):
    """Whose idea it is, how they asked for it, and what they said: title, summary and the answers.

    A draft may miss anything but a title; what is handed in for a colleague must be whole, and approved by them.
    """

    all_optional = True  # what must be there depends on whether it is handed in

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

    hand_in = forms.BooleanField(
        label=_("Dien het meteen in namens mijn collega"),
        help_text=_("Doe dit alleen als je collega er zelf niet bij kan voor de deadline."),
        required=False,
    )
    approved = forms.BooleanField(
        label=_(
            "Mijn collega las deze tekst en vindt het goed dat hij online komt als het idee weerhouden wordt."
        ),
        required=False,
    )

    def __init__(self, *args: Any, questions: list[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [one for one in questions if one.kind != QuestionKind.FILE]
        last = {name: self.fields.pop(name) for name in ("hand_in", "approved")}
        self.fields |= {f"answer-{one.key}": FIELDS[one.kind](one) for one in self.asked} | last

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("hand_in"):
            self._check_whole(said)
        return said

    def _check_whole(self, said: dict[str, Any]) -> None:
        needed = ["summary", *(f"answer-{one.key}" for one in self.asked if one.required)]
        for name in needed:
            if name in said and said[name] in ("", None, []):
                self.add_error(name, _("Vul dit aan, of laat het concept klaarstaan zonder in te dienen."))
        if not said.get("approved"):
            self.add_error("approved", _("Vraag je collega of de tekst zo goed is, en duid dit dan aan."))

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if not registration.known_domain(email):
            raise forms.ValidationError(
                _("Gebruik een werkadres bij de Vlaamse overheid, bijvoorbeeld voornaam.naam@vlaanderen.be.")
            )
        return str(email)

    def changes(self) -> dict[str, Any]:
        """The text, in the shape that `save_draft` takes."""
        answers = {one.key: self.cleaned_data[f"answer-{one.key}"] for one in self.asked}
        return {
            "title": self.cleaned_data["title"],
            "summary": self.cleaned_data["summary"],
            "answers": answers,
        }
