"""Forms of judging, made from the rubric."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jury import subjects
from jury.models import Criterion, Gate, Round, RoundKind, Sheet
from jury.rules import Gap
from portal.forms import BareForm, LongText


@dataclass(frozen=True)
class Card:
    """One criterion on the score card: its field, and what each grade means in words (none for a must)."""

    criterion: Criterion
    field: forms.BoundField
    anchors: list[str]

    @property
    def said(self) -> str:
        """The judgement in words, to read."""
        value = self.field.value()
        return str(Gate(value).label) if self.criterion.is_gate else f"{value} / {self.criterion.scale}"

    @property
    def is_scored(self) -> bool:
        return self.field.value() not in ("", None)


class SheetForm(BareForm):
    """One field per criterion: `c<key>`. Nothing is required while saving; handing in asks for all."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    all_optional = True

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(sheet.rubric.criteria.all())
        given = {score.criterion_id: score.gate or score.grade for score in sheet.scores.all()}
        for criterion in self.criteria:
            self.fields[f"c{criterion.pk}"] = _field_of(criterion)
            self.initial[f"c{criterion.pk}"] = given.get(criterion.pk)
        self.fields["comment"] = LongText(
            label=_("Toelichting"),
            help_text=_(
                "Wat is sterk, wat ontbreekt? De beslissers gebruiken dit voor de feedback aan de eigenaar."
            ),
            max_length=4000,
            required=False,
            rows=5,
        )
        self.initial.update(comment=sheet.comment, version=sheet.version)

    @property
    def cards(self) -> list[Card]:
        return [Card(one, self[f"c{one.pk}"], _anchors(one)) for one in self.criteria]

    @property
    def scored(self) -> int:
        return sum(card.is_scored for card in self.cards)

    def tell(self, gaps: list[Gap]) -> None:
        """Show at each field what still misses."""
        for gap in gaps:
            self.add_error(f"c{gap.criterion.pk}" if gap.criterion else "comment", gap.sentence)

    def scores(self) -> dict[int, str | int]:
        """Scores by criterion key, without the ones left open."""
        told = {one.pk: self.cleaned_data[f"c{one.pk}"] for one in self.criteria}
        return {key: value for key, value in told.items() if value not in ("", None)}


def _field_of(criterion: Criterion) -> forms.Field:
    if criterion.is_gate:
        return forms.ChoiceField(
            label=criterion.text,
            choices=[(Gate.YES, _("Ja")), (Gate.DOUBT, _("Twijfel")), (Gate.NO, _("Nee"))],
            widget=forms.RadioSelect,
            required=False,
        )
    return forms.TypedChoiceField(
        label=criterion.text,
        choices=[(grade, str(grade)) for grade in range(criterion.scale + 1)],
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
    )


def _anchors(criterion: Criterion) -> list[str]:
    """What each grade means, lowest first; an edition may leave that out."""
    return (
        []
        if criterion.is_gate
        else criterion.anchors.get(get_language()) or criterion.anchors.get("nl") or []
    )


class RecuseForm(BareForm):
    """Why a judge steps aside."""

    reason = LongText(
        label=_("Wat is je belangenconflict?"),
        help_text=_("Bijvoorbeeld: een collega uit mijn dienst, familie, ik werkte mee aan het idee."),
        max_length=500,
        rows=3,
        error_messages={"required": _("Schrijf kort wat je belangenconflict is.")},
    )


DECISION_WORDS = {
    RoundKind.PRESELECTION: (
        _("Feedback voor de eigenaar"),
        _(
            "Wat sprak jullie aan, wat kan beter, en waarom dit besluit? De eigenaar leest dit woord voor woord."
        ),
        _("Kies weerhouden of niet weerhouden."),
        _("Schrijf feedback: elke eigenaar krijgt uitleg."),
    ),
    RoundKind.PITCH: (
        _("Feedback voor het team"),
        _("Wat sprak jullie aan, wat kan beter, en waarom dit besluit? Het team leest dit woord voor woord."),
        _("Kies geselecteerd of niet geselecteerd."),
        _("Schrijf feedback: elk team krijgt uitleg."),
    ),
}


class DecisionForm(BareForm):
    """The draft of a decision, with the words its owner or team will read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Ontwerpbesluit"), widget=forms.RadioSelect)
    feedback = LongText(max_length=4000, rows=8)

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label, hint, choose, write = DECISION_WORDS[RoundKind(round_.kind)]
        kind, feedback = self.fields["kind"], self.fields["feedback"]
        kind.choices = subjects.of(round_).kinds.choices  # type: ignore[attr-defined]
        kind.error_messages["required"] = choose
        feedback.label, feedback.help_text = label, hint
        feedback.error_messages["required"] = write


class ProposeForm(BareForm):
    """From which instant the result may be seen; Brussels time."""

    visible_from = forms.DateTimeField(
        label=_("Zichtbaar vanaf"),
        help_text=_("Brusselse tijd. Op dit moment wordt alles tegelijk zichtbaar en vertrekken de mails."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"],
        error_messages={
            "required": _("Kies wanneer het resultaat zichtbaar wordt."),
            "invalid": _("Schrijf een datum en een uur, bijvoorbeeld 31/01/2022 09:00."),
        },
    )
