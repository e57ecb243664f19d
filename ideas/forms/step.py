"""Forms of ideas: one per step, made from the edition's questions. A draft saves anything; handing in asks for all."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.content import CORE, ENTITIES, NO, YES, Step
from ideas.models import Idea, Question, QuestionKind
from portal import registry
from portal.forms import BareForm, LongText, RowsChoice
from portal.models import Entity


class StepForm(BareForm):
    """The fields of one step, filled with what the idea holds. `version` is what the writer started from."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    all_optional = True  # while writing nothing is required, so nothing is called optional either

    def __init__(self, *args: Any, idea: Idea, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        self.initial["version"] = idea.version
        add = {CORE: self._add_core, ENTITIES: self._add_entities}.get(step.key, self._add_questions)
        add(idea)
        self.question_as_heading = len(step.questions) == 1

    def _add_core(self, idea: Idea) -> None:
        self.fields["title"] = forms.CharField(
            label=_("Titel"),
            help_text=_("Kort en herkenbaar, zoals je het idee aan een collega zou noemen."),
            max_length=120,
            required=False,
        )
        self.fields["summary"] = LongText(
            label=_("Samenvatting"),
            help_text=_("In gewone taal: wat is het, voor wie, en wat wordt er beter?"),
            max_length=400,
            required=False,
            rows=4,
        )
        self.initial.update(title=idea.title, summary=idea.summary)

    def _add_entities(self, idea: Idea) -> None:
        known = Entity.objects.filter(active=True)
        self.fields["entities"] = RowsChoice(
            known,
            label=_("Welke entiteiten zijn bij je idee betrokken?"),
            help_text=_("Een idee over meerdere entiteiten heen maakt meer kans om weerhouden te worden."),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["other_entities"] = forms.CharField(
            label=_("Andere organisaties"),
            help_text=_("Bijvoorbeeld een gemeente of een federale dienst."),
            max_length=300,
            required=False,
        )
        self.initial.update(
            entities=[entity.pk for entity in idea.entities.all()],
            other_entities=idea.other_entities,
        )

    def _add_questions(self, idea: Idea) -> None:
        for question in self.step.questions:
            self.fields[question.key] = _field_of(question, idea)
            self.initial[question.key] = idea.answers.get(question.key)

    def changes(self) -> dict[str, Any]:
        """What the step says, in the shape that `save_draft` takes."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        if self.step.key in (CORE, ENTITIES):
            return said
        return {"answers": said}


def _field_of(question: Question, idea: Idea) -> forms.Field:
    if question.kind == QuestionKind.MUST_BE_YES:
        return forms.ChoiceField(
            label=question.text,
            help_text=question.hint,
            choices=[(YES, _("Ja, dat weet ik")), (NO, _("Nee, nog niet"))],
            widget=forms.RadioSelect,
            required=False,
        )
    if question.kind == QuestionKind.SPRINT_WEEKS:
        weeks = registry.weeks_of(idea.edition)
        return forms.MultipleChoiceField(
            label=question.text,
            help_text=question.hint or _("Duid elke week aan die voor jou past."),
            choices=[(week.monday.isoformat(), week.label) for week in weeks],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
    return LongText(
        label=question.text,
        help_text=question.hint,
        max_length=question.max_length,
        required=False,
        rows=10,
    )
