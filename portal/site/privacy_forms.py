"""Forms of the pages about personal data and history."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.dateparse import parse_date
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import retention
from portal.forms import BareForm
from portal.privacy import Kind
from portal.site import happenings
from portal.site.event_words import WORDS

FIRST, LAST = date(2000, 1, 1), date(2200, 1, 1)


def day_in(text: str) -> date | None:
    """The day that an address says; None when it is none, or none that a calendar here knows."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and FIRST <= day <= LAST else None


class AuditForm(BareForm):
    """What of the history to look for: by whom, what, to what, between which days."""

    wie = forms.CharField(
        label=_("Naam of e-mailadres"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    wat = forms.ChoiceField(label=_("Wat gebeurde er"), required=False)
    soort = forms.ChoiceField(label=_("Met wat voor iets"), required=False)
    van = forms.DateField(label=_("Vanaf"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    tot = forms.DateField(
        label=_("Tot en met"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    all_optional = True

    def __init__(self, asked: Any, *, without: tuple[str, ...] = ()) -> None:
        told = {name: asked.get(name, "")[:200].replace("\0", "") for name in self.base_fields}
        super().__init__(initial=told)
        kinds = sorted(((code, str(words)) for code, words in WORDS.items()), key=lambda one: one[1].lower())
        for name, choices in {"wat": kinds, "soort": happenings.tables()}.items():
            field = cast(forms.ChoiceField, self.fields[name])
            field.choices = [("", _("Alles")), *choices]
        for name in without:
            del self.fields[name]

    @property
    def asked(self) -> happenings.Asked:
        """What the address says; a day that is none narrows nothing."""
        told = self.initial
        return happenings.Asked(
            who=told["wie"].strip(),
            kind=told["wat"],
            table=told["soort"],
            since=day_in(told["van"]),
            until=day_in(told["tot"]),
        )


class PeriodForm(BareForm):
    """For how many months one kind of data is kept."""

    months = forms.IntegerField(label=_("Aantal maanden"), help_text=_("12 maanden is een jaar."))

    def __init__(self, *args: Any, kind: Kind, months: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.initial = kind, {"months": months}

    def clean_months(self) -> int:
        months: int = self.cleaned_data["months"]
        if not self.kind.value.least <= months <= retention.MOST_MONTHS:
            raise forms.ValidationError(
                gettext("Kies een termijn van %(least)d tot %(most)d maanden.")
                % {"least": self.kind.value.least, "most": retention.MOST_MONTHS}
            )
        return months
