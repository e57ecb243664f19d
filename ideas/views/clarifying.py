"""Pages of questions about an idea: staff ask and take back, owners answer."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ideas import actions, queries, rules
from ideas.forms import AnswerForm, QuestionForm
from ideas.models import Clarification, Idea
from ideas.states import IdeaState
from ideas.views.own import own_idea
from portal import http, timeline
from portal.access import allow, signed_in, staff
from portal.errors import Refused
from portal.models import Edition, PhaseKey


def handed_in_idea(request: Any, edition: Edition, idea_id: str) -> Idea:
    """An idea that staff may see and that was handed in."""
    ideas = queries.visible(request.user, edition, at=request.at)
    return get_object_or_404(ideas.filter(state=IdeaState.SUBMITTED), pk=idea_id)


def page_of(idea: Idea) -> str:
    return reverse("ideas:detail", args=[idea.edition_id, idea.pk])


@require_http_methods(["GET", "POST"])
@allow(staff)
def ask_question(request: Any, edition: Edition, idea_id: str) -> HttpResponse:
    """Staff write a question to the owners, with or without time to correct the text."""
    idea = handed_in_idea(request, edition, idea_id)
    rules.check_may_ask(idea, by=request.user, at=request.at)
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_question(idea, **form.cleaned_data, by=request.user, at=request.at)
        except Refused as refused:
            form.add_error("correct_until", str(refused))
        else:
            return http.done(request, page_of(idea), _("De vraag is verstuurd."))
    told = timeline.shown(edition).opens_at(PhaseKey.ANNOUNCEMENT)
    return render(request, "ideas/question_ask.html", {"idea": idea, "form": form, "announced": told})


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def answer_question(request: Any, edition: Edition, idea_id: str, question_id: str) -> HttpResponse:
    """An owner reads the question and answers it."""
    idea = own_idea(request, edition, idea_id)
    questions = Clarification.objects.filter(idea=idea, withdrawn_at=None)
    asked = get_object_or_404(questions.select_related("asked_by", "idea"), pk=question_id)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.answer_question(asked, form.cleaned_data["answer"], by=request.user, at=request.at)
        return http.done(request, page_of(idea), _("Je antwoord is verstuurd."))
    rules.check_may_answer_question(idea, asked, by=request.user)
    context = {"idea": idea, "asked": asked, "form": form}
    context["may_correct"] = asked.correct_until is not None and asked.correct_until > request.at
    return render(request, "ideas/question_answer.html", context)


@require_POST
@allow(staff)
def withdraw_question(request: Any, edition: Edition, idea_id: str, question_id: str) -> HttpResponse:
    """Staff take an unanswered question back."""
    idea = handed_in_idea(request, edition, idea_id)
    asked = get_object_or_404(Clarification.objects.select_related("idea"), idea=idea, pk=question_id)
    actions.withdraw_question(asked, by=request.user, at=request.at)
    return http.done(request, page_of(idea), _("De vraag is ingetrokken."))
