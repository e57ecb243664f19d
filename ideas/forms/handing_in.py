"""What owners say when they hand in or take back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms import BareForm, LongText


class SubmitForm(BareForm):
    """What the owner says at the moment of handing in. `seen`: the hash of the text that they read on the page."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    public_text_approved = forms.BooleanField(
        label=_("Deze tekst mag online komen als mijn idee weerhouden wordt."),
        error_messages={"required": _("Keur de publieke tekst goed om te kunnen indienen.")},
    )
    show_name = forms.BooleanField(label=_("Zet mijn naam erbij."), required=False)


class WithdrawForm(BareForm):
    """Why an owner takes an idea back; they need not say."""

    reason = LongText(
        label=_("Waarom trek je je idee in?"),
        help_text=_("Alleen Sandbox leest dit."),
        max_length=1000,
        required=False,
        rows=4,
    )
