"""Pages of deciders about the whole round: the result, what it hangs on, the minutes and the files."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from jury import actions, queries, rules, subjects
from jury.content import csv_text, workbook
from jury.forms import ProposeForm
from jury.models import Round
from jury.views.doors import deciding, others
from portal import timeline
from portal.access import allow, at_most, signed_in
from portal.models import Edition

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@allow(signed_in)
def result(request: Any, edition: Edition, kind: str) -> HttpResponse:
    """How all stand, the draft decisions, what still misses, and the release. For deciders alone."""
    round_ = deciding(request, edition, kind)
    judged, standings = subjects.of(round_), queries.standings_for(round_, request.user)
    told = judged.told_at(timeline.shown(edition))
    context = {
        "round": round_,
        "placed": [one for one in standings if one.place],
        "too_few": [one for one in standings if one.place is None],
        "standings": standings,
        "chosen": sum(one.decision is not None and one.decision.kind == judged.onward for one in standings),
        "undecided": sum(one.decision is None for one in standings),
        "sheets": sum(len(one.sheets) for one in standings),
        "expected": sum(one.expected for one in standings),
        "checks": queries.Checks(standings, judged.onward),
        "missing": queries.missing_of(standings, judged.onward),
        "asked": queries.questioned(standings, judged.onward),
        "propose": ProposeForm(initial={"visible_from": timezone.localtime(told) if told else None}),
        "is_visible": round_.release and round_.release.visible_from <= request.at,
        "others": others(request, round_, 1),
        "mine": round_.release and round_.release.proposed_by_id == request.user.pk,
        "may_decide": rules.is_decider(round_, request.user, at=request.at),
    }
    return render(request, "jury/result.html", context)


@require_GET
@allow(signed_in)
def checks(request: Any, edition: Edition, kind: str) -> HttpResponse:
    """How scores spread over criteria and judges, and whether the order would stand with one thing changed."""
    round_ = deciding(request, edition, kind)
    standings = queries.standings_for(round_, request.user)
    context = {
        "round": round_,
        "checks": queries.Checks(standings, subjects.of(round_).onward),
        "bins": queries.spread_of(standings),
    }
    return render(request, "jury/checks.html", context)


@require_GET
@allow(signed_in)
def minutes(request: Any, edition: Edition, kind: str) -> HttpResponse:
    """Who judged, conflicts, result, decisions with their reasons, and who released: to print and to file."""
    round_ = deciding(request, edition, kind)
    told = queries.minutes_of(round_, queries.standings_for(round_, request.user))
    return render(request, "jury/minutes.html", {"round": round_, "minutes": told, "at": request.at})


@require_GET
@allow(signed_in)
@at_most(30, 3600, method="GET")
def export(request: Any, edition: Edition, kind: str) -> HttpResponse:
    """Every score of the round as a file, so that anyone who may see it can recompute the result."""
    round_ = deciding(request, edition, kind)
    actions.take_along(round_, file="csv", by=request.user, at=request.at)
    rows = queries.score_rows(round_, queries.standings_for(round_, request.user))
    return _file(round_, "csv", "text/csv; charset=utf-8", csv_text(rows))


@require_GET
@allow(signed_in)
@at_most(30, 3600, method="GET")
def book(request: Any, edition: Edition, kind: str) -> HttpResponse:
    """The same for people to read: a row per sheet, with the result and the criteria beside it."""
    round_ = deciding(request, edition, kind)
    actions.take_along(round_, file="xlsx", by=request.user, at=request.at)
    standings = queries.standings_for(round_, request.user)
    tables = {
        "scores": queries.sheet_rows(round_, standings),
        "result": queries.result_rows(standings),
        "criteria": queries.criteria_rows(round_),
    }
    return _file(round_, "xlsx", XLSX, workbook(tables))


def _file(round_: Round, extension: str, kind: str, content: str | bytes) -> HttpResponse:
    name = f"{round_.edition_id}-{round_.kind}.{extension}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
