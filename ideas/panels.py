"""What ideas show on the page of a team."""

from datetime import datetime
from typing import Any

from ideas import queries
from portal.registry import Panel


def recognised_on_team(team: Any, person: Any, at: datetime) -> Panel | None:
    """In the team room: where colleagues have the same problem, as a list of who to talk to first."""
    entities = queries.recognised_by(team.idea_id)
    return Panel("ideas/recognised_panel.html", {"entities": entities}) if entities else None
