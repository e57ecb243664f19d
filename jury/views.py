"""Pages of judges and deciders."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ideas.queries import handed_in
from jury import actions, queries, rules
from jury.forms import DecisionForm, ProposeForm, RecuseForm, SheetForm
from jury.models import Decision, Round, RoundKind, Sheet
from portal import http, timeline
from portal.access import allow, role, signed_in
from portal.errors import Stale
from portal.models import Edition, PhaseKey, RoleKind

judge = role(RoleKind.ASSESSOR)


def preselection(edition: Edition) -> Round:
    round_ = queries.shown_round(edition, RoundKind.PRESELECTION)
    if round_ is None:
        raise Http404
    return round_


def deciding(request: Any, edition: Edition) -> Round:
    """The round for somebody who may see its drafts; a 404 for all others. A superuser's look is recorded."""
    round_ = preselection(edition)
    if not rules.may_see_drafts(round_, request.user, at=request.at):
        raise Http404
    if not rules.is_decider(round_, request.user, at=request.at):
        actions.look(round_, by=request.user, at=request.at)
    return round_


@require_GET
@allow(judge)
def my_round(request: Any, edition: Edition) -> HttpResponse:
    """A judge's list: every idea with the state of one's own sheet, and how far one is."""
    round_ = preselection(edition)
    page = http.page_of(request, queries.ideas_to_judge(round_, request.user))
    windows = timeline.shown(edition)
    context = {
        "round": round_,
        "page": page,
        "tasks": queries.tasks_on(list(page), round_, request.user),
        "progress": queries.progress_of(round_, request.user),
        "is_open": windows.is_open(PhaseKey.PRESELECTION, request.at),
        "opens": windows.opens_at(PhaseKey.PRESELECTION),
        "closes": windows.closes_at(PhaseKey.PRESELECTION),
        "has_closed": windows.has_closed(PhaseKey.PRESELECTION, request.at),
    }
    return render(request, "jury/my_round.html", context)


@require_POST
@allow(judge)
def begin(request: Any, edition: Edition, idea_id: str) -> HttpResponse:
    """Open one's sheet on an idea."""
    round_ = preselection(edition)
    idea = get_object_or_404(handed_in(edition), pk=idea_id)
    sheet = actions.open_sheet(round_, idea, by=request.user, at=request.at)
    return http.done(request, reverse("jury:sheet", args=[edition.pk, sheet.pk]))


def own_sheet(request: Any, edition: Edition, sheet_id: str) -> Sheet:
    """One's own sheet; of an idea that was withdrawn meanwhile, a refusal that shows back what was typed."""
    sheets = queries.sheet_for(sheet_id, request.user).filter(entry__round__edition=edition)
    own = get_object_or_404(sheets)
    rules.check_takes_part(own.entry.round, own.entry.idea)
    return own


@require_http_methods(["GET", "POST"])
@allow(judge)
def sheet(request: Any, edition: Edition, sheet_id: str) -> HttpResponse:
    """The idea on one side, one's scores on the other. Saves, or saves and hands in."""
    own = own_sheet(request, edition, sheet_id)
    form = SheetForm(request.POST or None, sheet=own)
    elsewhere = None
    if request.method == "POST" and form.is_valid():
        try:
            own = _save(request, own, form)
        except Stale:
            elsewhere = SheetForm(sheet=own)
            form = SheetForm(http.posted_again(request, version=own.version), sheet=own)
        else:
            if "hand_in" not in request.POST:
                return http.done(request, reverse("jury:sheet", args=[edition.pk, own.pk]), _("Bewaard."))
            if not (missing := queries.gaps_of(own)):
                return _hand_in(request, own, edition)
            form = SheetForm(http.posted_again(request, version=own.version), sheet=own)
            form.tell(missing)
    context = {
        "sheet": own,
        "idea": own.entry.idea,
        "form": form,
        "elsewhere": elsewhere,
        "recuse": RecuseForm(),
    }
    return render(request, "jury/sheet.html", context, status=409 if elsewhere else 200)


def _save(request: Any, own: Sheet, form: SheetForm) -> Sheet:
    """Save before anything else is asked, so that a hand-in that misses something loses nothing."""
    comment, version = form.cleaned_data["comment"], form.cleaned_data["version"]
    return actions.save_sheet(
        own, form.scores(), comment=comment, version=version, by=request.user, at=request.at
    )


def _hand_in(request: Any, own: Sheet, edition: Edition) -> HttpResponse:
    actions.hand_in(own, by=request.user, at=request.at)
    return http.done(request, reverse("jury:my_round", args=[edition.pk]), _("Je beoordeling is ingediend."))


