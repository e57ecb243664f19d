"""What staff ask about an idea, and what its owners answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms import BareForm, LongText


class QuestionForm(BareForm):
    """A question of staff to the owners."""

    question = LongText(
        label=_("Wat wil je weten?"),
        help_text=_(
            "De eigenaars krijgen deze tekst in een mail. De beoordelaars lezen vraag en antwoord mee."
        ),
        max_length=2000,
        rows=5,
        error_messages={"required": _("Schrijf wat je wil weten.")},
    )
    correct_until = forms.DateTimeField(
        label=_("De tekst verbeteren mag tot"),
        help_text=_(
            "Laat leeg als een antwoord genoeg is. Anders kunnen de eigenaars tot dan opnieuw indienen."
        ),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("Schrijf een datum en een uur, bijvoorbeeld 25/01/2022 17:00.")},
    )


class AnswerForm(BareForm):
    """The owners' answer."""

    answer = LongText(
        label=_("Jouw antwoord"),
        max_length=4000,
        rows=8,
        error_messages={"required": _("Schrijf je antwoord.")},
    )
