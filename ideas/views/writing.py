"""Pages where an idea is written: start, one page per step, put away and back."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
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
from portal.access import allow, at_most, signed_in
from portal.errors import Refused, Stale
from portal.models import Edition, PhaseKey


@require_http_methods(["GET", "POST"])
@allow(signed_in)
@at_most(30, 3600)
def start(request: Any, edition: Edition) -> HttpResponse:
    """What it takes to hand in an idea, and the button that starts one; with what was said in the self-check."""
    said = request.POST if request.method == "POST" else request.GET
    sentence = said.get("zin", "").replace("\0", "")[:300]
    if request.method == "POST":
        time = content.YES if said.get("tijd") == content.YES else ""
        idea = actions.start_idea(edition, sentence=sentence, time=time, by=request.user, at=request.at)
        return http.done(request, step_url(idea, content.CORE))
    rules.check_may_start(edition, by=request.user, at=request.at)
    closes = timeline.shown(edition).closes_for(PhaseKey.SUBMISSION, request.at, request.user)
    steps = content.steps(queries.questions_of(edition))
    context = {
        "closes": closes,
        "steps": steps,
        "sentence": sentence,
        "time": said.get("tijd") == content.YES,
    }
    return render(request, "ideas/start.html", context)


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def write(request: Any, edition: Edition, idea_id: str, step_key: str) -> HttpResponse:
    """One step of the form. Saves and goes on, saves and stays, or saves by itself while one types."""
    idea = own_idea(request, edition, idea_id, whole=True)
    questions = queries.questions_of(edition)
    steps = content.steps(questions)
    step = _step_of(steps, step_key)
    page = partial(_page, request, idea, questions, steps, step)
    if request.method == "POST":
        return _written(request, idea, steps, step, page)
    rules.check_may_write(idea, by=request.user)
    return page(StepForm(idea=idea, step=step))


def _written(
    request: Any, idea: Idea, steps: list[content.Step], step: content.Step, page: Callable[..., HttpResponse]
) -> HttpResponse:
    """Keep what was posted and answer: go on, or show what is wrong beside all that was typed."""
    form = StepForm(request.POST, idea=idea, step=step)
    try:
        saved = _save(request, idea, form) if _is_savable(request, form) else None
    except Stale:
        form, elsewhere = _side_by_side(request, idea, step)
        return _not_saved(request, form, elsewhere) if request.htmx else page(form, elsewhere)
    except Refused as refused:
        if not request.htmx:
            raise
        return render(request, "ideas/not_saved.html", {"refused": refused, "form": form}, status=409)
    if saved and (form.is_valid() or (request.htmx and form.is_kept)):
        return _after_saving(request, saved, steps, step, form)
    return _not_saved(request, form) if request.htmx else page(form)


def _is_savable(request: Any, form: StepForm) -> bool:
    """A text that is too long is kept as it is; while one types, so are the fields beside one that is wrong."""
    return form.is_valid() or form.is_kept or bool(request.htmx and "version" in form.cleaned_data)


def _page(
    request: Any,
    idea: Idea,
    questions: list[Any],
    steps: list[content.Step],
    step: content.Step,
    form: StepForm,
    elsewhere: StepForm | None = None,
) -> HttpResponse:
    there = _kept(elsewhere) if elsewhere else []
    context = writing_context(request, idea, questions, steps, step) | {"form": form, "elsewhere": there}
    return render(request, "ideas/write.html", context, status=409 if elsewhere else 200)


def _step_of(steps: list[content.Step], key: str) -> content.Step:
    """The step of the address; that of the files has a page of its own."""
    for step in steps:
        if step.key == key != content.FILES:
            return step
    raise Http404


def _save(request: Any, idea: Idea, form: StepForm) -> Idea:
    said = form.cleaned_data
    return actions.save_draft(
        idea,
        form.changes(),
        version=said["version"],
        writer=said.get("writer", ""),
        turn=said.get("turn") or 0,
        seen=said.get("seen"),
        by=request.user,
        at=request.at,
    )


def _not_saved(request: Any, form: StepForm, elsewhere: StepForm | None = None) -> HttpResponse:
    """The answer to saving while one types, when something is wrong: why, beside the form that stays as it is."""
    context = {"form": form, "elsewhere": elsewhere}
    return render(request, "ideas/not_saved.html", context, status=409 if elsewhere else 422)


def _side_by_side(request: Any, idea: Idea, step: content.Step) -> tuple[StepForm, StepForm]:
    """What was typed, ready to be saved over the newer version, and that version beside it."""
    typed = StepForm(http.posted_again(request, version=idea.version), idea=idea, step=step)
    return typed, StepForm(idea=idea, step=step)


def _kept(form: StepForm) -> list[tuple[str, str]]:
    """What is stored now under each field, in words: of a choice its labels."""
    told = []
    for field in form.visible_fields():
        value = field.value()
        names = {str(key): str(label) for key, label in getattr(field.field, "choices", [])}
        chosen = value if isinstance(value, list) else [value]
        words = [names.get(str(one), str(one)) for one in chosen if one not in (None, "")]
        told.append((str(field.label), "\n".join(words)))
    return told


def writing_context(
    request: Any, idea: Idea, questions: list, steps: list[content.Step], step: content.Step
) -> dict[str, Any]:
    """What every step shows around its fields: the steps and how each stands, the way back, the deadline."""
    place = steps.index(step)
    links = _links(idea, questions, steps, step)
    return {
        "idea": idea,
        "step": step,
        "steps": links,
        "number": place + 1,
        "total": len(steps),
        "previous": links[place - 1]["url"] if place else "",
        "next": links[place + 1]["url"],
        "closes": rules.open_until(idea, timeline.shown(idea.edition), by=request.user, at=request.at),
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
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
                "url": step_url(idea, one.key),
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


def _after_saving(
    request: Any, idea: Idea, steps: list[content.Step], step: content.Step, form: StepForm
) -> HttpResponse:
    if request.htmx:
        return render(request, "ideas/saved.html", {"idea": idea, "form": form})
    place = steps.index(step)
    if "stay" in request.POST:
        return http.done(request, step_url(idea, step.key), _("Bewaard. Je kan later verder schrijven."))
    if place + 1 == len(steps):
        return http.done(request, reverse("ideas:check", args=[idea.edition_id, idea.pk]))
    return http.done(request, step_url(idea, steps[place + 1].key))


def step_url(idea: Idea, key: str) -> str:
    """Where a step is filled in; files have a page of their own."""
    if key == content.FILES:
        return reverse("ideas:files", args=[idea.edition_id, idea.pk])
    return reverse("ideas:write", args=[idea.edition_id, idea.pk, key])


@require_POST
@allow(signed_in)
def preview(request: Any, edition: Edition) -> HttpResponse:
    """How a text of a form will look, to show under its field; for the script of the page only. Nothing is kept."""
    if not request.htmx:
        raise Http404
    return render(request, "ideas/preview.html", {"text": request.POST.get(request.GET.get("field", ""), "")})


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
