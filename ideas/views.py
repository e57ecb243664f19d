"""Pages of ideas: load, ask, call one verb, answer."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ideas import actions, content, queries, rules
from ideas.forms import StepForm, SubmitForm, WithdrawForm
from ideas.models import Idea
from ideas.waiting import has_newer_changes
from portal import http, registry, timeline
from portal.access import allow, anyone, signed_in
from portal.errors import Stale
from portal.models import Edition, PhaseKey


@require_GET
@allow(anyone)
def list_ideas(request: Any, edition: Edition) -> HttpResponse:
    """The shortlisted ideas, for everybody; before the announcement a page that says when."""
    windows = timeline.shown(edition)
    page = http.page_of(request, queries.published(edition, at=request.at))
    announced = windows.opens_at(PhaseKey.ANNOUNCEMENT)
    return render(request, "ideas/list.html", {"page": page, "announced": announced})


@require_GET
@allow(anyone)
def detail(request: Any, edition: Edition, idea_id: str) -> HttpResponse:
    """One idea: its public text for everybody, and what an owner can do with it."""
    idea = get_object_or_404(queries.visible(request.user, edition, at=request.at), pk=idea_id)
    idea.edition = edition  # with what was read of it for this page
    if request.user.is_authenticated:
        prefetch_related_objects([idea], "ownerships")
    owner = request.user.is_authenticated and rules.is_owner(idea, request.user)
    questions = queries.questions_of(edition) if owner else []
    can_submit = timeline.shown(edition).accepts(PhaseKey.SUBMISSION, request.at)
    counts = None if owner and can_submit else idea.submission
    text = counts.public_text if counts else content.public_text(content.snapshot(idea, questions))
    context = {
        "idea": idea,
        "text": text,
        "owner": owner,
        "names": queries.public_names(idea),
        "outcome": queries.outcomes_in_force([idea], at=request.at).get(idea.pk) if owner else None,
        "newer": owner and has_newer_changes(idea, questions),
        "can_submit": can_submit,
        "panels": registry.panels_on("idea", idea, request.user, at=request.at),
    }
    return render(request, "ideas/detail.html", context)


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def start(request: Any, edition: Edition) -> HttpResponse:
    """What it takes to hand in an idea, and the button that starts one."""
    if request.method == "POST":
        idea = actions.start_idea(edition, by=request.user, at=request.at)
        return http.done(request, reverse("ideas:write", args=[edition.pk, idea.pk, content.CORE]))
    rules.check_may_start(edition, at=request.at)
    closes = timeline.shown(edition).closes_at(PhaseKey.SUBMISSION)
    steps = content.steps(queries.questions_of(edition))
    return render(request, "ideas/start.html", {"closes": closes, "steps": steps})


def own_idea(request: Any, edition: Edition, idea_id: str) -> Idea:
    """The idea when the visitor owns it; a 404 for anybody else."""
    ideas = queries.mine(request.user, edition)
    idea = get_object_or_404(ideas.prefetch_related("ownerships", "entities"), pk=idea_id)
    idea.edition = edition
    return idea


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


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def check(request: Any, edition: Edition, idea_id: str) -> HttpResponse:
    """Check your answers, see the text that may go online, hand in."""
    idea = own_idea(request, edition, idea_id)
    questions = queries.questions_of(edition)
    form = SubmitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.submit_idea(idea, **form.cleaned_data, by=request.user, at=request.at)
        return http.done(request, reverse("ideas:receipt", args=[edition.pk, idea.pk]))
    copy = content.snapshot(idea, questions)
    windows = timeline.shown(edition)
    context = {
        "idea": idea,
        "form": form,
        "public": content.public_text(copy),
        "gaps": content.gaps(idea, questions),
        "answers": _answers(idea, copy),
        "newer": has_newer_changes(idea, questions),
        "is_open": windows.accepts(PhaseKey.SUBMISSION, request.at),
        "closes": windows.closes_at(PhaseKey.SUBMISSION),
    }
    return render(request, "ideas/check.html", context)


def _answers(idea: Idea, copy: dict[str, Any]) -> list[dict[str, str]]:
    weeks = {week.monday.isoformat(): week.label for week in registry.weeks_of(idea.edition)}
    return [
        {
            "question": question,
            "answer": answer,
            "url": reverse("ideas:write", args=[idea.edition_id, idea.pk, step]),
        }
        for step, question, answer in content.readable(copy, weeks)
    ]


@require_GET
@allow(signed_in)
def receipt(request: Any, edition: Edition, idea_id: str) -> HttpResponse:
    """The receipt of the last time the idea was handed in."""
    idea = own_idea(request, edition, idea_id)
    if idea.submission is None:
        raise Http404
    announced = timeline.shown(edition).opens_at(PhaseKey.ANNOUNCEMENT)
    return render(
        request, "ideas/receipt.html", {"idea": idea, "receipt": idea.submission, "announced": announced}
    )


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def withdraw(request: Any, edition: Edition, idea_id: str) -> HttpResponse:
    """Ask once more, then take the idea back."""
    idea = own_idea(request, edition, idea_id)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw_idea(idea, reason=form.cleaned_data["reason"], by=request.user, at=request.at)
        return http.done(
            request, reverse("ideas:detail", args=[edition.pk, idea.pk]), _("Je idee is ingetrokken.")
        )
    rules.check_may_withdraw(idea, by=request.user)
    again = timeline.shown(edition).accepts(PhaseKey.SUBMISSION, request.at)
    return render(request, "ideas/withdraw.html", {"idea": idea, "form": form, "again": again})


@require_POST
@allow(signed_in)
def discard(request: Any, edition: Edition, idea_id: str) -> HttpResponse:
    """Put a draft away; 'Mijn traject' offers to put it back."""
    actions.discard_draft(own_idea(request, edition, idea_id), by=request.user, at=request.at)
    return http.done(
        request, reverse("mine", args=[edition.pk]), _("Je concept is verwijderd. Je kan het terugzetten.")
    )


@require_POST
@allow(signed_in)
def restore(request: Any, edition: Edition, idea_id: str) -> HttpResponse:
    """Bring a discarded draft back."""
    idea = own_idea(request, edition, idea_id)
    actions.restore_draft(idea, by=request.user, at=request.at)
    return http.done(
        request, reverse("ideas:detail", args=[edition.pk, idea.pk]), _("Je concept staat terug.")
    )


@require_POST
@allow(signed_in)
def name(request: Any, edition: Edition, idea_id: str) -> HttpResponse:
    """Show my name with the idea, or take it away."""
    idea = own_idea(request, edition, idea_id)
    shown = request.POST.get("shown") == "yes"
    actions.show_name(idea, shown, by=request.user, at=request.at)
    said = _("Je naam staat bij je idee.") if shown else _("Je naam staat niet meer bij je idee.")
    return http.done(request, reverse("ideas:detail", args=[edition.pk, idea.pk]), said)
