"""Forms of the roof."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal import people
from portal.forms import BareForm, RowChoice
from portal.models import Entity, Person


class ProfileForm(BareForm):
    """Who I am and where I work."""

    name = forms.CharField(
        label=_("Voornaam en naam"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Schrijf je voornaam en naam.")},
    )
    entity = RowChoice(
        Entity.objects.filter(active=True),
        label=_("Entiteit"),
        help_text=_("Waar werk je nu?"),
        required=False,
        empty_label=_("Kies je entiteit"),
    )
    language = forms.ChoiceField(
        label=_("Taal van mijn brieven"), choices=settings.LANGUAGES, widget=forms.RadioSelect, initial="nl"
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"name": person.name, "entity": people.entity_of(person), "language": person.language}
