"""May this person decide or release now?"""

from datetime import datetime

from django.utils.translation import gettext as _

from jury import subjects
from jury.models import Decision, Entry, Round
from jury.states import SheetState
from portal import roles
from portal.errors import Refused
from portal.models import Person, RoleKind
from portal.models.release import ReleaseState


def may_see_drafts(round_: Round, person: Person, *, at: datetime) -> bool:
    """Named deciders and the chair. A superuser is let in too, and that look is recorded (see `views`)."""
    return is_decider(round_, person, at=at) or person.is_superuser


def is_decider(round_: Round, person: Person, *, at: datetime) -> bool:
    return person.pk in round_.decider_keys or roles.has(
        person, RoleKind.CHAIR, edition=round_.edition, at=at
    )


def is_told(round_: Round, *, at: datetime) -> bool:
    """Whether everybody may know the result by now."""
    release = round_.release
    return bool(release and release.state == ReleaseState.APPROVED and release.visible_from <= at)


def check_may_decide(round_: Round, *, by: Person, at: datetime) -> None:
    if not is_decider(round_, by, at=at):
        raise Refused(reason=_("Alleen de beslissers van deze ronde kunnen dit."), title=_("Niet voor jou"))


def check_not_aside(entry: Entry, *, by: Person) -> None:
    """Who stepped aside as a judge does not decide about it either."""
    if entry.sheets.filter(judge=by, state=SheetState.RECUSED).exists():
        raise Refused(
            reason=_("Je meldde hier een belangenconflict. Een andere beslisser beslist hierover."),
            title=_("Niet aan jou"),
        )


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


def check_reasons(without: list[str]) -> None:
    """Where people decide otherwise than the ranking, or it leaves the choice to them, they say why. `without`: the
    titles of decisions that have no reason yet."""
    if without:
        sentence = _(
            "Nog zonder reden: %(list)s. Daar kiezen jullie anders dan de rangschikking, of is de plaats gedeeld. "
            "Schrijf bij die besluiten waarom."
        )
        raise Refused(reason=sentence % {"list": "; ".join(without)}, title=_("Nog niet alles is uitgelegd"))


def check_one_at_least(chosen: int) -> None:
    """Deciding several at once is about one at least."""
    if not chosen:
        raise Refused(reason=_("Kies minstens één inzending."), title=_("Nog niets gekozen"))
