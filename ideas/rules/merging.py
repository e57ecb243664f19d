"""May these two ideas become one, and who says so?"""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from ideas.models import Idea, Merger, Ownership
from ideas.rules.clarifying import check_staff
from ideas.states import IdeaState, MergerState
from portal import timeline
from portal.errors import Closed, Refused
from portal.models import Person, PhaseKey

KEPT, GONE = "kept", "gone"


def check_may_merge(kept: Idea, gone: Idea, *, at: datetime) -> None:
    """Both are handed in, in one edition, and the outcome is not told yet: later people find each other in teams."""
    if kept.pk == gone.pk or kept.edition_id != gone.edition_id:
        raise Refused(reason=_("Kies twee ideeën van dezelfde editie."), title=_("Samenvoegen kan niet"))
    if timeline.of(kept.edition).has_opened(PhaseKey.ANNOUNCEMENT, at):
        raise Closed(
            reason=_("Samenvoegen kan tot de bekendmaking. Daarna vinden mensen elkaar in de teams."),
            title=_("Samenvoegen kan niet meer"),
        )
    if {kept.state, gone.state} != {IdeaState.SUBMITTED}:
        raise Refused(reason=_("Een van de twee ideeën doet niet meer mee."), title=_("Samenvoegen kan niet"))
    owners = Ownership.objects.filter(idea__in=[kept.pk, gone.pk], until=None)
    if owners.values("person").distinct().count() > kept.edition.team_max:
        raise Refused(
            reason=_("Samen hebben ze meer dan %(most)d eigenaars.") % {"most": kept.edition.team_max},
            title=_("Te veel eigenaars"),
        )


def check_may_propose(kept: Idea, gone: Idea, *, by: Any, at: datetime) -> None:
    """Staff propose, one proposal at a time for an idea."""
    check_staff(kept.edition, by=by, at=at)
    check_may_merge(kept, gone, at=at)
    both = [kept.pk, gone.pk]
    waiting = Merger.objects.filter(Q(kept__in=both) | Q(gone__in=both), state=MergerState.OPEN)
    if waiting.exists():
        raise Refused(
            reason=_("Er wacht al een voorstel over een van deze ideeën. Trek dat eerst in."),
            title=_("Al een voorstel"),
        )


def sides_of(merger: Merger, person: Person) -> list[str]:
    """Of which of the two the person is the main owner: one, both or none."""
    mine = Ownership.objects.filter(person=person, until=None, is_main=True)
    ideas = set(mine.filter(idea__in=[merger.kept_id, merger.gone_id]).values_list("idea", flat=True))
    known = {KEPT: merger.kept_id, GONE: merger.gone_id}
    return [side for side, idea in known.items() if idea in ideas]


def check_may_answer_merger(merger: Merger, *, by: Person) -> list[str]:
    """The main owner of either idea answers, as long as the proposal stands. Gives the sides they speak for."""
    sides = sides_of(merger, by)
    if not sides:
        raise Refused(
            reason=_("Alleen de hoofdeigenaar van een van de twee ideeën beslist hierover."),
            title=_("Niet aan jou"),
        )
    check_open_merger(merger)
    return sides


def check_open_merger(merger: Merger) -> None:
    if merger.state != MergerState.OPEN:
        raise Refused(
            reason=_("Dit voorstel staat niet meer open: het is beantwoord of ingetrokken."),
            title=_("Geen open voorstel"),
        )
