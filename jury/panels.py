"""What judging shows on the page of an idea and in a team's room: the feedback, in parts, from its instant on."""

from datetime import datetime
from typing import Any

from ideas import rules as idea_rules
from jury import queries, subjects
from jury.models import RoundKind
from portal import timeline
from portal.registry import Panel


def feedback_on_idea(idea: Any, person: Any, at: datetime) -> Panel | None:
    """For the owners alone, chosen or not; single scores never."""
    if not person.is_authenticated or not idea_rules.is_owner(idea, person):
        return None
    return _feedback(RoundKind.PRESELECTION, idea, at)


def feedback_on_team(team: Any, person: Any, at: datetime) -> Panel | None:
    """For everybody who may enter the room of the team."""
    return _feedback(RoundKind.PITCH, team, at)


def _feedback(kind: RoundKind, subject: Any, at: datetime) -> Panel | None:
    """Nothing is asked before the round has begun: then there can be no feedback."""
    if not timeline.shown(subject.edition).has_opened(subjects.KINDS[kind].window, at):
        return None
    decision = queries.feedback_on(kind, subject.pk, at=at)
    if decision is None:
        return None
    criteria = queries.published_criteria(subject.edition, kind)
    return Panel("jury/feedback_panel.html", {"decision": decision, "criteria": criteria, "kind": kind})
