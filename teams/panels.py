"""What teams show on the page of an idea."""

from datetime import datetime
from typing import Any

from ideas.models import Idea
from portal.registry import Panel
from teams import queries, rules


def team_on_idea(idea: Idea, person: Any, at: datetime) -> Panel | None:
    """Of a shortlisted idea everybody may see: whom it looks for, who is in by consent, and the way in."""
    known = queries.calling(idea.edition, at=at).filter(pk=idea.pk).first()
    if known is None:
        return None
    known.edition = idea.edition  # with what was read of it for this page
    team, signed_in = getattr(known, "team", None), person.is_authenticated
    values = {
        "idea": known,
        "team": team,
        "open_profiles": team.open_profiles if team else [],
        "members": known.members,  # type: ignore[attr-defined]  # counted by the query
        "names": queries.public_names(team) if team else [],
        "selected": team is not None and rules.is_selected(team, at=at),
        "why_not": queries.why_not_stand(known, team, person, at=at),
        "can_enter": team is not None and signed_in and queries.may_enter(team, person, at=at),
        "owner": signed_in and rules.owns_idea(idea, person),
    }
    return Panel("teams/idea_panel.html", values)
