"""The sprint week as it appears in the team room."""

from datetime import datetime
from typing import Any

from portal.registry import Panel
from sprints import queries
from teams.models import Team


def week_of_team(team: Team, person: Any, at: datetime) -> Panel | None:
    """Which week the team has or holds, and the next step."""
    plan = queries.plan_of(team, person, at=at)
    if plan.stopped and plan.week is None:
        return None
    return Panel("sprints/team_panel.html", {"plan": plan, "team": team})
