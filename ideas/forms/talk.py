"""What people say under an idea, and why something is taken away."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms import BareForm, LongText


class CommentForm(BareForm):
    """A comment in plain text."""

    text = LongText(
        label=_("Jouw reactie"),
        help_text=_("Iedereen kan je reactie lezen. Je naam zien alleen collega’s die ingelogd zijn."),
        max_length=2000,
        rows=5,
        error_messages={"required": _("Schrijf je reactie, en plaats ze dan.")},
    )
    all_optional = True  # one field: nobody wonders whether it is needed


class TakeAwayForm(BareForm):
    """Why a comment leaves the page; its writer reads it."""

    reason = forms.CharField(
        label=_("Waarom neem je deze reactie weg?"),
        help_text=_("Wie de reactie schreef leest je reden."),
        max_length=300,
        error_messages={"required": _("Schrijf waarom: wie de reactie schreef leest je reden.")},
    )
