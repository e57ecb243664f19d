"""The verbs of judging: declare, score, hand in, decide, release by two."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from jury import queries, rules, subjects
from jury.models import Criterion, Decision, Entry, Round, Rubric, Score, Sheet
from jury.states import SheetState
from portal import history, lifecycle, releases
from portal.errors import Refused, Stale
from portal.models import Person
from portal.models.release import ReleaseState


def locked(sheet: Sheet) -> Sheet:
    """The sheet as it is now, locked until the end of the transaction (locked first, read after: see ideas.actions)."""
    Sheet.objects.select_for_update().only("pk").get(pk=sheet.pk)
    rows = Sheet.objects.select_related("entry__round__edition", "entry__round__release", "rubric")
    return rows.get(pk=sheet.pk)


def locked_round(round_: Round) -> Round:
    """The round as it is now, locked: deciding and releasing follow one another."""
    Round.objects.select_for_update().only("pk").get(pk=round_.pk)
    return Round.objects.select_related("edition", "release").get(pk=round_.pk)


def _entry_of(round_: Round, subject: subjects.Judged) -> Entry:
    """The entry of something in a round, made when somebody first judges or decides."""
    which: dict[str, Any] = {subjects.of(round_).field: subject}
    entry, _new = Entry.objects.get_or_create(round=round_, **which)
    return entry


@transaction.atomic
def open_sheet(round_: Round, subject: subjects.Judged, *, by: Person, at: datetime) -> Sheet:
    """The judge's sheet on an idea or a team, made at the first look. Refused for one's own."""
    rules.check_may_judge(round_, by=by, at=at)
    rules.check_takes_part(round_, subject)
    rules.check_not_own(round_, subject, by=by)
    if round_.rubric is None:
        raise Refused(
            reason=_("Deze ronde heeft nog geen criteria. Vraag het aan Sandbox."), title=_("Nog niet klaar")
        )
    entry = _entry_of(round_, subject)
    sheet, _made = Sheet.objects.get_or_create(entry=entry, judge=by, defaults={"rubric": round_.rubric})
    return sheet


@transaction.atomic
def declare_no_conflict(sheet: Sheet, *, by: Person, at: datetime) -> None:
    """The judge says to have no conflict of interest; only then can scores be given."""
    sheet = locked(sheet)
    rules.check_own(sheet, by=by, at=at)
    if sheet.state == SheetState.RECUSED:
        lifecycle.move(sheet, to=SheetState.OPEN, by=by, at=at)
    if sheet.no_conflict_at is None:
        Sheet.objects.filter(pk=sheet.pk).update(no_conflict_at=at)
        history.record(sheet, "no_conflict", by=by, at=at)


@transaction.atomic
def recuse(sheet: Sheet, *, reason: str, by: Person, at: datetime) -> None:
    """The judge has a conflict of interest: the sheet counts as if it never was."""
    sheet = locked(sheet)
    rules.check_own(sheet, by=by, at=at)
    if sheet.state != SheetState.RECUSED:
        lifecycle.move(sheet, to=SheetState.RECUSED, by=by, at=at, reason=reason, no_conflict_at=None)


@transaction.atomic
def save_sheet(
    sheet: Sheet, scores: dict[int, str | int], *, comment: str, version: int, by: Person, at: datetime
) -> Sheet:
    """Keep scores by criterion key (a gate's word or a grade) and the comment; what is left out stays unscored.

    The first score of a round freezes its rubric. Raises Stale when the sheet was saved elsewhere since `version`,
    ValueError for a score that does not fit its criterion.
    """
    sheet = locked(sheet)
    rules.check_may_score(sheet, by=by, at=at)
    if sheet.version != version:
        raise Stale(
            reason=_("Deze beoordeling is intussen in een ander tabblad bewaard."),
            title=_("Dit is intussen gewijzigd"),
        )
    for criterion in sheet.rubric.criteria.all():
        _put_score(sheet, criterion, scores.get(criterion.pk))
    if scores:
        Rubric.objects.filter(pk=sheet.rubric_id, frozen_at=None).update(frozen_at=at)
    Sheet.objects.filter(pk=sheet.pk).update(comment=comment, version=F("version") + 1, saved_at=at)
    return locked(sheet)


def _put_score(sheet: Sheet, criterion: Criterion, value: str | int | None) -> None:
    if value is None:
        Score.objects.filter(sheet=sheet, criterion=criterion).delete()
        return
    rules.check_score(criterion, value)
    told = {"gate": value, "grade": None} if criterion.is_gate else {"gate": "", "grade": value}
    Score.objects.update_or_create(sheet=sheet, criterion=criterion, defaults=told)


@transaction.atomic
def hand_in(sheet: Sheet, *, by: Person, at: datetime) -> None:
    """The sheet is final and counts. Handing in twice changes nothing."""
    sheet = locked(sheet)
    if sheet.state == SheetState.HANDED_IN and sheet.judge_id == by.pk:
        return
    rules.check_may_score(sheet, by=by, at=at)
    scores = {score.criterion_id: score for score in sheet.scores.all()}
    criteria = list(sheet.rubric.criteria.all())
    rules.check_complete(criteria, scores, sheet.comment)
    lifecycle.move(sheet, to=SheetState.HANDED_IN, by=by, at=at)
    told = {one.key: scores[one.pk].gate or scores[one.pk].grade for one in criteria}
    history.record(sheet, "scores", by=by, at=at, data=told)


@transaction.atomic
def reopen(sheet: Sheet, *, by: Person, at: datetime) -> None:
    """The judge takes a handed-in sheet back to change it, while the round is open."""
    sheet = locked(sheet)
    rules.check_own(sheet, by=by, at=at)
    if sheet.state == SheetState.HANDED_IN:
        lifecycle.move(sheet, to=SheetState.OPEN, by=by, at=at)


@transaction.atomic
def decide(
    round_: Round,
    subject: subjects.Judged,
    *,
    kind: str,
    feedback: str,
    version: int,
    by: Person,
    at: datetime,
) -> Decision:
    """Draft what will be decided about an idea or a team; seen by deciders alone. Raises Stale when another decider
    was first (`version` 0 means: there was none yet), ValueError for a kind of the other round."""
    rules.check_kind(round_, kind)
    round_ = locked_round(round_)
    rules.check_may_decide(round_, by=by, at=at)
    rules.check_no_release(round_)
    rules.check_takes_part(round_, subject)
    entry = _entry_of(round_, subject)
    current = Decision.objects.filter(entry=entry).first()
    if (current.version if current else 0) != version:
        raise Stale(reason=_("Een andere beslisser was je net voor."), title=_("Dit is intussen gewijzigd"))
    values = {"kind": kind, "feedback": feedback, "by": by, "at": at, "version": version + 1}
    decision, _made = Decision.objects.update_or_create(entry=entry, defaults=values)
    history.record(
        entry, "decide", by=by, at=at, data={"version": decision.version}, text=f"{kind}\n{feedback}"
    )
    return decision


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
    history.record(round_, "approve", by=by, at=at, data={"release": round_.release.pk})


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
    """Note that somebody without a seat among the deciders (a superuser) looked at drafts of decisions."""
    history.record(round_, "look", by=by, at=at)


@transaction.atomic
def name_decider(round_: Round, person: Person, *, by: history.Actor, at: datetime) -> None:
    """Let a person decide in a round."""
    round_.deciders.add(person)
    round_.__dict__.pop("decider_keys", None)
    history.record(round_, "name_decider", by=by, at=at, data={"person": person.pk})


@transaction.atomic
def remove_decider(round_: Round, person: Person, *, by: history.Actor, at: datetime) -> None:
    round_.deciders.remove(person)
    round_.__dict__.pop("decider_keys", None)
    history.record(round_, "remove_decider", by=by, at=at, data={"person": person.pk})
