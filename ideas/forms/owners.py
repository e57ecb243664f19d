"""What owners say to and about each other."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.models import Idea, Ownership
from portal import registration
from portal.forms import BareForm, LongText, RowChoice
from portal.models import Person


class InviteForm(BareForm):
    """Which colleague is asked to own the idea together, with a word of one's own."""

    email = forms.EmailField(
        label=_("E-mailadres van je collega"),
        help_text=_("Het werkadres bij de Vlaamse overheid. Je collega hoeft nog geen account te hebben."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Schrijf het e-mailadres van je collega.")},
    )
    message = LongText(
        label=_("Een woordje van jou"),
        help_text=_("Staat in de mail. Bijvoorbeeld waarom je net deze collega vraagt."),
        max_length=1000,
        required=False,
        rows=4,
    )

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if not registration.known_domain(email):
            raise forms.ValidationError(
                _("Gebruik een werkadres bij de Vlaamse overheid, bijvoorbeeld voornaam.naam@vlaanderen.be.")
            )
        return str(email)


class AcceptForm(BareForm):
    """What a new owner says at once: whether their name may be shown."""

    show_name = forms.BooleanField(
        label=_("Zet mijn naam bij het idee als het online komt."),
        help_text=_("Je kan dit later altijd wijzigen."),
        required=False,
    )


class HandOverForm(BareForm):
    """Which owner becomes the main one."""

    to = RowChoice(
        Person.objects.none(),
        label=_("Wie wordt hoofdeigenaar?"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": _("Kies wie hoofdeigenaar wordt."),
            "invalid_choice": _("Kies een van de eigenaars in de lijst."),
        },
    )

    def __init__(self, *args: Any, idea: Idea, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = Ownership.objects.filter(idea=idea, until=None).exclude(person=by)
        others = Person.objects.filter(pk__in=owners.values("person")).order_by("name")
        self.fields["to"].queryset = others  # type: ignore[attr-defined]
