"""The verbs of the timeline: staff move a window for everybody, or give one person more time."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import clock, history, outbox, registry
from portal.errors import Refused
from portal.mail import planner
from portal.models import Extension, Letter, Person, Phase, PhaseKey
from portal.templatetags.portal import deadline


@transaction.atomic
def move_phase(phase: Phase, *, reason: str = "", by: history.Actor, at: datetime) -> None:
    """Keep new dates or words of a phase, with the old and new instants and the reason in the edition's history. The
    mails that follow from it move along in the same transaction, and who takes part hears of it."""
    before = Phase.objects.select_for_update().get(pk=phase.pk)
    phase.save()
    moved = {
        "phase": phase.key,
        "from": [_iso(before.opens_at), _iso(before.closes_at)],
        "to": [_iso(phase.opens_at), _iso(phase.closes_at)],
    }
    history.record(phase.edition, "move_phase", by=by, at=at, data=moved, text=reason)
    if moved["from"] != moved["to"]:
        outbox.take_back(Q(edition=phase.edition))
        planner.replan(phase.edition, at=at)
        _tell_that_it_moved(phase, before, at=at)


def _tell_that_it_moved(phase: Phase, before: Phase, *, at: datetime) -> None:
    """Who takes part hears the new dates, unless all of it is over; followers of the call when it is about the call."""
    ends = [one.closes_at for one in (before, phase) if one.closes_at]
    if not ends or max(ends) <= at:
        return
    planner.announce(phase.edition, "date_moved", phase.key, at=at)
    if phase.key == PhaseKey.SUBMISSION:
        planner.announce(phase.edition, "call_moved", phase.key, at=at)


def check_more_time(phase: Phase, person: Person, until: datetime | None, *, at: datetime) -> None:
    """More time ends later than the window and later than now, and a person has at most one in a phase."""
    if phase.closes_at is None:
        raise Refused(reason=_("Deze fase heeft geen datums. Geef ze eerst een begin en een einde."))
    if until is None or until <= phase.closes_at or until <= at:
        raise Refused(
            reason=_("Kies een moment na nu en na het einde van de fase: %(when)s.")
            % {"when": deadline(phase.closes_at)}
        )
    if Extension.objects.filter(phase=phase, person=person, ended_at=None).exists():
        raise Refused(reason=_("Deze persoon heeft al uitstel in deze fase. Trek dat eerst in."))


@transaction.atomic
def give_more_time(
    phase: Phase, person: Person, *, until: datetime, reason: str, by: Person, at: datetime
) -> Extension:
    """Let one person hand in later than the others; they get a letter with the new hour. The edition's history keeps
    who gave it and why; the published grace holds here too."""
    phase = Phase.objects.select_for_update(of=("self",)).select_related("edition").get(pk=phase.pk)
    check_more_time(phase, person, until, at=at)
    given = Extension.objects.create(phase=phase, person=person, until=until, reason=reason, by=by, at=at)
    told = {"phase": phase.key, "person": person.pk, "until": _iso(until)}
    history.record(phase.edition, "more_time", by=by, at=at, data=told, text=reason)
    outbox.queue("more_time", to=person, about=given, due=at)
    return given


@transaction.atomic
def end_extension(extension: Extension, *, by: history.Actor, at: datetime) -> bool:
    """Take the extra time back from now on; False when that was done before."""
    open_ = Extension.objects.filter(pk=extension.pk, ended_at=None)
    if not open_.update(ended_at=at):
        return False
    told = {"phase": extension.phase.key, "person": extension.person_id}
    history.record(extension.phase.edition, "more_time_ended", by=by, at=at, data=told)
    return True


@registry.letter(
    "more_time",
    gettext_lazy("Iemand krijgt meer tijd in een fase"),
    kind="dates",
    to=gettext_lazy("wie meer tijd krijgt"),
)
def _more_time(letter: Letter) -> dict[str, Any] | None:
    rows = Extension.objects.select_related("phase__edition", "person")
    given = rows.filter(pk=letter.subject.rpartition(":")[2]).first()
    if given is None or given.ended_at or given.until <= clock.now():
        return None
    edition = given.phase.edition
    return {
        "phase": given.phase.label,
        "until": deadline(given.until),
        "url": settings.PORTAL_URL + reverse("mine", args=[edition.pk]),
        "contact": edition.contact,
    }


def _iso(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat() if moment else ""
