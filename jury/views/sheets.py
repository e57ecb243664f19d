"""Pages of a judge: the list, and the sheet."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ideas.queries import questions_about
from jury import actions, queries, rules, subjects
from jury.forms import RecuseForm, SheetForm
from jury.models import RoundKind, Sheet
from jury.states import SheetState
from jury.views.doors import judge, judging, others, to_check, to_list, to_sheet
from portal import http, timeline
from portal.access import allow
from portal.errors import Refused, Stale
from portal.models import Edition


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
def next_one(request: Any, edition: Edition, kind: str) -> HttpResponse:
    """Open one's sheet on what is judged least; back to the list when nothing is left."""
    round_ = judging(request, edition, kind)
    rules.check_may_judge(round_, by=request.user, at=request.at)
    subject = queries.next_for(round_, request.user)
    if subject is None:
        return to_list(request, round_, _("Je bent klaar met je lijst. Bedankt!"))
    return to_sheet(request, actions.open_sheet(round_, subject, by=request.user, at=request.at))


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
    own.judge = request.user
    rules.check_takes_part(own.entry.round, own.entry.subject)
    return own


def shown(request: Any, own: Sheet, form: SheetForm) -> dict[str, Any]:
    """What every drawing of a sheet needs. The dossier comes after the question about conflicts, and a judge who
    stepped aside reads nothing of it."""
    entry, round_ = own.entry, own.entry.round
    text = subjects.of(round_).text_of(entry.subject)
    context = {"sheet": own, "round": round_, "text": text, "form": form, "recuse": RecuseForm()}
    context |= {"csrf_cookie": settings.CSRF_COOKIE_NAME, "is_team": round_.kind == RoundKind.PITCH}
    if own.no_conflict_at is None:
        return context if own.state == SheetState.RECUSED else context | _for_the_question(own)
    return context | _behind_the_question(own)


def _for_the_question(own: Sheet) -> dict[str, Any]:
    """What helps to say whether there is a conflict: what the portal knows, and of a team who is in it."""
    members = queries.dossier_of(own.entry.team).members if own.entry.team else []
    return {"hints": queries.hints(own), "members": members}


def _behind_the_question(own: Sheet) -> dict[str, Any]:
    entry, round_ = own.entry, own.entry.round
    handed_in = own.state == SheetState.HANDED_IN
    moment = rules.Moment.HANDED_IN if handed_in else rules.Moment.JUDGING
    if handed_in and round_.deliberating_since:
        moment = rules.Moment.DELIBERATION
    read = rules.may_see(rules.Part.SCORES, eye=rules.Eye.JUDGE, moment=moment, own=False, sees=round_.sees)
    return {
        "dossier": queries.dossier_of(entry.team) if entry.team else None,
        "questions": questions_about(entry.idea) if entry.idea else [],
        "copies": list(own.copies.all()) if handed_in else [],
        "others": queries.others_of(own) if read else [],
        "read": read,
        "outdated": own.rubric_id != round_.rubric_id,
        "corrections": queries.corrections_on(own),
    }


@require_http_methods(["GET", "POST"])
@allow(judge)
def sheet(request: Any, edition: Edition, kind: str, sheet_id: str) -> HttpResponse:
    """What is judged on one side, one's scores on the other. Saves, by itself too, or saves and goes to the check."""
    own = own_sheet(request, edition, kind, sheet_id)
    form = SheetForm(request.POST or None, sheet=own)
    elsewhere = None
    if request.method == "POST" and form.is_valid():
        try:
            own = _save(request, own, form)
        except Stale:
            form, elsewhere = _side_by_side(request, own)
        except Refused as refused:
            if not request.htmx:
                raise
            return render(request, "jury/not_saved.html", {"refused": refused, "form": form}, status=409)
        else:
            if (done := _after_saving(request, own)) is not None:
                return done
            form = SheetForm(http.posted_again(request, version=own.version), sheet=own)
            form.tell(queries.gaps_of(own))
    if request.method == "POST" and request.htmx:
        return _not_saved(request, own, form, elsewhere)
    context = shown(request, own, form) | {"elsewhere": elsewhere}
    return render(request, "jury/sheet.html", context, status=409 if elsewhere else 200)


def _save(request: Any, own: Sheet, form: SheetForm) -> Sheet:
    return actions.save_sheet(own, form.scores(), **form.words(), by=request.user, at=request.at)


def _after_saving(request: Any, own: Sheet) -> HttpResponse | None:
    """The answer, or None for a sheet that is not complete: its page tells what misses."""
    if request.htmx:
        return render(request, "jury/saved.html", {"sheet": own})
    if "check" not in request.POST:
        return to_sheet(request, own, _("Bewaard."))
    return None if queries.gaps_of(own) else to_check(request, own)


def _side_by_side(request: Any, own: Sheet) -> tuple[SheetForm, list[tuple[str, str]]]:
    """What was filled in, ready to be saved over the newer version, and what that version says."""
    typed = SheetForm(http.posted_again(request, version=own.version), sheet=own)
    return typed, SheetForm(sheet=own).told


def _not_saved(request: Any, own: Sheet, form: SheetForm, elsewhere: Any) -> HttpResponse:
    """The answer to saving while one fills in, when something is wrong: why, beside the form that stays as it is."""
    context = {"form": form, "elsewhere": elsewhere, "sheet": own}
    return render(request, "jury/not_saved.html", context, status=409 if elsewhere else 422)


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
        context = shown(request, own, SheetForm(sheet=own)) | {"recuse": form, "form_has_errors": True}
        return render(request, "jury/sheet.html", context)
    said = {"reason": form.cleaned_data.get("reason", ""), "kind": form.cleaned_data.get("kind", "other")}
    actions.recuse(own, **said, by=request.user, at=request.at)
    return to_sheet(request, own, _("Bedankt dat je dit meldt. Je beoordeelt dit niet."))


@require_POST
@allow(judge)
def reopen(request: Any, edition: Edition, kind: str, sheet_id: str) -> HttpResponse:
    """Take a handed-in sheet back."""
    own = own_sheet(request, edition, kind, sheet_id)
    actions.reopen(own, by=request.user, at=request.at)
    return to_sheet(request, own, _("Je kan je beoordeling weer wijzigen."))


@require_POST
@allow(judge)
def read_again(request: Any, edition: Edition, kind: str, sheet_id: str) -> HttpResponse:
    """One read what was corrected since one scored, and lets one's scores stand."""
    own = own_sheet(request, edition, kind, sheet_id)
    text = request.POST.get("text", "")
    if actions.read_again(own, text=text, by=request.user, at=request.at):
        return to_sheet(request, own, _("Genoteerd: je scores blijven zoals ze zijn."))
    return to_sheet(request, own, _("De tekst is intussen nog eens verbeterd. Lees ook wat er nu wijzigde."))
