"""What staff say when they propose to make one idea of two."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.models import Idea
from ideas.queries import handed_in
from portal.forms import BareForm, LongText, RowChoice
from portal.models import Edition


class PairForm(BareForm):
    """Two handed-in ideas that staff themselves find alike."""

    one = RowChoice(
        Idea.objects.none(),
        label=_("Een idee"),
        error_messages={"required": _("Kies het eerste idee.")},
    )
    other = RowChoice(
        Idea.objects.none(),
        label=_("Een ander idee"),
        error_messages={"required": _("Kies het tweede idee.")},
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("one", "other"):
            field: Any = self.fields[name]
            field.queryset = handed_in(edition).order_by("title", "pk")
            field.label_from_instance = _title  # as it was handed in: what owners write later is theirs

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("one") and told["one"] == told.get("other"):
            self.add_error("other", _("Kies een ander idee dan het eerste."))
        return told


def _title(idea: Idea) -> str:
    return str(idea.submission.content["title"]) if idea.submission else str(idea)


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
