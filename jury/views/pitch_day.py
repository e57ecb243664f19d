"""The pitch day: the order, who is on stage now, how complete the judgements are."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jury import actions, queries, rules, subjects
from jury.forms import DayForm
from jury.models import Round, RoundKind
from jury.views.doors import round_of
from jury.views.setting_up import to_set_up
from portal.access import allow, signed_in, staff
from portal.errors import Refused
from portal.models import Edition


def pitching(request: Any, edition: Edition, kind: str) -> Round:
    """The round of the pitch, for its jurors and who sets it up; a 404 for all others and for the preselection."""
    round_ = round_of(edition, kind)
    judges = rules.is_judge(round_, request.user, at=request.at)
    if kind != RoundKind.PITCH or not (judges or rules.may_set_up(round_, request.user, at=request.at)):
        raise Http404
    return round_


def _shown(request: Any, round_: Round) -> dict[str, Any]:
    """Who is on stage, for everybody; the order with counts, for who leads the day."""
    leads = rules.may_set_up(round_, request.user, at=request.at)
    jurors = len(queries.judges_of(round_, at=request.at)) if leads else 0
    return {
        "round": round_,
        "stage": queries.stage_of(round_, request.user, at=request.at),
        "leads": leads,
        "judges": rules.is_judge(round_, request.user, at=request.at),
        "turns": queries.turns_of(round_, jurors=jurors),
    }


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def day(request: Any, edition: Edition, kind: str) -> HttpResponse:
    """The pitch day; who leads it says when it begins and how long a turn is."""
    round_ = pitching(request, edition, kind)
    starts = timezone.localtime(round_.day_starts_at) if round_.day_starts_at else None
    form = DayForm(request.POST or None, initial={"day_starts_at": starts, "minutes": round_.minutes})
    if request.method == "POST" and form.is_valid():
        deciders = list(round_.deciders.all())
        actions.set_up(round_, form.cleaned_data, deciders=deciders, by=request.user, at=request.at)
        return to_set_up(request, round_, _("De uren zijn bewaard."), "day")
    return render(request, "jury/day.html", _shown(request, round_) | {"form": form})


@require_GET
@allow(signed_in)
def now(request: Any, edition: Edition, kind: str) -> HttpResponse:
    """What changes on the page of the day, which asks for it every few seconds."""
    return render(request, "jury/now.html", _shown(request, pitching(request, edition, kind)))


def _led(edition: Edition, kind: str) -> Round:
    if kind != RoundKind.PITCH:
        raise Http404
    return round_of(edition, kind)


@require_POST
@allow(staff)
def move_slot(request: Any, edition: Edition, kind: str, subject_id: str) -> HttpResponse:
    """Let a team pitch so many turns later (earlier when negative): one by a button, any number by dragging."""
    round_ = _led(edition, kind)
    subject = get_object_or_404(subjects.of(round_).taking_part(edition), pk=subject_id)
    try:
        places = int(request.POST.get("places", ""))
    except ValueError:
        raise Refused(reason=_("Kies vroeger of later."), title=_("Niet verplaatst")) from None
    actions.move_slot(round_, subject, places=places, by=request.user, at=request.at)
    return to_set_up(request, round_, _("De volgorde is bewaard."), "day")


@require_POST
@allow(staff)
def on_stage(request: Any, edition: Edition, kind: str) -> HttpResponse:
    """Call a team on stage, or leave the stage empty."""
    round_ = _led(edition, kind)
    key = request.POST.get("subject", "").replace("\0", "")
    subject = get_object_or_404(subjects.of(round_).taking_part(edition), pk=key) if key else None
    actions.call_on_stage(round_, subject, by=request.user, at=request.at)
    return to_set_up(
        request, round_, _("Iedereen ziet nu wie er pitcht.") if subject else _("Het podium is leeg."), "day"
    )


@require_POST
@allow(staff)
def deliberate(request: Any, edition: Edition, kind: str) -> HttpResponse:
    """The deliberation begins, or (`einde`) did not begin after all."""
    round_ = _led(edition, kind)
    if "einde" in request.POST:
        actions.end_deliberation(round_, by=request.user, at=request.at)
        return to_set_up(request, round_, _("Er is geen beraad meer bezig."), "day")
    actions.deliberate(round_, by=request.user, at=request.at)
    return to_set_up(
        request, round_, _("Het beraad is begonnen. Wie nu nog herziet, schrijft waarom."), "day"
    )
