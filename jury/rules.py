"""May this person judge, decide or release now?"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from jury import subjects
from jury.models import Criterion, Decision, Gate, Round, Score, Sheet
from jury.states import SheetState
from portal import roles, timeline
from portal.errors import Closed, Refused
from portal.models import Person, RoleKind
from portal.models.release import ReleaseState
from portal.templatetags.portal import deadline, moment


def is_judge(round_: Round, person: Person, *, at: datetime) -> bool:
    return roles.has(person, subjects.of(round_).judges, edition=round_.edition, at=at)


def may_see_drafts(round_: Round, person: Person, *, at: datetime) -> bool:
    """Named deciders and the chair. A superuser is let in too, and that look is recorded (see `views`)."""
    return is_decider(round_, person, at=at) or person.is_superuser


def is_decider(round_: Round, person: Person, *, at: datetime) -> bool:
    return person.pk in round_.decider_keys or roles.has(
        person, RoleKind.CHAIR, edition=round_.edition, at=at
    )


def check_not_own(round_: Round, subject: subjects.Judged, *, by: Person) -> None:
    """Nobody judges their own idea or team."""
    kind = subjects.of(round_)
    if kind.own_of(by, round_.edition).filter(pk=subject.pk).exists():
        raise kind.its_own()


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


def check_may_decide(round_: Round, *, by: Person, at: datetime) -> None:
    if not is_decider(round_, by, at=at):
        raise Refused(reason=_("Alleen de beslissers van deze ronde kunnen dit."), title=_("Niet voor jou"))


def check_instant(visible_from: datetime, *, at: datetime) -> None:
    """A result becomes visible at an instant to come, never before two people agreed on it."""
    if visible_from < at:
        raise Refused(
            reason=_("Kies een moment dat nog moet komen: dan wordt alles tegelijk zichtbaar."),
            title=_("Dat moment is voorbij"),
        )


def check_kind(round_: Round, kind: str) -> None:
    """Ideas are shortlisted or not, teams selected or not. Raises ValueError for the other round's word."""
    if kind not in subjects.of(round_).kinds.values:
        raise ValueError(f"{kind!r} is no outcome of the {round_.kind}")


def check_all_decided(
    round_: Round, taking_part: list[subjects.Judged], decisions: dict[str, Decision]
) -> None:
    """Every one has a decision with feedback, chosen or not. Source: programme, feedback for every owner."""
    kind = subjects.of(round_)
    without = [
        subjects.title_of(one, kind)
        for one in taking_part
        if one.pk not in decisions or not decisions[one.pk].feedback.strip()
    ]
    if without:
        raise Refused(
            reason=_("Nog zonder besluit of feedback: %(list)s.") % {"list": "; ".join(without)},
            title=_("Nog niet alles is beslist"),
        )


def check_any(round_: Round, taking_part: list[subjects.Judged]) -> None:
    """There must be something to release."""
    if not taking_part:
        raise subjects.of(round_).nothing()
