"""Pages of judges and deciders."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ideas.queries import questions_about
from jury import actions, queries, rules, subjects
from jury.content import csv_text
from jury.forms import DecisionForm, ProposeForm, RecuseForm, SheetForm
from jury.models import Decision, Round, RoundKind, Sheet
from jury.states import SheetState
from portal import http, timeline
from portal.access import allow, role, signed_in
from portal.errors import Stale
from portal.models import Edition, RoleKind

judge = role(RoleKind.ASSESSOR, RoleKind.JUROR)


def round_of(edition: Edition, kind: str) -> Round:
    round_ = queries.shown_round(edition, kind)
    if round_ is None:
        raise Http404
    return round_


def judging(request: Any, edition: Edition, kind: str) -> Round:
    """The round for its own judges: an assessor does not see the pitch, a juror not the preselection. A superuser
    may look at the list."""
    round_ = round_of(edition, kind)
    if not (rules.is_judge(round_, request.user, at=request.at) or request.user.is_superuser):
        raise Http404
    return round_


def deciding(request: Any, edition: Edition, kind: str) -> Round:
    """The round for somebody who may see its drafts; a 404 for all others. A superuser's look is recorded."""
    round_ = round_of(edition, kind)
    if not rules.may_see_drafts(round_, request.user, at=request.at):
        raise Http404
    if not rules.is_decider(round_, request.user, at=request.at):
        actions.look(round_, by=request.user, at=request.at)
    return round_


def to_list(request: Any, round_: Round, said: str) -> HttpResponse:
    return http.done(request, reverse("jury:my_round", args=[round_.edition_id, round_.kind]), said)


def to_sheet(request: Any, own: Sheet, said: str = "") -> HttpResponse:
    round_ = own.entry.round
    return http.done(request, reverse("jury:sheet", args=[round_.edition_id, round_.kind, own.pk]), said)


def to_result(request: Any, round_: Round, said: str) -> HttpResponse:
    return http.done(request, reverse("jury:result", args=[round_.edition_id, round_.kind]), said)


def others(request: Any, round_: Round, place: int) -> list[Round]:
    """The other round that somebody judges (place 0) or decides in (1): the menu leads to one of them."""
    concerning = queries.rounds_concerning(request.user, round_.edition, at=request.at)[place]
    return [one for one in concerning if one != round_]


@require_GET
@allow(judge)
def my_round(request: Any, edition: Edition, kind: str) -> HttpResponse:
    """A judge's list: all there is to judge with the state of one's own sheet, and how far one is."""
    round_ = judging(request, edition, kind)
    progress = queries.progress_of(round_, request.user)
    page = http.page_of(request, queries.to_judge(round_, request.user), count=progress.total)
    windows, window = timeline.shown(edition), subjects.of(round_).window
    context = {
        "round": round_,
        "page": page,
        "tasks": queries.tasks_on(list(page), round_, request.user),
        "progress": progress,
        "is_open": windows.is_open(window, request.at),
        "opens": windows.opens_at(window),
        "closes": windows.closes_at(window),
        "has_closed": windows.has_closed(window, request.at),
        "others": others(request, round_, 0),
    }
    return render(request, "jury/my_round.html", context)


@require_POST
@allow(judge)
def begin(request: Any, edition: Edition, kind: str, subject_id: str) -> HttpResponse:
    """Open one's sheet on an idea or a team."""
    round_ = judging(request, edition, kind)
    subject = get_object_or_404(subjects.of(round_).taking_part(edition), pk=subject_id)
    return to_sheet(request, actions.open_sheet(round_, subject, by=request.user, at=request.at))


def own_sheet(request: Any, edition: Edition, kind: str, sheet_id: str) -> Sheet:
    """One's own sheet; of what was withdrawn meanwhile, a refusal that shows back what was typed."""
    sheets = queries.sheet_for(sheet_id, request.user).filter(
        entry__round__edition=edition, entry__round__kind=kind
    )
    own = get_object_or_404(sheets)
    rules.check_takes_part(own.entry.round, own.entry.subject)
    return own


def _shown(own: Sheet, form: SheetForm) -> dict[str, Any]:
    """What every drawing of a sheet needs; of a team, the dossier beside the idea."""
    entry, round_ = own.entry, own.entry.round
    return {
        "sheet": own,
        "round": round_,
        "text": subjects.of(round_).text_of(entry.subject),
        "dossier": queries.dossier_of(entry.team) if entry.team else None,
        "questions": questions_about(entry.idea) if entry.idea else [],
        "form": form,
        "recuse": RecuseForm(),
    }


@require_http_methods(["GET", "POST"])
@allow(judge)
def sheet(request: Any, edition: Edition, kind: str, sheet_id: str) -> HttpResponse:
    """What is judged on one side, one's scores on the other. Saves, or saves and hands in."""
    own = own_sheet(request, edition, kind, sheet_id)
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
                return to_sheet(request, own, _("Bewaard."))
            if not (missing := queries.gaps_of(own)):
                actions.hand_in(own, by=request.user, at=request.at)
                return to_list(request, own.entry.round, _("Je beoordeling is ingediend."))
            form = SheetForm(http.posted_again(request, version=own.version), sheet=own)
            form.tell(missing)
    context = _shown(own, form) | {"elsewhere": elsewhere}
    return render(request, "jury/sheet.html", context, status=409 if elsewhere else 200)


def _save(request: Any, own: Sheet, form: SheetForm) -> Sheet:
    """Save before anything else is asked, so that a hand-in that misses something loses nothing."""
    comment, version = form.cleaned_data["comment"], form.cleaned_data["version"]
    return actions.save_sheet(
        own, form.scores(), comment=comment, version=version, by=request.user, at=request.at
    )


