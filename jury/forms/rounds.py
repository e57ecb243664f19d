"""The forms of who sets a round up."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jury.models import Criterion, CriterionKind, Division, Round, SeatKind, Sees
from jury.states import TieRule
from portal.forms import BareForm, LongText, RowsChoice
from portal.models import Person

MOST_PER_ENTRY, LONGEST_TURN, HIGHEST_SCALE = 20, 120, 10


class SetUpForm(BareForm):
    """How a round is judged, and who decides."""

    division = forms.ChoiceField(
        label=_("Wie beoordeelt wat?"), choices=Division.choices, widget=forms.RadioSelect
    )
    per_entry = forms.IntegerField(
        label=_("Hoeveel beoordelingen per inzending, als het werk verdeeld is?"),
        min_value=1,
        max_value=MOST_PER_ENTRY,
    )
    sees = forms.ChoiceField(
        label=_("Wanneer lezen beoordelaars wat de anderen gaven?"),
        help_text=_("Nooit voor ze zelf hun eerste beoordeling indienden."),
        choices=Sees.choices,
        widget=forms.RadioSelect,
    )
    deciders = RowsChoice(
        queryset=Person.objects.none(),
        label=_("Wie beslist?"),
        help_text=_("De voorzitter beslist altijd mee. Alleen beslissers zien scores en ontwerpbesluiten."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, round_: Round, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = {one.pk for one in people} | round_.decider_keys
        deciders: Any = self.fields["deciders"]
        deciders.queryset = Person.objects.filter(pk__in=keys).order_by("name", "pk")
        self.initial.update(
            division=round_.division,
            per_entry=round_.per_entry,
            sees=round_.sees,
            deciders=list(round_.decider_keys),
        )

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("division", "per_entry", "sees")}


class AgreedForm(BareForm):
    """What is agreed before the first score."""

    tie_rule = forms.ChoiceField(
        label=_("Wat geldt bij gelijke scores?"),
        help_text=_("Blijft het dan nog gelijk, dan delen ze een plaats en beslissen mensen."),
        choices=TieRule.choices,
        widget=forms.RadioSelect,
    )
    minimum_sheets = forms.IntegerField(
        label=_("Hoeveel beoordelingen zijn er minstens nodig voor een plaats?"),
        min_value=1,
        max_value=MOST_PER_ENTRY,
        error_messages={"required": _("Schrijf een getal, bijvoorbeeld 3.")},
    )


class DayForm(BareForm):
    """When the first team pitches, and how long each turn is."""

    day_starts_at = forms.DateTimeField(
        label=_("Begin van de eerste pitch"),
        help_text=_("Brusselse tijd."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"],
        required=False,
        error_messages={"invalid": _("Schrijf een datum en een uur, bijvoorbeeld 19/05/2022 13:00.")},
    )
    minutes = forms.IntegerField(label=_("Minuten per pitch"), min_value=1, max_value=LONGEST_TURN)


class CriterionForm(BareForm):
    """One criterion of a draft."""

    order = forms.IntegerField(label=_("Plaats in de lijst"), min_value=1, max_value=99)
    kind = forms.ChoiceField(
        label=_("Soort"),
        choices=[
            (CriterionKind.MUST, _("voorwaarde: ja, twijfel of nee, zonder gewicht")),
            (CriterionKind.GRADED, _("gewogen: telt mee in de score")),
            (CriterionKind.PLUS, _("pluspunt: telt mee in de score")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat voor criterium het is.")},
    )
    text_nl = LongText(
        label=_("Criterium"),
        help_text=_("Woord voor woord zoals iedereen het leest, ook de eigenaars."),
        max_length=600,
        rows=3,
        error_messages={"required": _("Schrijf het criterium.")},
    )
    text_en = LongText(label=_("Criterium in het Engels"), max_length=600, rows=3, required=False)
    weight = forms.IntegerField(
        label=_("Gewicht"),
        help_text=_("Alle gewichten zijn samen 100. Een voorwaarde heeft er geen."),
        min_value=0,
        max_value=100,
        required=False,
    )
    scale = forms.IntegerField(
        label=_("Hoogste score"), help_text=_("De laagste is 0."), min_value=1, max_value=HIGHEST_SCALE
    )
    anchors_nl = LongText(
        label=_("Wat betekent elke score?"),
        help_text=_("Eén regel per score, de laagste eerst. Laat leeg als de score voor zich spreekt."),
        max_length=3000,
        rows=6,
        required=False,
    )
    anchors_en = LongText(
        label=_("Wat betekent elke score, in het Engels?"), max_length=3000, rows=6, required=False
    )

    @staticmethod
    def initial_of(one: Criterion) -> dict[str, Any]:
        names = ("order", "kind", "text_nl", "text_en", "weight", "scale")
        anchors = {f"anchors_{language}": "\n".join(words) for language, words in one.anchors.items()}
        return {name: getattr(one, name) for name in names} | anchors

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        is_must, weight = said.get("kind") == CriterionKind.MUST, said.get("weight")
        if is_must and weight:
            self.add_error("weight", _("Een voorwaarde heeft geen gewicht: laat dit leeg."))
        if "kind" in said and not is_must and not weight and "weight" not in self.errors:
            self.add_error("weight", _("Geef een gewicht van 1 tot 100."))
        for name in ("anchors_nl", "anchors_en"):
            self._check_anchors(name, said.get(name) or "", said.get("scale"))
        return said

    def _check_anchors(self, name: str, text: str, scale: int | None) -> None:
        found = len(_lines(text))
        if found and scale is not None and found != scale + 1:
            sentence = _(
                "Schrijf %(wanted)d regels, een voor elke score van 0 tot %(top)d; nu zijn het er %(n)d."
            )
            self.add_error(name, sentence % {"wanted": scale + 1, "top": scale, "n": found})

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        anchors = {language: _lines(said[f"anchors_{language}"]) for language in ("nl", "en")}
        is_must = said["kind"] == CriterionKind.MUST
        return {
            **{name: said[name] for name in ("order", "kind", "text_nl", "text_en", "scale")},
            "weight": 0 if is_must else said["weight"],
            "anchors": {} if is_must else {key: words for key, words in anchors.items() if words},
        }


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


class SeatForm(BareForm):
    """The seat of one judge."""

    kind = forms.ChoiceField(
        label=_("Zetel"),
        choices=SeatKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies strategisch of operationeel.")},
    )
    capacity = forms.IntegerField(
        label=_("Hoeveel inzendingen hoogstens?"),
        help_text=_("Alleen als het werk verdeeld is. Leeg: geen grens."),
        min_value=1,
        max_value=500,
        required=False,
    )