@require_POST
@allow(judge)
def conflict(request: Any, edition: Edition, sheet_id: str) -> HttpResponse:
    """Answer the question about conflicts of interest."""
    own = own_sheet(request, edition, sheet_id)
    here = reverse("jury:sheet", args=[edition.pk, own.pk])
    if request.POST.get("conflict") == "no":
        actions.declare_no_conflict(own, by=request.user, at=request.at)
        return http.done(request, here)
    form = RecuseForm(request.POST)
    if not form.is_valid():
        context = {"sheet": own, "idea": own.entry.idea, "form": SheetForm(sheet=own), "recuse": form}
        return render(request, "jury/sheet.html", context | {"form_has_errors": True})
    actions.recuse(own, reason=form.cleaned_data["reason"], by=request.user, at=request.at)
    said = _("Bedankt om dit te melden. Je beoordeelt dit idee niet.")
    return http.done(request, reverse("jury:my_round", args=[edition.pk]), said)


@require_POST
@allow(judge)
def reopen(request: Any, edition: Edition, sheet_id: str) -> HttpResponse:
    """Take a handed-in sheet back."""
    own = own_sheet(request, edition, sheet_id)
    actions.reopen(own, by=request.user, at=request.at)
    return http.done(
        request, reverse("jury:sheet", args=[edition.pk, own.pk]), _("Je kan je beoordeling weer wijzigen.")
    )


@require_GET
@allow(signed_in)
def result(request: Any, edition: Edition) -> HttpResponse:
    """How every idea stands, the draft decisions, and the release. For deciders alone."""
    round_ = deciding(request, edition)
    windows = timeline.shown(edition)
    announced = windows.opens_at(PhaseKey.ANNOUNCEMENT)
    standings = queries.standings(round_)
    context = {
        "round": round_,
        "standings": standings,
        "shortlisted": sum(
            one.decision is not None and one.decision.kind == "shortlisted" for one in standings
        ),
        "undecided": sum(one.decision is None for one in standings),
        "sheets": sum(len(one.sheets) for one in standings),
        "propose": ProposeForm(
            initial={"visible_from": timezone.localtime(announced) if announced else None}
        ),
        "is_visible": round_.release and round_.release.visible_from <= request.at,
        "mine": round_.release and round_.release.proposed_by_id == request.user.pk,
        "may_decide": rules.is_decider(round_, request.user, at=request.at),
    }
    return render(request, "jury/result.html", context)


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def decision(request: Any, edition: Edition, idea_id: str) -> HttpResponse:
    """One idea with all sheets; draft the decision and the feedback."""
    round_ = deciding(request, edition)
    standing = next((one for one in queries.standings(round_) if one.idea.pk == idea_id), None)
    if standing is None:
        raise Http404
    current = standing.decision
    form = DecisionForm(request.POST or None, initial=_initial(current))
    elsewhere = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide(round_, standing.idea, **form.cleaned_data, by=request.user, at=request.at)
        except Stale:
            elsewhere = current
            form = DecisionForm(http.posted_again(request, version=current.version if current else 0))
        else:
            return http.done(request, reverse("jury:result", args=[edition.pk]), _("Ontwerpbesluit bewaard."))
    context = {"round": round_, "standing": standing, "form": form, "elsewhere": elsewhere}
    return render(request, "jury/decision.html", context, status=409 if elsewhere else 200)


def _initial(current: Decision | None) -> dict[str, Any]:
    if current is None:
        return {"version": 0}
    return {"version": current.version, "kind": current.kind, "feedback": current.feedback}


@require_POST
@allow(signed_in)
def propose(request: Any, edition: Edition) -> HttpResponse:
    """First person: propose the release."""
    round_ = deciding(request, edition)
    form = ProposeForm(request.POST)
    if not form.is_valid():
        return render(request, "jury/propose.html", {"round": round_, "form": form})
    actions.propose_release(round_, **form.cleaned_data, by=request.user, at=request.at)
    said = _("Je voorstel ligt klaar. Een andere beslisser keurt het goed.")
    return http.done(request, reverse("jury:result", args=[edition.pk]), said)


@require_POST
@allow(signed_in)
def approve(request: Any, edition: Edition) -> HttpResponse:
    """Second person: approve it."""
    actions.approve_release(deciding(request, edition), by=request.user, at=request.at)
    return http.done(
        request, reverse("jury:result", args=[edition.pk]), _("Goedgekeurd. De brieven staan klaar.")
    )


@require_POST
@allow(signed_in)
def withdraw(request: Any, edition: Edition) -> HttpResponse:
    """Take the proposal or the approval back, before its instant."""
    reason = request.POST.get("reason", "")[:1000].replace("\0", "")  # PostgreSQL keeps no NUL
    actions.withdraw_release(deciding(request, edition), reason=reason, by=request.user, at=request.at)
    return http.done(request, reverse("jury:result", args=[edition.pk]), _("De vrijgave is ingetrokken."))
