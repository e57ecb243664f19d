"""One form per step, made from the edition's questions. A draft saves anything; handing in asks for all."""

from typing import Any

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ideas.content import CORE, ENTITIES, NO, YES, Step, marks_of, working_copy
from ideas.models import MOST_SUMMARY, Idea, Question, QuestionKind
from portal import registry
from portal.forms import BareForm, Lines, LongText, RowsChoice, WholeText
from portal.ids import public_id
from portal.models import Entity

MOST_PROFILES = 8
MOST_KEPT = 50_000  # characters of a text that is too long to hand in, and kept all the same
OF_THE_PAGE = ("version", "writer", "turn", "seen")


class StepForm(BareForm):
    """The fields of one step, filled with what the idea holds.

    `version` is what the writer started from, `writer` names the open page: what it saved itself is no clash;
    `turn` counts what it sent, `seen` marks each field as the page showed it, so that one left alone never clashes.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    writer = forms.CharField(widget=forms.HiddenInput, max_length=12, required=False)
    turn = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=4000, required=False)
    all_optional = True  # while writing nothing is required, so nothing is called optional either

    def __init__(self, *args: Any, idea: Idea, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        self.initial.update(version=idea.version, writer=public_id(), turn=0)
        marks = marks_of(working_copy(idea), _fields_of(step))
        self.initial["seen"] = " ".join(f"{field}={mark}" for field, mark in marks.items())
        add = {CORE: self._add_core, ENTITIES: self._add_entities}.get(step.key, self._add_questions)
        add(idea)
        self.question_as_heading = len(step.questions) == 1

    def _add_core(self, idea: Idea) -> None:
        self.fields["title"] = WholeText(
            label=_("Titel"),
            help_text=_("Kort en herkenbaar, zoals je het idee aan een collega zou noemen."),
            max_length=120,
            required=False,
        )
        self.fields["summary"] = LongText(
            label=_("Samenvatting"),
            help_text=_("In gewone taal: wat is het, voor wie, en wat wordt er beter?"),
            max_length=MOST_SUMMARY,
            required=False,
            rows=4,
        )
        self.initial.update(title=idea.title, summary=idea.summary)
        if idea.edition.themes.exists():
            self.fields["themes"] = RowsChoice(
                idea.edition.themes.all(),
                to_field_name="key",
                label=_("Over welke thema’s gaat je idee?"),
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
            self.initial["themes"] = [theme.key for theme in idea.themes.all()]

    def _add_entities(self, idea: Idea) -> None:
        chosen = [entity.pk for entity in idea.entities.all()]
        self.fields["entities"] = RowsChoice(
            Entity.objects.filter(Q(active=True) | Q(pk__in=chosen)),  # one that ended since stays chosen
            label=_("Welke entiteiten zijn bij je idee betrokken?"),
            help_text=_("Een idee over meerdere entiteiten heen maakt meer kans om weerhouden te worden."),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["entities"].find = True  # type: ignore[attr-defined]  # a box above the list to search in it
        self.fields["other_entities"] = WholeText(
            label=_("Andere organisaties"),
            help_text=_("Bijvoorbeeld een gemeente of een federale dienst."),
            max_length=300,
            required=False,
        )
        self.fields["profiles"] = Lines(
            label=_("Wie zoek je voor je team?"),
            help_text=_(
                "Zet elk profiel op een nieuwe regel: iemand van IT. Dit komt online als je idee weerhouden wordt."
            ),
            most=MOST_PROFILES,
            longest=80,
            required=False,
        )
        self.initial.update(
            entities=chosen,
            other_entities=idea.other_entities,
            profiles="\n".join(idea.profiles),
        )

    def _add_questions(self, idea: Idea) -> None:
        for question in self.step.questions:
            self.fields[question.key] = FIELDS[question.kind](question)
            self.initial[question.key] = idea.answers.get(question.key)

    def clean_seen(self) -> dict[str, str]:
        pairs = (one.partition("=") for one in self.cleaned_data["seen"].split())
        return {field: mark for field, _sign, mark in pairs}

    @property
    def is_kept(self) -> bool:
        """Whether all that is wrong is that texts are too long: those are kept as they are."""
        return bool(self.errors) and self.errors.keys() == self._too_long().keys()

    def _too_long(self) -> dict[str, str]:
        """Texts over their limit: kept, so that nobody loses what they pasted; handing in asks to shorten them."""
        found: dict[str, str] = {}
        for name, errors in self.errors.items():
            field, codes = self.fields.get(name), {error.code for error in errors.as_data()}
            if type(field) is LongText and codes == {"max_length"}:
                text = field.to_python(self[name].data)
                found |= {name: text} if len(text) <= MOST_KEPT else {}
        return found

    def changes(self) -> dict[str, Any]:
        """What the step says, in the shape that `save_draft` takes; without what is wrong, but for what is too long."""
        told = self.cleaned_data | self._too_long()
        said = {name: value for name, value in told.items() if name not in OF_THE_PAGE}
        if self.step.key in (CORE, ENTITIES):
            return said
        return {"answers": {name: "" if value is None else value for name, value in said.items()}}


def _fields_of(step: Step) -> list[str]:
    """The fields of the working copy that a step holds."""
    columns = {CORE: ["title", "summary", "themes"], ENTITIES: ["entities", "other_entities", "profiles"]}
    return columns.get(step.key, [f"answers.{question.key}" for question in step.questions])


def _yes_or_no(question: Question) -> forms.Field:
    return forms.ChoiceField(
        label=question.text,
        help_text=question.hint,
        choices=[(YES, _("Ja, dat weet ik")), (NO, _("Nee, nog niet"))],
        widget=forms.RadioSelect,
        required=False,
    )


def _weeks(question: Question) -> forms.Field:
    return forms.MultipleChoiceField(
        label=question.text,
        help_text=question.hint or _("Duid elke week aan die voor jou past."),
        choices=[(week.monday.isoformat(), week.label) for week in registry.weeks_of(question.edition)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def _choice(question: Question) -> forms.Field:
    return forms.ChoiceField(
        label=question.text,
        help_text=question.hint,
        choices=question.choices() + ([] if question.required else [("", _("Geen antwoord"))]),
        widget=forms.RadioSelect,
        required=False,
    )


def _number(question: Question) -> forms.Field:
    return forms.IntegerField(
        label=question.text,
        help_text=question.hint,
        min_value=question.least,
        max_value=question.most,
        required=False,
        localize=False,
    )


def _long_text(question: Question) -> forms.Field:
    field = LongText(
        label=question.text,
        help_text=question.hint,
        max_length=question.max_length,
        required=False,
        rows=10,
    )
    field.example = question.example  # type: ignore[attr-defined]  # shown under the hint
    field.preview = reverse("ideas:preview", args=[question.edition_id])  # type: ignore[attr-defined]
    return field


FIELDS: dict[str, Any] = {
    QuestionKind.LONG_TEXT: _long_text,
    QuestionKind.MUST_BE_YES: _yes_or_no,
    QuestionKind.SPRINT_WEEKS: _weeks,
    QuestionKind.CHOICE: _choice,
    QuestionKind.NUMBER: _number,
}
