"""Who comes in at a page of judging, and where one goes next."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from jury import actions, queries, rules
from jury.models import Round, Sheet
from portal import http
from portal.access import role
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
    """The round for somebody who may see its drafts; a 404 for all others. A look at what nobody was told yet is
    recorded, and of a superuser every look."""
    round_ = round_of(edition, kind)
    if not rules.may_see_drafts(round_, request.user, at=request.at):
        raise Http404
    decides = rules.is_decider(round_, request.user, at=request.at)
    if not decides or (request.method == "GET" and not rules.is_told(round_, at=request.at)):
        actions.look(round_, by=request.user, at=request.at)
    return round_


def to_list(request: Any, round_: Round, said: str) -> HttpResponse:
    return http.done(request, reverse("jury:my_round", args=[round_.edition_id, round_.kind]), said)


def to_sheet(request: Any, own: Sheet, said: str = "") -> HttpResponse:
    round_ = own.entry.round
    return http.done(request, reverse("jury:sheet", args=[round_.edition_id, round_.kind, own.pk]), said)


def to_check(request: Any, own: Sheet) -> HttpResponse:
    round_ = own.entry.round
    return http.done(request, reverse("jury:check", args=[round_.edition_id, round_.kind, own.pk]))


def to_result(request: Any, round_: Round, said: str) -> HttpResponse:
    return http.done(request, reverse("jury:result", args=[round_.edition_id, round_.kind]), said)


def others(request: Any, round_: Round, place: int) -> list[Round]:
    """The other round that somebody judges (place 0) or decides in (1): the menu leads to one of them."""
    concerning = queries.rounds_concerning(request.user, round_.edition, at=request.at)[place]
    return [one for one in concerning if one != round_]
