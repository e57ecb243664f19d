"""Forms on the way in from ACM/IDM."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms import BareForm, RowChoice
from portal.models import Entity


class OrganisationForm(BareForm):
    """For which organisation one is here, of those that the provider names."""

    entity = RowChoice(
        Entity.objects.none(),
        label=_("Voor welke organisatie werk je hier?"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Kies de organisatie waarvoor je hier werkt.")},
    )

    def __init__(self, *args: Any, entities: list[Entity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [one.pk for one in entities]
        self.fields["entity"].queryset = Entity.objects.filter(pk__in=keys)  # type: ignore[attr-defined]


class AddressForm(BareForm):
    """Where we can reach a newcomer."""

    email = forms.EmailField(
        label=_("E-mailadres op het werk"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Vul je e-mailadres in.")},
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class CodeForm(BareForm):
    """The code from the mail."""

    code = forms.CharField(
        label=_("Code uit de mail"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
        error_messages={"required": _("Vul de code uit de mail in.")},
    )