@require_POST
@allow(judge)
def conflict(request: Any, edition: Edition, kind: str, sheet_id: str) -> HttpResponse:
    """Answer the question about conflicts of interest."""
    own = own_sheet(request, edition, kind, sheet_id)
    if request.POST.get("conflict") == "no":
        actions.declare_no_conflict(own, by=request.user, at=request.at)
        return to_sheet(request, own)
    form = RecuseForm(request.POST)
    if not form.is_valid() and own.state != SheetState.RECUSED:
        context = _shown(own, SheetForm(sheet=own)) | {"recuse": form, "form_has_errors": True}
        return render(request, "jury/sheet.html", context)
    actions.recuse(own, reason=form.cleaned_data.get("reason", ""), by=request.user, at=request.at)
    return to_list(request, own.entry.round, _("Bedankt dat je dit meldt. Je beoordeelt dit niet."))


@require_POST
@allow(judge)
def reopen(request: Any, edition: Edition, kind: str, sheet_id: str) -> HttpResponse:
    """Take a handed-in sheet back."""
    own = own_sheet(request, edition, kind, sheet_id)
    actions.reopen(own, by=request.user, at=request.at)
    return to_sheet(request, own, _("Je kan je beoordeling weer wijzigen."))


@require_GET
@allow(signed_in)
def result(request: Any, edition: Edition, kind: str) -> HttpResponse:
    """How all stand, the draft decisions, and the release. For deciders alone."""
    round_ = deciding(request, edition, kind)
    judged, standings = subjects.of(round_), queries.standings(round_)
    told = judged.told_at(timeline.shown(edition))
    tries, changes = queries.changes_without(standings, judged.onward)
    context = {
        "round": round_,
        "standings": standings,
        "chosen": sum(one.decision is not None and one.decision.kind == judged.onward for one in standings),
        "undecided": sum(one.decision is None for one in standings),
        "sheets": sum(len(one.sheets) for one in standings),
        "tries": tries,
        "changes": changes,
        "propose": ProposeForm(initial={"visible_from": timezone.localtime(told) if told else None}),
        "is_visible": round_.release and round_.release.visible_from <= request.at,
        "others": others(request, round_, 1),
        "mine": round_.release and round_.release.proposed_by_id == request.user.pk,
        "may_decide": rules.is_decider(round_, request.user, at=request.at),
        "bins": queries.spread_of(standings),
    }
    return render(request, "jury/result.html", context)


@require_GET
@allow(signed_in)
def export(request: Any, edition: Edition, kind: str) -> HttpResponse:
    """Every score of the round as a file, so that anyone who may see it can recompute the result."""
    round_ = deciding(request, edition, kind)
    text = csv_text(queries.export_rows(round_))
    name = f"{edition.pk}-{round_.kind}.csv"
    return HttpResponse(
        text,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def decision(request: Any, edition: Edition, kind: str, subject_id: str) -> HttpResponse:
    """One idea or team with all sheets and how they add up; draft the decision and the feedback."""
    round_ = deciding(request, edition, kind)
    standing = next((one for one in queries.standings(round_) if one.subject.pk == subject_id), None)
    if standing is None:
        raise Http404
    current = standing.decision
    form = DecisionForm(request.POST or None, initial=_initial(current), round_=round_)
    elsewhere = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide(round_, standing.subject, **form.cleaned_data, by=request.user, at=request.at)
        except Stale:
            elsewhere = current
            again = http.posted_again(request, version=current.version if current else 0)
            form = DecisionForm(again, round_=round_)
        else:
            return to_result(request, round_, _("Ontwerpbesluit bewaard."))
    context = {
        "round": round_,
        "standing": standing,
        "dossier": queries.dossier_of(standing.subject) if kind == RoundKind.PITCH else None,
        "form": form,
        "elsewhere": elsewhere,
    }
    return render(request, "jury/decision.html", context, status=409 if elsewhere else 200)


def _initial(current: Decision | None) -> dict[str, Any]:
    if current is None:
        return {"version": 0}
    return {"version": current.version, "kind": current.kind, "feedback": current.feedback}


@require_POST
@allow(signed_in)
def propose(request: Any, edition: Edition, kind: str) -> HttpResponse:
    """First person: propose the release."""
    round_ = deciding(request, edition, kind)
    form = ProposeForm(request.POST)
    if not form.is_valid():
        return render(request, "jury/propose.html", {"round": round_, "form": form})
    actions.propose_release(round_, **form.cleaned_data, by=request.user, at=request.at)
    return to_result(request, round_, _("Je voorstel ligt klaar. Een andere beslisser keurt het goed."))


@require_POST
@allow(signed_in)
def approve(request: Any, edition: Edition, kind: str) -> HttpResponse:
    """Second person: approve it."""
    round_ = deciding(request, edition, kind)
    actions.approve_release(round_, by=request.user, at=request.at)
    return to_result(request, round_, _("Goedgekeurd. De mails staan klaar."))


@require_POST
@allow(signed_in)
def withdraw(request: Any, edition: Edition, kind: str) -> HttpResponse:
    """Take the proposal or the approval back, before its instant."""
    round_ = deciding(request, edition, kind)
    reason = request.POST.get("reason", "")[:1000].replace("\0", "")  # PostgreSQL keeps no NUL
    actions.withdraw_release(round_, reason=reason, by=request.user, at=request.at)
    return to_result(request, round_, _("De vrijgave is ingetrokken."))
