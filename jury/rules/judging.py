"""May this person judge this now, and is the sheet complete?"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from jury import subjects
from jury.models import Assignment, Criterion, Division, Gate, Round, Score, Sheet
from jury.states import SheetState
from portal import roles, timeline
from portal.errors import Closed, Refused, Stale
from portal.models import Person
from portal.models.release import ReleaseState
from portal.templatetags.portal import deadline, moment


def is_judge(round_: Round, person: Person, *, at: datetime) -> bool:
    return roles.has(person, subjects.of(round_).judges, edition=round_.edition, at=at)


def check_not_own(round_: Round, subject: subjects.Judged, *, by: Person) -> None:
    """Nobody judges their own idea or team."""
    kind = subjects.of(round_)
    if kind.those([subject.pk]).filter(kind.is_own_of(by)).exists():
        raise kind.its_own()


def check_assigned(round_: Round, subject: subjects.Judged, *, by: Person) -> None:
    """Where the work is shared, everybody judges what was given to them."""
    if round_.division == Division.ALL:
        return
    which = {f"entry__{subjects.of(round_).field}": subject}
    if not Assignment.objects.filter(entry__round=round_, judge=by, **which).exists():
        raise Refused(
            reason=_("Dit is aan andere beoordelaars toegewezen. Op je lijst staat wat jij beoordeelt."),
            title=_("Niet aan jou toegewezen"),
        )


def check_may_judge(round_: Round, *, by: Person, at: datetime) -> None:
    """Judges work inside the round's window, as long as no decision is on its way."""
    if not is_judge(round_, by, at=at):
        raise Refused(reason=_("Je bent geen beoordelaar van deze ronde."), title=_("Niet jouw ronde"))
    window = subjects.of(round_).window
    windows = timeline.of(round_.edition)
    opens, closes = windows.opens_at(window), windows.closes_at(window)
    if opens is None or at < opens:
        when = moment(opens) if opens else _("een later moment")
        raise Closed(reason=_("Beoordelen kan vanaf %(when)s.") % {"when": when}, title=_("Nog even geduld"))
    if windows.has_closed(window, at):
        raise Closed(
            reason=_("Beoordelen kon tot %(when)s. Wat je bewaarde blijft staan.")
            % {"when": deadline(closes)},
            title=_("De ronde is afgesloten"),
        )
    check_no_release(round_)


def check_no_release(round_: Round) -> None:
    """Once a decision is proposed, scores and decisions stand still."""
    if round_.release is not None and round_.release.state != ReleaseState.WITHDRAWN:
        raise Closed(
            reason=_("Er ligt een voorstel tot vrijgave. Trek dat eerst in om nog iets te wijzigen."),
            title=_("De ronde staat stil"),
        )


def check_own(sheet: Sheet, *, by: Person, at: datetime) -> None:
    """Nobody touches the sheet of another judge."""
    check_may_judge(sheet.entry.round, by=by, at=at)
    if sheet.judge_id != by.pk:
        raise Refused(reason=_("Dit is de beoordeling van iemand anders."), title=_("Niet jouw beoordeling"))


def check_takes_part(round_: Round, subject: subjects.Judged) -> None:
    """Only what takes part in the round is judged: ideas handed in, complete teams, and neither withdrawn since."""
    kind = subjects.of(round_)
    if not kind.takes_part(subject, round_.edition):
        raise kind.gone()


def check_may_score(sheet: Sheet, *, by: Person, at: datetime) -> None:
    """Only one's own open sheet, after the question about conflicts of interest."""
    check_own(sheet, by=by, at=at)
    if sheet.state != SheetState.OPEN:
        raise Refused(reason=_("Heropen je beoordeling om ze te wijzigen."), title=_("Al ingediend"))
    if sheet.no_conflict_at is None:
        raise Refused(reason=_("Zeg eerst of je een belangenconflict hebt."), title=_("Eerst één vraag"))
    if sheet.rubric_id != sheet.entry.round.rubric_id:
        raise Refused(
            reason=_("De criteria zijn gewijzigd. Neem je beoordeling eerst over naar de nieuwe criteria."),
            title=_("Er zijn nieuwe criteria"),
        )


def check_newest(sheet: Sheet, *, version: int, same_page: bool) -> None:
    """What a page saved itself is no clash. Raises Stale when the sheet was saved elsewhere since `version`."""
    if sheet.version != version and not same_page:
        raise Stale(
            reason=_("Deze beoordeling is intussen in een ander tabblad bewaard."),
            title=_("Dit is intussen gewijzigd"),
        )


def check_why(sheet: Sheet, why: str, *, is_revision: bool) -> None:
    """From the deliberation on, who changes what was handed in says why. Both stay."""
    if is_revision and sheet.entry.round.deliberating_since and not why.strip():
        raise Refused(
            reason=_(
                "Jullie beraden: schrijf waarom je je beoordeling herziet. De eerste blijft ernaast staan."
            ),
            title=_("Schrijf waarom"),
        )


def check_score(criterion: Criterion, value: str | int) -> None:
    """A must takes yes, doubt or no; the others a whole number from 0 to the scale. Raises ValueError."""
    if criterion.is_gate:
        if value not in Gate.values:
            raise ValueError(f"{value!r} is no answer to a must")
    elif not isinstance(value, int) or not 0 <= value <= criterion.scale:
        raise ValueError(f"{value!r} is not between 0 and {criterion.scale}")


@dataclass(frozen=True)
class Gap:
    """What a sheet still needs: on a criterion, or in the comment when there is none."""

    criterion: Criterion | None
    sentence: str


def gaps(criteria: list[Criterion], scores: dict[int, Score], comment: str) -> list[Gap]:
    """Every criterion needs a score; a doubt or a no on a must is explained in words (owners get written feedback)."""
    found = [Gap(one, _("Geef een oordeel over dit criterium.")) for one in criteria if one.pk not in scores]
    unsure = any(one.is_gate and one.pk in scores and scores[one.pk].gate != Gate.YES for one in criteria)
    if unsure and not comment.strip():
        found.append(
            Gap(
                None,
                _("Schrijf in de toelichting waarom je twijfelt of nee zegt: de eigenaar krijgt feedback."),
            )
        )
    return found


def check_complete(criteria: list[Criterion], scores: dict[int, Score], comment: str) -> None:
    """A sheet can be handed in when nothing is missing; its page names each gap at its own field."""
    missing = gaps(criteria, scores, comment)
    if missing:
        told = [f"{gap.criterion.text}: {gap.sentence}" if gap.criterion else gap.sentence for gap in missing]
        raise Refused(reason=" ".join(told), title=_("Je beoordeling is nog niet volledig"))
