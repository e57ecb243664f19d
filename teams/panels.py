"""What teams show on the page of an idea."""

from datetime import datetime
from typing import Any

from ideas import rules as idea_rules
from ideas.models import Idea
from portal.registry import Panel
from teams import queries


def team_on_idea(idea: Idea, person: Any, at: datetime) -> Panel | None:
    """Of a shortlisted idea everybody may see: whom it looks for, who is in by consent, and the way in."""
    known = queries.call_of(idea, at=at)
    if known is None:
        return None
    known.edition = idea.edition  # with what was read of it for this page
    team, signed_in = getattr(known, "team", None), person.is_authenticated
    owner = signed_in and idea_rules.is_owner(idea, person)
    if team is not None:
        team.edition = idea.edition
    can_enter = team is not None and signed_in and (owner or queries.may_enter(team, person, at=at))
    may_stand = not (owner or can_enter)
    values = {
        "idea": known,
        "team": team,
        "open_profiles": queries.open_profiles(team) if team else [],
        "members": known.members,
        "names": queries.public_names(team) if team else [],
        "selected": known.selected,
        "why_not": queries.why_not_stand(known, team, person, at=at) if may_stand else "",
        "can_enter": can_enter,
        "owner": owner,
    }
    return Panel("teams/idea_panel.html", values)
