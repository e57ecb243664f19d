"""Pages of deciders on which they decide: about one, or about several at once."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from jury import actions, queries, subjects
from jury.forms import DecisionForm, TogetherForm
from jury.models import WORDS, Decision, RoundKind
from jury.views.doors import deciding, to_result
from portal import http
from portal.access import allow, signed_in
from portal.errors import Stale
from portal.models import Edition


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def decision(request: Any, edition: Edition, kind: str, subject_id: str) -> HttpResponse:
    """One idea or team with all sheets and how they add up; draft the decision and the feedback."""
    round_ = deciding(request, edition, kind)
    standings = queries.standings_for(round_, request.user)
    standing = next((one for one in standings if one.subject.pk == subject_id), None)
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
        "asked": subject_id in queries.questioned(standings, subjects.of(round_).onward),
        "dossier": queries.dossier_of(standing.subject) if kind == RoundKind.PITCH else None,
        "form": form,
        "elsewhere": elsewhere,
    }
    return render(request, "jury/decision.html", context, status=409 if elsewhere else 200)


def _initial(current: Decision | None) -> dict[str, Any]:
    if current is None:
        return {"version": 0}
    return {name: getattr(current, name) for name in ("version", "kind", *WORDS)}


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def together(request: Any, edition: Edition, kind: str) -> HttpResponse:
    """The same decision about several that have none yet: choose and write, check, and only then keep."""
    round_ = deciding(request, edition, kind)
    form = TogetherForm(
        request.POST or None, round_=round_, standings=queries.standings_for(round_, request.user)
    )
    if request.method != "POST" or not form.is_valid() or "back" in request.POST:
        return render(request, "jury/together.html", {"round": round_, "form": form})
    if "sure" not in request.POST:
        return render(request, "jury/together_check.html", {"round": round_, "form": form})
    words = {name: value for name, value in form.cleaned_data.items() if name != "subjects"}
    picked = [(one.subject, 0) for one in form.chosen]
    number = actions.decide_together(round_, picked, **words, by=request.user, at=request.at)
    said = ngettext("%(n)d ontwerpbesluit bewaard.", "%(n)d ontwerpbesluiten bewaard.", number)
    return to_result(request, round_, said % {"n": number})
