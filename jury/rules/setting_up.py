"""May this person set the round up, and is what they set up sound?"""

from datetime import datetime

from django.utils.translation import gettext as _

from jury import subjects
from jury.models import Criterion, Entry, Round, Rubric, Sheet
from jury.rules.judging import check_takes_part, is_judge
from jury.states import SheetState
from portal import roles
from portal.errors import Refused
from portal.models import Person

WEIGHT_TOTAL = 100


def may_set_up(round_: Round, person: Person, *, at: datetime) -> bool:
    """Sandbox staff and the chair of the edition."""
    return roles.is_staff(person, edition=round_.edition, at=at)


def check_may_set_up(round_: Round, *, by: Person, at: datetime) -> None:
    if not may_set_up(round_, by, at=at):
        raise Refused(
            reason=_("Alleen Sandbox en de voorzitter richten een ronde in."), title=_("Niet voor jou")
        )


def is_draft(rubric: Rubric, round_: Round) -> bool:
    """A draft is newer than the version in use, and nobody scored by it."""
    in_use = round_.rubric.version if round_.rubric else 0
    return rubric.frozen_at is None and rubric.version > in_use


def check_is_draft(rubric: Rubric, round_: Round) -> None:
    """What judges score by stands still: a change makes a new version."""
    if not is_draft(rubric, round_):
        raise Refused(
            reason=_(
                "Deze criteria zijn in gebruik en liggen vast. Begin een nieuwe versie om iets te wijzigen."
            ),
            title=_("De criteria liggen vast"),
        )


def faults_of_rubric(criteria: list[Criterion]) -> list[str]:
    """What must be right before a rubric is put in use, in sentences."""
    told = []
    if not criteria:
        told.append(_("Er is nog geen criterium."))
    graded = [one for one in criteria if not one.is_gate]
    total = sum(one.weight for one in graded)
    if criteria and total != WEIGHT_TOTAL:
        told.append(_("De gewichten zijn samen %(sum)d: maak er 100 van.") % {"sum": total})
    for one in graded:
        words = one.anchors.get("nl", [])
        if words and len(words) != one.scale + 1:
            sentence = _(
                "‘%(text)s’ heeft %(n)d omschrijvingen; voor 0 tot %(top)d zijn er %(wanted)d nodig."
            )
            told.append(
                sentence % {"text": one.text, "n": len(words), "top": one.scale, "wanted": one.scale + 1}
            )
    return told


def check_rubric(criteria: list[Criterion]) -> None:
    faults = faults_of_rubric(criteria)
    if faults:
        raise Refused(reason=" ".join(faults), title=_("De criteria kloppen nog niet"))


def check_is_judge(round_: Round, person: Person, *, at: datetime) -> None:
    """A seat is for who has the role: an assessor in the preselection, a juror at the pitch."""
    if not is_judge(round_, person, at=at):
        role = subjects.of(round_).judges.label
        raise Refused(
            reason=_("%(who)s is geen %(role)s in deze editie. Geef eerst die rol.")
            % {"who": person, "role": role},
            title=_("Eerst een rol"),
        )


def check_assignable(entry: Entry, judge: Person, *, at: datetime) -> None:
    """A judge of the round, not on their own, and not on what they stepped aside from."""
    check_takes_part(entry.round, entry.subject)
    check_is_judge(entry.round, judge, at=at)
    kind = subjects.of(entry.round)
    if kind.those([entry.subject.pk]).filter(kind.is_own_of(judge)).exists():
        raise Refused(
            reason=_("%(who)s is eigenaar of lid en beoordeelt dit niet. Wijs het aan iemand anders toe.")
            % {"who": judge},
            title=_("Hun eigen inzending"),
        )
    if Sheet.objects.filter(entry=entry, judge=judge, state=SheetState.RECUSED).exists():
        raise Refused(
            reason=_("%(who)s meldde hier een belangenconflict.") % {"who": judge},
            title=_("Een belangenconflict"),
        )
