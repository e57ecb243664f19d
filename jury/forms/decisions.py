"""The forms of deciders."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jury import subjects
from jury.models import Round, RoundKind
from jury.queries import Standing
from portal.forms import BareForm, LongText

# Label of the feedback, its hint, and what to say when no outcome is chosen or no feedback is written.
DECISION_WORDS = {
    RoundKind.PRESELECTION: (
        gettext_lazy("Feedback voor de eigenaar"),
        gettext_lazy("Waarom dit besluit? De eigenaar leest dit woord voor woord."),
        gettext_lazy("Kies weerhouden of niet weerhouden."),
        gettext_lazy("Schrijf feedback: elke eigenaar krijgt uitleg."),
    ),
    RoundKind.PITCH: (
        gettext_lazy("Feedback voor het team"),
        gettext_lazy("Waarom dit besluit? Het team leest dit woord voor woord."),
        gettext_lazy("Kies geselecteerd of niet geselecteerd."),
        gettext_lazy("Schrijf feedback: elk team krijgt uitleg."),
    ),
}
RESUBMIT = {
    RoundKind.PRESELECTION: gettext_lazy("Nodig de eigenaar uit om het idee later opnieuw in te dienen"),
    RoundKind.PITCH: gettext_lazy("Nodig het team uit om het later opnieuw te proberen"),
}


class WordsForm(BareForm):
    """An outcome with the words that its owners will read, in parts, and the reason that stays with the deciders. Who
    is not chosen always reads what was good and what was lacking."""

    kind = forms.ChoiceField(label=gettext_lazy("Ontwerpbesluit"), widget=forms.RadioSelect)
    feedback = LongText(max_length=4000, rows=5)
    good = LongText(
        max_length=2000,
        rows=3,
        required=False,
        label=gettext_lazy("Wat goed was"),
        help_text=gettext_lazy("Altijd nodig bij wie niet verder gaat."),
    )
    lacking = LongText(
        max_length=2000,
        rows=3,
        required=False,
        label=gettext_lazy("Wat nog ontbrak"),
        help_text=gettext_lazy("Altijd nodig bij wie niet verder gaat."),
    )
    coaching = LongText(
        max_length=1000,
        rows=2,
        required=False,
        label=gettext_lazy("Wat Sandbox aanbiedt"),
        help_text=gettext_lazy("Bijvoorbeeld een gesprek met een coach. Leeg: geen aanbod."),
    )
    resubmit = forms.BooleanField(required=False)
    reason = LongText(
        max_length=2000,
        rows=3,
        required=False,
        label=gettext_lazy("Reden, alleen voor de beslissers en het verslag"),
        help_text=gettext_lazy(
            "Nodig waar jullie anders kiezen dan de rangschikking, of waar de plaats gedeeld is."
        ),
    )

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label, hint, choose, write = DECISION_WORDS[RoundKind(round_.kind)]
        kind, feedback = self.fields["kind"], self.fields["feedback"]
        self.onward = subjects.of(round_).onward
        kind.choices = subjects.of(round_).kinds.choices  # type: ignore[attr-defined]
        kind.error_messages["required"] = choose
        feedback.label, feedback.help_text = label, hint
        feedback.error_messages["required"] = write
        self.fields["resubmit"].label = RESUBMIT[RoundKind(round_.kind)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") not in (None, self.onward):
            if not cleaned.get("good") and "good" not in self.errors:
                self.add_error("good", _("Schrijf wat goed was: ook wie niet verder gaat, leert daaruit."))
            if not cleaned.get("lacking") and "lacking" not in self.errors:
                self.add_error("lacking", _("Schrijf wat nog ontbrak: dan weet men waar het aan lag."))
        return cleaned


class DecisionForm(WordsForm):
    """The draft of one decision, over the version that its writer saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class TogetherForm(WordsForm):
    """One outcome in the same words for several that have none yet."""

    subjects = forms.MultipleChoiceField(
        label=gettext_lazy("Waarover"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Kies minstens één inzending.")},
    )
    field_order = ["subjects", "kind", "feedback", "good", "lacking", "coaching", "resubmit", "reason"]

    def __init__(self, *args: Any, standings: list[Standing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.open = {one.subject.pk: one for one in standings if one.decision is None}
        choices = [(key, self._line(one)) for key, one in self.open.items()]
        self.fields["subjects"].choices = choices  # type: ignore[attr-defined]

    @staticmethod
    def _line(one: Standing) -> str:
        if one.place is None:
            return _("%(title)s (te weinig beoordelingen)") % {"title": one.title}
        return _("%(title)s (plaats %(place)d, score %(score)s)") % {
            "title": one.title,
            "place": one.place,
            "score": one.shown_score,
        }

    @property
    def kind_label(self) -> str:
        return str(dict(self.fields["kind"].choices)[self.cleaned_data["kind"]])  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[Standing]:
        """What is decided about, once the form is valid."""
        return [self.open[key] for key in self.cleaned_data["subjects"]]


class ProposeForm(BareForm):
    """From which instant the result may be seen; Brussels time."""

    visible_from = forms.DateTimeField(
        label=gettext_lazy("Zichtbaar vanaf"),
        help_text=gettext_lazy(
            "Brusselse tijd. Op dit moment wordt alles tegelijk zichtbaar en vertrekken de mails."
        ),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"],
        error_messages={
            "required": gettext_lazy("Kies wanneer het resultaat zichtbaar wordt."),
            "invalid": gettext_lazy("Schrijf een datum en een uur, bijvoorbeeld 31/01/2022 09:00."),
        },
    )
