"""How the showcase appears on pages about ideas and teams."""

from datetime import datetime
from typing import Any

from ideas.models import Idea
from portal import timeline
from portal.models import PhaseKey
from portal.registry import Panel
from showcase import content, queries, rules
from teams.models import Team
from teams.rules import is_member


def result_of_idea(idea: Idea, person: Any, at: datetime) -> Panel | None:
    """On the public page of an idea: what came of it."""
    if not timeline.shown(idea.edition).has_opened(PhaseKey.SHOWCASE, at):
        return None
    result = queries.published_of_idea(idea, at=at)
    return Panel("showcase/idea_panel.html", {"result": result}) if result else None


def sheet_of_team(team: Team, person: Any, at: datetime) -> Panel | None:
    """In the team room: how far the sheet is, who approved it, what comes next."""
    if not timeline.shown(team.edition).has_opened(PhaseKey.PITCH, at):
        return None
    project, result = queries.of_team(team)
    if project is None:
        return None
    standings = queries.standings(result) if result else []
    values = {
        "project": project,
        "result": result,
        "standings": standings,
        "member": any(one.person == person for one in standings) if result else is_member(team, person),
        "gaps": content.gaps(result) if result else [],
        "ended": rules.has_ended(project),
        "published": result is not None and queries.is_published(result, at=at),
    }
    return Panel("showcase/team_panel.html", values)
