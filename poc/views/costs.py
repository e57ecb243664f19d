"""Costs: the form that asks for one, the page of one with its ledger, and every button on it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from poc import actions, content, queries, rules
from poc.forms import AskForm, CorrectForm, DeclineForm, RecordForm
from poc.models import EntryKind, Obligation
from poc.states import ObligationState, ProjectState
from poc.views.projects import visible_project
from portal import http
from portal.access import allow, signed_in, staff
from portal.models import Edition


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def ask(request: Any, edition: Edition, project_id: str) -> HttpResponse:
    """Ask for outside help. What does not fit is told beside the amount, with everything typed still there."""
    found = visible_project(request, edition, project_id)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            made = actions.ask_cost(
                found, amount_cents=said.pop("amount"), **said, by=request.user, at=request.at
            )
        except rules.TooMuch as no:
            form.add_error("amount", no.reason)
        else:
            return http.done(request, _page(made), _("Je aanvraag is verstuurd. Sandbox kijkt ze na."))
    rules.check_member(found, by=request.user)
    rules.check_running(found)
    return render(request, "poc/ask.html", {"project": found, "form": form})


def _page(obligation: Obligation) -> str:
    return reverse("poc:cost", args=[obligation.project.edition_id, obligation.pk])


def visible_cost(request: Any, edition: Edition, obligation_id: str) -> Obligation:
    """The cost for who may see its PoC; a 404 for anybody else."""
    return get_object_or_404(queries.costs_visible(request.user, edition, at=request.at), pk=obligation_id)


@require_GET
@allow(signed_in)
def cost(request: Any, edition: Edition, obligation_id: str) -> HttpResponse:
    """One cost: what was approved, every line of its ledger, what can be done now."""
    found = visible_cost(request, edition, obligation_id)
    return render(request, "poc/cost.html", _context(request, found))


def _context(request: Any, found: Obligation, **forms: Any) -> dict[str, Any]:
    sums = queries.sums_of(found)
    context = {
        "cost": found,
        "project": found.project,
        "sums": sums,
        "spending": content.SPENDING,
        "ended": found.project.state != ProjectState.RUNNING,
        "form": None,
        "record": RecordForm(),
        "decline": DeclineForm(),
    }
    return context | _ledger(found) | _may(request, found, sums) | forms


def _ledger(found: Obligation) -> dict[str, Any]:
    """Every line with its amount without VAT; the first line is what was asked."""
    lines = list(queries.lines_of(found))
    bare = [content.without_vat(one.amount_cents, found.vat_rate) for one in lines]
    return {
        "lines": [{"entry": one, "bare": cents} for one, cents in zip(lines, bare, strict=True)],
        "asked_cents": lines[0].amount_cents if lines else 0,
        "bare_cents": bare[0] if bare else 0,
    }


def _may(request: Any, found: Obligation, sums: dict[str, int]) -> dict[str, bool]:
    """Which buttons this person gets now."""
    project, person = found.project, request.user
    member, backstage = rules.is_member(project, person), rules.is_staff(project, person, at=request.at)
    asked, approved = found.state == ObligationState.ASKED, found.state == ObligationState.APPROVED
    invoiced, paid = sums[EntryKind.INVOICED], sums[EntryKind.PAID]
    takes_part = member or backstage
    return {
        "staff": backstage,
        "may_answer": asked and rules.may_answer(found, person, at=request.at),
        "may_record": approved and takes_part,
        "may_cancel": member and (asked or approved) and not (invoiced or paid),
        "may_close": approved and takes_part and paid > 0 and invoiced <= paid,
    }


@require_POST
@allow(signed_in)
def record(request: Any, edition: Edition, obligation_id: str) -> HttpResponse:
    """Note an order, an invoice or a payment; what goes beyond the approval is told beside the amount."""
    found = visible_cost(request, edition, obligation_id)
    form = RecordForm(request.POST)
    if form.is_valid():
        said = dict(form.cleaned_data)
        try:
            actions.record_entry(
                found, amount_cents=said.pop("amount"), **said, by=request.user, at=request.at
            )
        except rules.TooMuch as no:
            form.add_error("amount", no.reason)
        else:
            return http.done(request, _page(found), _("Genoteerd."))
    rules.check_takes_part(found.project, by=request.user, at=request.at)
    rules.check_approved(found)
    return render(request, "poc/cost.html", _context(request, found, form=form, record=form))


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def correct(request: Any, edition: Edition, obligation_id: str, entry_id: int) -> HttpResponse:
    """Take back a line, or a part of it, with a counter-entry and a reason."""
    found = visible_cost(request, edition, obligation_id)
    entry = get_object_or_404(queries.lines_of(found), pk=entry_id)
    entry.obligation = found
    form = CorrectForm(
        request.POST or None, initial={"amount": content.write_amount(abs(entry.amount_cents))}
    )
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            actions.correct_entry(
                entry, amount_cents=said.pop("amount"), **said, by=request.user, at=request.at
            )
        except rules.TooMuch as no:
            form.add_error("amount", no.reason)
        else:
            return http.done(request, _page(found), _("Rechtgezet. Wat er eerst stond, blijft staan."))
    rules.check_may_correct(entry, cents=0, note="-", by=request.user, at=request.at)
    return render(request, "poc/correct.html", {"cost": found, "entry": entry, "form": form})


@require_POST
@allow(staff)
def approve(request: Any, edition: Edition, obligation_id: str) -> HttpResponse:
    """Say yes."""
    found = visible_cost(request, edition, obligation_id)
    actions.approve_cost(found, by=request.user, at=request.at)
    return http.done(request, _page(found), _("Goedgekeurd. Het team krijgt een mail."))


@require_POST
@allow(staff)
def decline(request: Any, edition: Edition, obligation_id: str) -> HttpResponse:
    """Say no, with a word of explanation."""
    found = visible_cost(request, edition, obligation_id)
    form = DeclineForm(request.POST)
    if form.is_valid():
        actions.decline_cost(found, **form.cleaned_data, by=request.user, at=request.at)
        return http.done(request, _page(found), _("Je antwoord is verstuurd. Het bedrag is weer vrij."))
    rules.check_may_answer(found, by=request.user, at=request.at)
    return render(request, "poc/cost.html", _context(request, found, form=form, decline=form))


@require_POST
@allow(signed_in)
def cancel(request: Any, edition: Edition, obligation_id: str) -> HttpResponse:
    """The team takes a cost back."""
    found = visible_cost(request, edition, obligation_id)
    actions.cancel_cost(found, by=request.user, at=request.at)
    return http.done(request, _page(found), _("Geannuleerd. Het bedrag is weer vrij."))


@require_POST
@allow(signed_in)
def close(request: Any, edition: Edition, obligation_id: str) -> HttpResponse:
    """Everything is paid: what is left comes free."""
    found = visible_cost(request, edition, obligation_id)
    actions.close_cost(found, by=request.user, at=request.at)
    return http.done(request, _page(found), _("Afgesloten. Wat overbleef is weer vrij."))
