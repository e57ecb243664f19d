"""Forms of the showcase: one for the whole sheet, one to approve it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms import BareForm, LongText


class ResultForm(BareForm):
    """The texts of a sheet. A draft saves anything; approving asks for what is needed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    summary = LongText(
        label=_("Het project in één zin"),
        help_text=_("Voor wie maar één zin leest. Zonder jargon."),
        max_length=200,
        required=False,
        rows=2,
    )
    problem = LongText(
        label=_("Welk probleem pakten jullie aan?"),
        help_text=_("Wie had er last van, en hoe vaak?"),
        max_length=3000,
        required=False,
    )
    why = LongText(
        label=_("Waarom deden jullie dit?"),
        help_text=_("Wat wilden jullie te weten komen, en waarom met deze technologie?"),
        max_length=3000,
        required=False,
    )
    results = LongText(
        label=_("Wat leverde het op?"),
        help_text=_(
            "Wat bestaat er nu dat er eerst niet was? Ook een antwoord is een resultaat: ‘dit werkt niet’."
        ),
        max_length=3000,
        required=False,
    )
    obstacles = LongText(
        label=_("Wat zat er tegen?"),
        help_text=_("Techniek, afspraken, mensen, tijd. Mag leeg blijven."),
        max_length=3000,
        required=False,
    )
    lessons = LongText(
        label=_("Wat leerden jullie?"),
        help_text=_(
            "Wat moet een volgend team weten voor het begint? Falen is een optie: vertel het eerlijk."
        ),
        max_length=3000,
        required=False,
    )
    thanks = LongText(
        label=_("Wie willen jullie bedanken?"),
        help_text=_(
            "Diensten, partners, testgebruikers. Noem mensen alleen als zij dat goed vinden. Mag leeg blijven."
        ),
        max_length=1000,
        required=False,
        rows=3,
    )
    all_optional = True  # while writing nothing is required, so nothing is called optional either

    def __init__(self, *args: Any, words: Mapping[str, str], version: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(words, version=version)

    def clean_summary(self) -> str:
        """One sentence stands on one line."""
        return " ".join(self.cleaned_data["summary"].split())

    def changes(self) -> dict[str, str]:
        """What the sheet says, in the shape that `save_result` takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ApproveForm(BareForm):
    """What a member says at the moment of approving."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    show_name = forms.BooleanField(label=_("Zet mijn naam bij het resultaat."), required=False)

    def __init__(self, *args: Any, version: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = version
