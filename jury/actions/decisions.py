"""The verbs of deciders: decide, and release by two."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jury import queries, rules, subjects
from jury.actions.entries import entry_of, locked_round
from jury.models import Decision, Result, Round
from portal import history, releases
from portal.errors import Refused, Stale
from portal.models import Person
from portal.models.release import ReleaseState

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Words:
    """What is written with a decision. All but `reason` is for the owners; `reason` is for the minutes."""

    feedback: str
    good: str = ""
    lacking: str = ""
    coaching: str = ""
    resubmit: bool = False
    reason: str = ""


@transaction.atomic
def decide(
    round_: Round,
    subject: subjects.Judged,
    *,
    kind: str,
    version: int,
    by: Person,
    at: datetime,
    **words: Any,
) -> Decision:
    """Draft what will be decided about an idea or a team, in `Words`; seen by deciders alone. Raises Stale when another
    decider was first (`version` 0 means: there was none yet), ValueError for a kind of the other round."""
    written = Words(**words)
    rules.check_kind(round_, kind)
    round_ = locked_round(round_)
    rules.check_may_decide(round_, by=by, at=at)
    rules.check_no_release(round_)
    rules.check_takes_part(round_, subject)
    entry = entry_of(round_, subject)
    rules.check_not_aside(entry, by=by)
    current = Decision.objects.filter(entry=entry).first()
    if (current.version if current else 0) != version:
        raise Stale(reason=_("Een andere beslisser was je net voor."), title=_("Dit is intussen gewijzigd"))
    values = {"kind": kind, **asdict(written), "by": by, "at": at, "version": version + 1}
    decision, _made = Decision.objects.update_or_create(entry=entry, defaults=values)
    text = "\n".join(str(part) for part in (kind, *asdict(written).values()) if part)
    history.record(entry, "decide", by=by, at=at, data={"version": decision.version}, text=text)
    return decision


@transaction.atomic
def decide_together(
    round_: Round,
    chosen: Iterable[tuple[subjects.Judged, int]],
    *,
    kind: str,
    by: Person,
    at: datetime,
    **words: Any,
) -> int:
    """The same decision in the same words about several (with the version of each), all or none. Returns how many."""
    picked = list(chosen)
    rules.check_one_at_least(len(picked))
    for subject, version in picked:
        decide(round_, subject, kind=kind, version=version, by=by, at=at, **words)
    return len(picked)


@transaction.atomic
def propose_release(round_: Round, *, visible_from: datetime, by: Person, at: datetime) -> None:
    """A first decider proposes to publish all decisions from one instant on. From here on they stand still."""
    round_ = locked_round(round_)
    rules.check_may_decide(round_, by=by, at=at)
    rules.check_no_release(round_)
    rules.check_instant(visible_from, at=at)
    entered = list(subjects.of(round_).taking_part(round_.edition))
    rules.check_any(round_, entered)
    rules.check_all_decided(round_, entered, queries.decisions_of(round_))
    missing = queries.missing_of(queries.standings(round_), subjects.of(round_).onward)
    rules.check_reasons([one.standing.title for one in missing])
    release = releases.propose(round_.edition, visible_from=visible_from, by=by, at=at)
    Round.objects.filter(pk=round_.pk).update(release=release)
    history.record(round_, "propose", by=by, at=at, data={"release": release.pk})


@transaction.atomic
def approve_release(round_: Round, *, by: Person, at: datetime) -> None:
    """A second decider approves: outcomes are recorded and everybody's letter is queued for the instant."""
    round_ = locked_round(round_)
    rules.check_may_decide(round_, by=by, at=at)
    if round_.release is None or round_.release.state != ReleaseState.PROPOSED:
        raise Refused(reason=_("Er ligt geen voorstel om goed te keuren."), title=_("Geen voorstel"))
    kind, decisions = subjects.of(round_), queries.decisions_of(round_)
    entered = list(kind.taking_part(round_.edition))
    rules.check_all_decided(round_, entered, decisions)
    releases.approve(round_.release, by=by, at=at)
    decided = [subjects.Decided(one, decisions[one.pk].kind, decisions[one.pk].feedback) for one in entered]
    kind.record(round_.release, decided, by=by, at=at)
    kept = queries.snapshot(round_, queries.standings(round_))
    Result.objects.create(release=round_.release, round=round_, **kept)
    history.record(
        round_, "approve", by=by, at=at, data={"release": round_.release.pk, "inputs": kept["inputs_hash"]}
    )


@transaction.atomic
def withdraw_release(round_: Round, *, reason: str, by: Person, at: datetime) -> None:
    """Any decider takes a proposal or an approval back, until its instant; outcomes and letters go with it."""
    round_ = locked_round(round_)
    rules.check_may_decide(round_, by=by, at=at)
    if round_.release is None:
        raise Refused(reason=_("Er ligt geen voorstel om in te trekken."), title=_("Geen voorstel"))
    releases.withdraw(round_.release, by=by, at=at, reason=reason)
    subjects.of(round_).take_back(round_.release, by=by, at=at)
    Round.objects.filter(pk=round_.pk).update(release=None)
    history.record(round_, "withdraw", by=by, at=at, data={"release": round_.release.pk})


def look(round_: Round, *, by: Person, at: datetime) -> None:
    """Note that somebody looked at decisions that nobody was told yet: of deciders once an hour, of anybody else (a
    superuser) every time."""
    if rules.is_decider(round_, by, at=at) and history.has_lately(round_, "look", by=by, since=at - HOUR):
        return
    history.record(round_, "look", by=by, at=at)


@transaction.atomic
def take_along(round_: Round, *, file: str, by: Person, at: datetime) -> None:
    """Note that somebody downloaded the scores of a round, and in which file: every time."""
    history.record(round_, "export", by=by, at=at, data={"file": file})
