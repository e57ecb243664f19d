"""What staff say when they propose to make one idea of two."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.models import Idea
from portal.forms import BareForm, LongText


class MergerForm(BareForm):
    """Which of the two stays, and why."""

    kept = forms.ChoiceField(
        label=_("Welk idee blijft?"),
        help_text=_("De eigenaars van het andere worden er mede-eigenaar van."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies welk idee blijft.")},
    )
    why = LongText(
        label=_("Waarom stel je dit voor?"),
        help_text=_("Allebei de hoofdeigenaars lezen dit. Zeg niets uit de tekst van de ander."),
        max_length=1000,
        error_messages={"required": _("Schrijf waarom je dit voorstelt.")},
    )

    def __init__(self, *args: Any, ideas: tuple[Idea, Idea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(idea.pk, idea.submission.content["title"]) for idea in ideas if idea.submission]
        self.fields["kept"].choices = choices  # type: ignore[attr-defined]
