"""How a PoC appears in the team's room: its budget and a link, or the button that opens it."""

from datetime import datetime
from typing import Any

from poc import queries, rules
from portal import timeline
from portal.models import PhaseKey
from portal.registry import Panel
from teams import rules as team_rules
from teams.models import Team
from teams.states import TeamState


def poc_of(team: Team, person: Any, at: datetime) -> Panel | None:
    """For who may see the PoC; for who may open one, once the selection is released. Never before the pitch."""
    if not person.is_authenticated or not timeline.shown(team.edition).has_opened(PhaseKey.PITCH, at):
        return None
    project = queries.visible(person, team.edition, at=at).filter(team=team).first()
    if project:
        project.edition, project.team = team.edition, team
        layers = queries.layers_of([project])[project.pk]
        return Panel("poc/panel.html", {"project": project, "layers": layers})
    if team.state == TeamState.STOPPED or not team_rules.is_selected(team, at=at):
        return None
    if not rules.may_open(team, person, at=at) or queries.of_team(team):
        return None
    return Panel("poc/panel.html", {"team": team, "cap_cents": team.edition.poc_cap_cents})
