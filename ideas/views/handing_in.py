"""Pages of handing in: check your answers, the receipt, withdraw, your name with the idea."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ideas import actions, content, queries, rules
from ideas.forms import SubmitForm, WithdrawForm
from ideas.models import Idea, Question
from ideas.views.own import own_idea
from ideas.views.writing import step_url
from portal import http, registry, timeline
from portal.access import allow, signed_in
from portal.errors import Stale
from portal.models import Edition, PhaseKey


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def check(request: Any, edition: Edition, idea_id: str) -> HttpResponse:
    """Check your answers, see the text that may go online, hand in."""
    idea = own_idea(request, edition, idea_id, whole=True)
    questions = queries.questions_of(edition)
    copy = content.snapshot(idea, questions)
    named = bool(idea.submission) and request.user in queries.named_owners(idea)
    read = {"seen": content.digest(copy), "show_name": named}
    form, changed = SubmitForm(request.POST or None, initial=read), False
    if request.method == "POST" and form.is_valid():
        try:
            actions.submit_idea(idea, **form.cleaned_data, by=request.user, at=request.at)
        except Stale:
            form, changed = SubmitForm(initial=read), True
        else:
            return http.done(request, reverse("ideas:receipt", args=[edition.pk, idea.pk]))
    context = _to_check(request, idea, questions, copy) | {"form": form, "changed": changed}
    return render(request, "ideas/check.html", context, status=409 if changed else 200)


def _to_check(request: Any, idea: Idea, questions: list[Question], copy: dict[str, Any]) -> dict[str, Any]:
    """The text as it would be handed in, what misses, and until when it can be."""
    windows = timeline.shown(idea.edition)
    until = rules.open_until(idea, windows, by=request.user, at=request.at)
    return {
        "idea": idea,
        "public": content.public_text(copy),
        "gaps": content.gaps(idea, questions),
        "answers": _answers(idea, copy),
        "newer": rules.has_newer_changes(idea),
        "is_open": until is not None,
        "closes": until or windows.closes_at(PhaseKey.SUBMISSION),
    }


def _answers(idea: Idea, copy: dict[str, Any]) -> list[dict[str, str]]:
    weeks = {week.monday.isoformat(): week.label for week in registry.weeks_of(idea.edition)}
    return [
        {
            "question": question,
            "answer": answer,
            "url": step_url(idea, step),
        }
        for step, question, answer in content.readable(copy, weeks)
    ]


@require_GET
@allow(signed_in)
def receipt(request: Any, edition: Edition, idea_id: str, number: str = "") -> HttpResponse:
    """The receipt of the last time the idea was handed in, or of the time with this number; to be printed with the
    whole text."""
    idea = own_idea(request, edition, idea_id)
    handed_in = queries.submissions_of(idea)
    wanted = number or (idea.submission.number if idea.submission else "")
    found = next((one for one in handed_in if one.number == wanted), None)
    if found is None:
        raise Http404
    weeks = {week.monday.isoformat(): week.label for week in registry.weeks_of(edition)}
    windows = timeline.shown(edition)
    context = {
        "idea": idea,
        "receipt": found,
        "is_last": found.pk == idea.submission_id,
        "count": len(handed_in),
        "answers": [
            {"question": question, "answer": answer}
            for _step, question, answer in content.readable(found.content, weeks)
        ],
        "announced": windows.opens_at(PhaseKey.ANNOUNCEMENT),
        "until": rules.open_until(idea, windows, by=request.user, at=request.at),
    }
    return render(request, "ideas/receipt.html", context)


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
    again = timeline.shown(edition).accepts(PhaseKey.SUBMISSION, request.at, request.user)
    return render(request, "ideas/withdraw.html", {"idea": idea, "form": form, "again": again})


@require_POST
@allow(signed_in)
def name(request: Any, edition: Edition, idea_id: str) -> HttpResponse:
    """Show my name with the idea, or take it away."""
    idea = own_idea(request, edition, idea_id)
    shown = request.POST.get("shown") == "yes"
    actions.show_name(idea, shown, by=request.user, at=request.at)
    said = _("Je naam staat bij je idee.") if shown else _("Je naam staat niet meer bij je idee.")
    return http.done(request, reverse("ideas:detail", args=[edition.pk, idea.pk]), said)
