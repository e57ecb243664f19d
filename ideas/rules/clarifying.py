"""May this person ask, answer or take back a question about the idea now?"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from ideas.models import Clarification, Idea
from ideas.rules.idea import check_owner
from ideas.states import IdeaState
from portal import roles, timeline
from portal.errors import Closed, Refused
from portal.models import Edition, Person, PhaseKey
from portal.templatetags.portal import moment


def check_staff(edition: Edition, *, by: Any, at: datetime) -> None:
    if not roles.is_staff(by, edition=edition, at=at):
        raise Refused(reason=_("Alleen Sandbox kan dit doen."), title=_("Niet voor jou"))


def takes_questions(idea: Idea, *, at: datetime) -> bool:
    """Sandbox asks about what was handed in, until teams form: later one talks in the team."""
    return idea.state == IdeaState.SUBMITTED and not timeline.shown(idea.edition).has_opened(
        PhaseKey.TEAMS, at
    )


def check_may_ask(idea: Idea, *, by: Any, at: datetime) -> None:
    check_staff(idea.edition, by=by, at=at)
    if not takes_questions(idea, at=at):
        raise Closed(
            reason=_("Een vraag stellen kan over een ingediend idee, tot de teams zich vormen."),
            title=_("Dit idee neemt geen vragen meer"),
        )


def check_correct_until(idea: Idea, until: datetime | None, *, at: datetime) -> None:
    """Correcting ends after now, and before the outcome is told."""
    if until is None:
        return
    told = timeline.of(idea.edition).opens_at(PhaseKey.ANNOUNCEMENT)
    if until <= at:
        raise Refused(reason=_("Kies een moment na nu."), title=_("Dat moment is voorbij"))
    if told and until > told:
        raise Refused(
            reason=_("Kies een moment voor de bekendmaking: %(when)s.") % {"when": moment(told)},
            title=_("Dat is te laat"),
        )


def check_unanswered(asked: Clarification) -> None:
    if asked.answered_at or asked.withdrawn_at:
        raise Refused(
            reason=_("Deze vraag is intussen beantwoord of ingetrokken. Laad de pagina opnieuw."),
            title=_("Deze vraag wacht niet meer"),
        )


def check_may_answer_question(idea: Idea, asked: Clarification, *, by: Person) -> None:
    check_owner(idea, by=by)
    check_unanswered(asked)
    if idea.state != IdeaState.SUBMITTED:
        raise Refused(
            reason=_("Je trok dit idee in. Dien het opnieuw in als je de vraag wil beantwoorden."),
            title=_("Dit idee is ingetrokken"),
        )
