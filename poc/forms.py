"""Forms of PoCs. Amounts are typed as people write them and come out as cents."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from poc import content
from poc.models import EntryKind
from portal.forms import BareForm, LongText
from portal.ids import public_id


class Amount(forms.CharField):
    """An amount in euro including VAT, as it is written in Dutch; gives cents."""

    def __init__(self, **kwargs: Any) -> None:
        box = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "input-short"})
        super().__init__(max_length=30, widget=box, **kwargs)

    def clean(self, value: Any) -> Any:
        try:
            cents = content.parse_amount(super().clean(value))
        except content.NotAnAmount as no:
            raise forms.ValidationError(str(no)) from no
        if cents == 0:
            raise forms.ValidationError(_("Geef een bedrag van meer dan nul euro in."))
        return cents


class Once(BareForm):
    """A form that counts once, however often it is sent: a new one has a new key."""

    key = forms.SlugField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", public_id())


class OpenForm(BareForm):
    goal = LongText(
        label=_("Wat willen jullie weten na deze PoC?"),
        help_text=_(
            "Eén vraag is genoeg. Bijvoorbeeld: kunnen we de stand van de sluis een dag vooruit voorspellen?"
        ),
        max_length=2000,
        required=False,
        rows=4,
    )


class AskForm(Once):
    title = forms.CharField(
        label=_("Waarvoor?"), help_text=_("Bijvoorbeeld: drie dagen hulp bij het prototype."), max_length=150
    )
    partner = forms.CharField(
        label=_("Partner"),
        help_text=_("De firma of persoon, als je die al kent."),
        max_length=150,
        required=False,
    )
    amount = Amount(label=_("Bedrag, inclusief btw"), help_text=_("In euro. Bijvoorbeeld 1.500 of 14,99."))
    vat_rate = forms.TypedChoiceField(
        label=_("Btw-tarief"),
        coerce=int,
        choices=[(rate, f"{rate} %") for rate in content.VAT_RATES],
        initial=21,
    )
    note = forms.CharField(
        label=_("Nota"),
        help_text=_("Waarom deze partner? Vergeleek je offertes?"),
        max_length=300,
        required=False,
    )


class RecordForm(Once):
    kind = forms.ChoiceField(
        label=_("Wat gebeurde er?"),
        choices=[
            (kind.value, kind.label) for kind in (EntryKind.COMMITTED, EntryKind.INVOICED, EntryKind.PAID)
        ],
        widget=forms.RadioSelect,
    )
    amount = Amount(label=_("Bedrag, inclusief btw"), help_text=_("In euro. Bijvoorbeeld 1.500 of 14,99."))
    note = forms.CharField(
        label=_("Nota"),
        help_text=_("Bijvoorbeeld het nummer van de factuur."),
        max_length=300,
        required=False,
    )


class CorrectForm(Once):
    amount = Amount(
        label=_("Hoeveel trek je ervan af?"),
        help_text=_("In euro, inclusief btw. Alles of een deel van het bedrag."),
    )
    note = forms.CharField(label=_("Waarom?"), help_text=_("Bijvoorbeeld: tikfout."), max_length=300)


class DeclineForm(BareForm):
    answer = LongText(
        label=_("Waarom niet?"),
        help_text=_("Het team leest dit. Zeg ook wat wel kan."),
        max_length=2000,
        rows=4,
    )


class JournalForm(BareForm):
    text = LongText(
        label=_("Wat gebeurde er?"),
        help_text=_("Wat probeerden jullie, en wat leerden jullie daaruit? Schrijf ook wat niet lukte."),
        max_length=4000,
        rows=4,
    )


class EndForm(BareForm):
    lessons = LongText(
        label=_("Wat leerden jullie?"),
        help_text=_("Wat werkte, wat niet, en wat zouden jullie een volgende keer anders doen?"),
        max_length=4000,
        rows=8,
    )


class ResumeForm(BareForm):
    reason = LongText(label=_("Waarom gaat deze PoC weer open?"), max_length=1000, rows=3)
