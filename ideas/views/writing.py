"""Pages where an idea is written: start, one page per step, put away and back."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ideas import actions, content, queries, rules
from ideas.forms import StepForm
from ideas.models import Idea
from ideas.views.own import own_idea
from portal import http, timeline
from portal.access import allow, signed_in
from portal.errors import Stale
from portal.models import Edition, PhaseKey


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def start(request: Any, edition: Edition) -> HttpResponse:
    """What it takes to hand in an idea, and the button that starts one."""
    if request.method == "POST":
        idea = actions.start_idea(edition, by=request.user, at=request.at)
        return http.done(request, reverse("ideas:write", args=[edition.pk, idea.pk, content.CORE]))
    rules.check_may_start(edition, by=request.user, at=request.at)
    closes = timeline.shown(edition).closes_for(PhaseKey.SUBMISSION, request.at, request.user)
    steps = content.steps(queries.questions_of(edition))
    return render(request, "ideas/start.html", {"closes": closes, "steps": steps})


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def write(request: Any, edition: Edition, idea_id: str, step_key: str) -> HttpResponse:
    """One step of the form. 'Verder' saves and goes on; 'Bewaren' saves and stays."""
    idea = own_idea(request, edition, idea_id)
    questions = queries.questions_of(edition)
    steps = content.steps(questions)
    step = next((one for one in steps if one.key == step_key), None)
    if step is None:
        raise Http404
    if request.method == "GET":
        rules.check_may_write(idea, by=request.user)
    form = StepForm(request.POST or None, idea=idea, step=step)
    elsewhere = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_draft(
                idea, form.changes(), version=form.cleaned_data["version"], by=request.user, at=request.at
            )
        except Stale:
            form, elsewhere = _side_by_side(request, idea, step)
        else:
            return _after_saving(request, idea, steps, step)
    context = _writing_context(idea, questions, steps, step) | {"form": form, "elsewhere": elsewhere}
    return render(request, "ideas/write.html", context, status=409 if elsewhere else 200)


def _side_by_side(request: Any, idea: Idea, step: content.Step) -> tuple[StepForm, StepForm]:
    """What was typed, ready to be saved over the newer version, and that version beside it."""
    typed = StepForm(http.posted_again(request, version=idea.version), idea=idea, step=step)
    return typed, StepForm(idea=idea, step=step)


def _writing_context(
    idea: Idea, questions: list, steps: list[content.Step], step: content.Step
) -> dict[str, Any]:
    place = steps.index(step)
    links = _links(idea, questions, steps, step)
    return {
        "idea": idea,
        "step": step,
        "steps": links,
        "number": place + 1,
        "total": len(steps),
        "previous": links[place - 1]["url"] if place else "",
        "closes": timeline.shown(idea.edition).closes_at(PhaseKey.SUBMISSION),
    }


def _links(
    idea: Idea, questions: list, steps: list[content.Step], step: content.Step
) -> list[dict[str, str]]:
    """The steps beside the form and how each stands, with the check at the end."""
    missing = content.gaps(idea, questions)
    check = reverse("ideas:check", args=[idea.edition_id, idea.pk])
    return [
        *(
            {
                "label": one.label,
                "url": reverse("ideas:write", args=[idea.edition_id, idea.pk, one.key]),
                "state": _state(one, step, filled=content.is_filled(one, idea, missing)),
            }
            for one in steps
        ),
        {"label": _("Nakijken en indienen"), "url": check, "state": "todo"},
    ]


def _state(one: content.Step, current: content.Step, *, filled: bool) -> str:
    if one == current:
        return "current"
    return "done" if filled else "todo"


def _after_saving(request: Any, idea: Idea, steps: list[content.Step], step: content.Step) -> HttpResponse:
    place = steps.index(step)
    here = reverse("ideas:write", args=[idea.edition_id, idea.pk, step.key])
    if "stay" in request.POST:
        return http.done(request, here, _("Bewaard. Je kan later verder schrijven."))
    if place + 1 == len(steps):
        return http.done(request, reverse("ideas:check", args=[idea.edition_id, idea.pk]))
    return http.done(request, reverse("ideas:write", args=[idea.edition_id, idea.pk, steps[place + 1].key]))


@require_POST
@allow(signed_in)
def discard(request: Any, edition: Edition, idea_id: str) -> HttpResponse:
    """Put a draft away; a button beside the message and 'Mijn traject' offer to put it back."""
    idea = own_idea(request, edition, idea_id)
    actions.discard_draft(idea, by=request.user, at=request.at)
    undo = reverse("ideas:restore", args=[edition.pk, idea.pk])
    said = _("Je concept is verwijderd. Je kan het terugzetten.")
    return http.done(request, reverse("mine", args=[edition.pk]), said, undo=undo)


@require_POST
@allow(signed_in)
def restore(request: Any, edition: Edition, idea_id: str) -> HttpResponse:
    """Bring a discarded draft back."""
    idea = own_idea(request, edition, idea_id)
    actions.restore_draft(idea, by=request.user, at=request.at)
    return http.done(
        request, reverse("ideas:detail", args=[edition.pk, idea.pk]), _("Je concept staat terug.")
    )
