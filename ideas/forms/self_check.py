"""'Past mijn idee?': a few questions, friendly advice, and a draft that begins with the answers. Nothing is kept.

Source of the questions: the four criteria of the preselection and the time that the programme asks.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.content import YES
from portal.forms import BareForm

UNSURE = "unsure"
NO = "no"
YES_NO = [(YES, _("Ja")), (NO, _("Nee")), (UNSURE, _("Dat weet ik nog niet"))]


@dataclass(frozen=True)
class Advice:
    """What we say to one answer: `fits` or something to think about."""

    fits: bool
    text: Any


class SelfCheckForm(BareForm):
    """The questions, in the words of somebody who hesitates."""

    improves = forms.ChoiceField(
        label=_("Wat wordt er beter door je idee?"),
        choices=[
            ("service", _("De dienstverlening aan burgers of ondernemingen")),
            ("working", _("De werking van de Vlaamse overheid zelf")),
            ("both", _("Allebei")),
            (UNSURE, _("Dat weet ik nog niet")),
        ],
    )
    technology = forms.ChoiceField(label=_("Speelt technologie of data een rol?"), choices=YES_NO)
    testable = forms.ChoiceField(
        label=_("Kan je het in enkele maanden op kleine schaal uitproberen?"), choices=YES_NO
    )
    realistic = forms.ChoiceField(
        label=_("Stel dat de test lukt. Kan je organisatie het daarna echt invoeren?"), choices=YES_NO
    )
    entities = forms.ChoiceField(label=_("Hebben andere entiteiten hetzelfde probleem?"), choices=YES_NO)
    time = forms.ChoiceField(
        label=_("Kan je tijd vrijmaken voor een team, en een volle week voor een Design Sprint?"),
        choices=YES_NO,
    )
    sentence = forms.CharField(
        label=_("Wat is je idee, in één zin?"),
        help_text=_("Als je verder schrijft, staat deze zin al klaar. Wij bewaren niets van deze vragen."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                field.widget = forms.RadioSelect(choices=list(field.choices))  # type: ignore[arg-type]

    def advice(self) -> list[Advice]:
        """One sentence for each answer."""
        return [self._advice_on(name) for name in ADVICE]

    def _advice_on(self, name: str) -> Advice:
        answer = self.cleaned_data[name]
        fits = answer not in (NO, UNSURE)
        good, doubt, bad = ADVICE[name]
        return Advice(fits, good if fits else doubt if answer == UNSURE else bad)


# For each question what we say to yes, to a doubt, and to no.
ADVICE = {
    "improves": (
        _("Je weet voor wie het beter wordt. Dat is waar de beoordelaars eerst naar kijken."),
        _(
            "Denk eerst aan één burger, onderneming of collega: wat loopt er vandaag mis, en wat merkt die straks?"
        ),
        "",
    ),
    "technology": (
        _("Technologie of data speelt mee: daar kan Sandbox je goed bij helpen."),
        _("Vraag eens rond wat er technisch kan. Op de site staan voorbeelden, en je mag ons altijd mailen."),
        _(
            "Sandbox helpt vooral bij ideeën met technologie of data. Mail ons: misschien past iets anders beter."
        ),
    ),
    "testable": (
        _("Je kan het klein uitproberen. Daarvoor dient een PoC."),
        _("Maak het kleiner: één dienst, één plek, enkele weken. Wat wil je dan te weten komen?"),
        _("Kies één stuk dat je wel kan testen. Het hele idee hoeft niet in de PoC te passen."),
    ),
    "realistic": (
        _("Lukt de test, dan kan het echt gebruikt worden."),
        _("Praat met iemand die het later zou beheren. Wat heeft die nodig?"),
        _("Zoek wat het tegenhoudt: geld, regels of systemen? Een PoC kan net daarover iets leren."),
    ),
    "entities": (
        _("Meerdere entiteiten hebben er iets aan: dat maakt je kans groter."),
        _("Vraag het aan collega’s elders. Hebben zij het probleem ook, dan maakt je idee meer kans."),
        _("Dat hoeft niet, maar een idee voor meerdere entiteiten maakt meer kans."),
    ),
    "time": (
        _("Je kan tijd vrijmaken. Spreek het nu al af met je leidinggevende."),
        _("Praat met je leidinggevende. Het traject vraagt tijd, en één volle week voor de Design Sprint."),
        _(
            "Het traject vraagt tijd van jou. Zoek een collega die mee eigenaar wil zijn, dan deel je het werk."
        ),
    ),
}
