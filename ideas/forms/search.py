"""What a visitor asks of the public list. Nothing asked here is an error: what is not on the list is not asked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.models import FacetKind
from ideas.queries import Choices, Wanted
from ideas.queries.public import RECOGNISED, TITLE, TITLE_DOWN
from portal.forms import BareForm

LONGEST = 200  # characters of a search; the rest of a longer one is left out
ORDERS = [
    (TITLE, _("Titel, van A tot Z")),
    (TITLE_DOWN, _("Titel, van Z tot A")),
    (RECOGNISED, _("Meest herkend door collega’s")),
]
FACETS = {
    "thema": (FacetKind.THEME, _("Thema"), _("Alle thema’s")),
    "entiteit": (FacetKind.ENTITY, _("Entiteit"), _("Alle entiteiten")),
    "profiel": (FacetKind.PROFILE, _("Gezocht profiel"), _("Alle profielen")),
}
NAMES = {"zoek": "words", "thema": "theme", "entiteit": "entity", "profiel": "profile", "volgorde": "order"}


class SearchForm(BareForm):
    """Words, one choice per kind of facet that published ideas have, an order; its names stand in the address."""

    zoek = forms.CharField(label=_("Zoek in de ideeën"), widget=forms.TextInput(attrs={"type": "search"}))
    all_optional = True

    def __init__(self, asked: Any, *, choices: Choices) -> None:
        super().__init__(initial={"zoek": _line(asked.get("zoek", ""))})
        for name, (kind, label, everything) in FACETS.items():
            if choices.get(kind):
                self._offer(name, label, [("", everything), *choices[kind]], asked)
        self._offer("volgorde", _("Volgorde"), ORDERS, asked)

    def _offer(self, name: str, label: Any, choices: list[Any], asked: Any) -> None:
        """One list to choose from; what is asked and not on it counts as the first."""
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False)
        known = {key for key, _label in choices}
        self.initial[name] = asked[name] if asked.get(name) in known else choices[0][0]

    def wanted(self) -> Wanted:
        """What is asked, as the queries take it."""
        told = {to: self.initial.get(name, "") for name, to in NAMES.items()}
        return Wanted(**told)

    def chosen(self) -> list[tuple[str, str]]:
        """What narrows the list, as (name in the address, words for a person)."""
        found = [("zoek", f"‘{self.initial['zoek']}’")] if self.initial["zoek"] else []
        for name in FACETS:
            if key := self.initial.get(name):
                field: Any = self.fields[name]
                found.append((name, f"{field.label}: {dict(field.choices)[key]}"))
        return found


def _line(typed: str) -> str:
    """What was typed as one line, without what no text holds."""
    return " ".join(typed[:LONGEST].replace("\0", " ").split())
