"""The forms of a judge."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jury.models import ConflictKind, Criterion, Gate, Sheet
from jury.rules import Gap
from portal.forms import BareForm, LongText
from portal.ids import public_id


@dataclass(frozen=True)
class Card:
    """One criterion on the score card: its field, what each grade means in words (none for a must), and the field of
    the words beside it."""

    criterion: Criterion
    field: forms.BoundField
    anchors: list[str]
    remark: forms.BoundField

    @property
    def said(self) -> str:
        """The judgement in words, to read."""
        value = self.field.value()
        if value in ("", None):
            return str(_("nog geen oordeel"))
        return str(Gate(value).label) if self.criterion.is_gate else f"{value} / {self.criterion.scale}"

    @property
    def is_scored(self) -> bool:
        return self.field.value() not in ("", None)


class SheetForm(BareForm):
    """One field per criterion: `c<key>`, and one for the words beside it: `r<key>`. Nothing is required while saving;
    handing in asks for all. `writer` names the open page and `turn` counts what it sent."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    writer = forms.CharField(widget=forms.HiddenInput, max_length=12, required=False)
    turn = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000, required=False)
    all_optional = True

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(sheet.rubric.criteria.all())
        given = {score.criterion_id: score.gate or score.grade for score in sheet.scores.all()}
        for criterion in self.criteria:
            self.fields[f"c{criterion.pk}"] = _field_of(criterion)
            self.fields[f"r{criterion.pk}"] = _remark_of(criterion)
            self.initial[f"c{criterion.pk}"] = given.get(criterion.pk)
            self.initial[f"r{criterion.pk}"] = sheet.remarks.get(criterion.key, "")
        self.fields["comment"] = LongText(
            label=_("Toelichting bij het geheel"),
            help_text=_("Wat is sterk, wat ontbreekt? De beslissers gebruiken dit voor hun feedback."),
            max_length=4000,
            required=False,
            rows=5,
        )
        self.fields["private_note"] = LongText(
            label=_("Notitie voor jezelf"),
            help_text=_("Alleen jij leest dit, ook na de ronde."),
            max_length=4000,
            required=False,
            rows=3,
        )
        self.initial.update(comment=sheet.comment, private_note=sheet.private_note, version=sheet.version)
        self.initial.update(writer=public_id(), turn=0)

    @property
    def cards(self) -> list[Card]:
        return [Card(one, self[f"c{one.pk}"], anchors_of(one), self[f"r{one.pk}"]) for one in self.criteria]

    @property
    def told(self) -> list[tuple[str, str]]:
        """What stands in the form, as labels and words, to show beside another version; not the private note."""
        rows = [(card.criterion.text, _with(card.said, card.remark.value() or "")) for card in self.cards]
        return [*rows, (str(self["comment"].label), self["comment"].value() or "")]

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

    def words(self) -> dict[str, Any]:
        """All that is kept beside the scores, with what the page says of itself."""
        names = ("comment", "private_note", "version", "writer")
        remarks = {one.key: self.cleaned_data[f"r{one.pk}"] for one in self.criteria}
        return {
            **{name: self.cleaned_data[name] for name in names},
            "remarks": remarks,
            "turn": self.cleaned_data["turn"] or 0,
        }


def _with(said: str, words: str) -> str:
    return f"{said}\n{words}" if words else said


def _remark_of(criterion: Criterion) -> forms.Field:
    return LongText(
        label=_("Toelichting bij: %(criterion)s") % {"criterion": criterion.text},
        max_length=1000,
        required=False,
        rows=2,
    )


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


def anchors_of(criterion: Criterion) -> list[str]:
    """What each grade means, lowest first; an edition may leave that out."""
    return (
        []
        if criterion.is_gate
        else criterion.anchors.get(get_language()) or criterion.anchors.get("nl") or []
    )


class RecuseForm(BareForm):
    """Why a judge steps aside."""

    kind = forms.ChoiceField(
        label=_("Welk belangenconflict heb je?"),
        choices=ConflictKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies welk belangenconflict je hebt.")},
    )
    reason = LongText(
        label=_("Leg kort uit"),
        help_text=_("Bijvoorbeeld: een collega uit mijn dienst, familie, ik werkte mee aan het idee."),
        max_length=500,
        rows=3,
        error_messages={"required": _("Schrijf kort wat je belangenconflict is.")},
    )


class HandInForm(BareForm):
    """Why a sheet is revised, once the judges deliberate."""

    why = LongText(
        label=_("Waarom herzie je je beoordeling?"),
        help_text=_("Wat je eerst indiende blijft ernaast staan. De beslissers lezen allebei."),
        max_length=1000,
        rows=3,
        error_messages={"required": _("Schrijf waarom je je beoordeling herziet.")},
    )
