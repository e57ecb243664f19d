"""What ideas show on their own page to some of its readers."""

from datetime import datetime
from typing import Any

from ideas import queries, rules
from ideas.models import Idea
from portal import roles
from portal.models import RoleKind
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
