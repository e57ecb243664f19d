"""What ideas show on their own page to some of its readers, and on the page of a team."""

from datetime import datetime
from typing import Any

from ideas import queries, rules
from ideas.models import Idea
from portal import roles, timeline
from portal.models import PhaseKey, RoleKind
from portal.registry import Panel


def questions_on_idea(idea: Idea, person: Any, at: datetime) -> Panel | None:
    """Questions of Sandbox and the answers, for owners, staff and assessors; staff can ask one more."""
    if not person.is_authenticated or idea.submission is None:
        return None
    owner, staff = rules.is_owner(idea, person), roles.is_staff(person, edition=idea.edition, at=at)
    if not (owner or staff or roles.has(person, RoleKind.ASSESSOR, edition=idea.edition, at=at)):
        return None
    questions = list(queries.questions_about(idea))
    may_ask = staff and rules.takes_questions(idea, at=at)
    if not questions and not may_ask:
        return None
    values = {"idea": idea, "questions": questions, "owner": owner, "staff": staff, "may_ask": may_ask}
    return Panel("ideas/questions_panel.html", values)


def carry_on_from_idea(idea: Idea, person: Any, at: datetime) -> Panel | None:
    """An owner of an idea that is over can take it along, while another edition takes ideas."""
    if not person.is_authenticated or not rules.is_owner(idea, person):
        return None
    if not timeline.shown(idea.edition).has_closed(PhaseKey.SUBMISSION, at):
        return None
    edition = queries.edition_to_carry_on_in(idea, at=at)
    if edition is None or not rules.is_over(idea, at=at):
        return None
    return Panel("ideas/story_carry_on.html", {"idea": idea, "to": edition})


def recognised_on_team(team: Any, person: Any, at: datetime) -> Panel | None:
    """In the team room: where colleagues have the same problem, as a list of who to talk to first."""
    entities = queries.recognised_by(team.idea_id)
    return Panel("ideas/recognised_panel.html", {"entities": entities}) if entities else None
