"""The verb of the timeline: staff move a window."""

from datetime import UTC, datetime

from django.db import transaction

from portal import history
from portal.models import Phase


@transaction.atomic
def move_phase(phase: Phase, *, by: history.Actor, at: datetime) -> None:
    """Keep new dates or words of a phase, with the old and new instants in the edition's history."""
    before = Phase.objects.select_for_update().get(pk=phase.pk)
    phase.save()
    moved = {
        "phase": phase.key,
        "from": [_iso(before.opens_at), _iso(before.closes_at)],
        "to": [_iso(phase.opens_at), _iso(phase.closes_at)],
    }
    history.record(phase.edition, "move_phase", by=by, at=at, data=moved)


def _iso(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat() if moment else ""
