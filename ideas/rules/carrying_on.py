"""May an idea go on from its edition to another?"""

from datetime import datetime

from django.utils.translation import gettext as _

from ideas.models import Idea, Outcome, OutcomeKind
from ideas.rules.idea import check_may_start
from ideas.states import IdeaState
from portal import timeline
from portal.errors import Refused
from portal.models import Edition, Person, PhaseKey, Release


def is_over(idea: Idea, *, at: datetime) -> bool:
    """Whether an idea is out of its own edition, as far as may be told: never handed in or withdrawn when the deadline
    is past, or not shortlisted."""
    windows = timeline.shown(idea.edition)
    if windows.accepts(PhaseKey.SUBMISSION, at) or not windows.has_closed(PhaseKey.SUBMISSION, at):
        return False
    if idea.state in (IdeaState.DRAFT, IdeaState.WITHDRAWN):
        return True
    told = Outcome.objects.filter(idea=idea, release__in=Release.objects.in_force(at=at)).first()
    return idea.state == IdeaState.SUBMITTED and told is not None and told.kind == OutcomeKind.NOT_SHORTLISTED


def check_may_carry_on(idea: Idea, edition: Edition, known: Idea | None, *, by: Person, at: datetime) -> None:
    """Only what is over goes on, in another edition that takes ideas, and once; `known`: the draft that is there."""
    if idea.edition_id == edition.pk or not is_over(idea, at=at):
        raise Refused(
            reason=_("Een idee gaat mee naar een nieuwe editie als het in zijn eigen editie voorbij is."),
            title=_("Dit idee loopt nog"),
        )
    if known is not None:
        raise Refused(
            reason=_("Een mede-eigenaar nam dit idee al mee. Vraag om als eigenaar uitgenodigd te worden."),
            title=_("Al meegenomen"),
        )
    check_may_start(edition, by=by, at=at)
