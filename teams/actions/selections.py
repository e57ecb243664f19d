"""What the pitch jury's release will show about teams; called by the jury, four eyes behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from portal import history
from portal.models import Person, Release
from teams import emails
from teams.models import Selection, Team


@dataclass(frozen=True)
class Selected:
    """What was decided about one team."""

    team: Team
    kind: str
    feedback: str


@transaction.atomic
def record_selections(release: Release, decided: Iterable[Selected], *, by: Person, at: datetime) -> None:
    """Write what an approved release will show. Touches no row of a team, and treats every selection alike, so that
    nothing can be told from it before the instant."""
    for item in decided:
        Selection.objects.create(team=item.team, kind=item.kind, feedback=item.feedback, release=release)
        history.record(item.team, "selection", by=by, at=at, data={"release": release.pk})
        emails.selection(item.team, release)


@transaction.atomic
def take_back_selections(release: Release, *, by: Person, at: datetime) -> None:
    """Undo of `record_selections`, for a release that is withdrawn before its instant."""
    for selection in release.team_selections.select_related("team"):
        emails.cancel_selection(selection.team)
        history.record(selection.team, "selection_taken_back", by=by, at=at, data={"release": release.pk})
        selection.delete()
