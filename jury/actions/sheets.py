"""The verbs of a judge: open a sheet, declare, score, hand in."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from ideas.content import digest
from jury import rules, subjects
from jury.actions.entries import entry_of, locked
from jury.models import ConflictKind, Criterion, Round, Rubric, Score, Sheet, SheetCopy
from jury.states import SheetState
from portal import history, lifecycle
from portal.errors import Refused
from portal.models import Person


@transaction.atomic
def open_sheet(round_: Round, subject: subjects.Judged, *, by: Person, at: datetime) -> Sheet:
    """The judge's sheet on an idea or a team, made at the first look. Refused for one's own."""
    rules.check_may_judge(round_, by=by, at=at)
    rules.check_takes_part(round_, subject)
    rules.check_not_own(round_, subject, by=by)
    rules.check_assigned(round_, subject, by=by)
    if round_.rubric is None:
        raise Refused(
            reason=_("Deze ronde heeft nog geen criteria. Vraag het aan Sandbox."), title=_("Nog niet klaar")
        )
    entry = entry_of(round_, subject)
    sheet, _made = Sheet.objects.get_or_create(entry=entry, judge=by, defaults={"rubric": round_.rubric})
    return sheet


@transaction.atomic
def declare_no_conflict(sheet: Sheet, *, by: Person, at: datetime) -> None:
    """The judge says to have no conflict of interest; only then can scores be given. Undo of `recuse`."""
    sheet = locked(sheet)
    rules.check_own(sheet, by=by, at=at)
    if sheet.state == SheetState.RECUSED:
        lifecycle.move(sheet, to=SheetState.OPEN, by=by, at=at, conflict_kind="")
    if sheet.no_conflict_at is None:
        Sheet.objects.filter(pk=sheet.pk).update(no_conflict_at=at)
        history.record(sheet, "no_conflict", by=by, at=at)


@transaction.atomic
def recuse(sheet: Sheet, *, reason: str, kind: str = ConflictKind.OTHER, by: Person, at: datetime) -> None:
    """The judge has a conflict of interest: the sheet counts as if it never was."""
    sheet = locked(sheet)
    rules.check_own(sheet, by=by, at=at)
    if sheet.state != SheetState.RECUSED:
        aside: dict[str, Any] = {"no_conflict_at": None, "conflict_kind": kind}
        lifecycle.move(sheet, to=SheetState.RECUSED, by=by, at=at, reason=reason, **aside)


@transaction.atomic
def save_sheet(
    sheet: Sheet,
    scores: dict[int, str | int],
    *,
    comment: str,
    remarks: dict[str, str] | None = None,
    private_note: str | None = None,
    version: int,
    writer: str = "",
    turn: int = 0,
    by: Person,
    at: datetime,
) -> Sheet:
    """Keep scores by criterion key (a gate's word or a grade) and the comment; what is left out stays unscored.
    Remarks (by the key of their criterion) and the private note stay as they are when not given.

    The first score of a round freezes its rubric. `writer` is the open page: what it saved itself is no clash, and what
    arrives after something newer from it (`turn`) changes nothing. Raises Stale when the sheet was saved elsewhere
    since `version`, ValueError for a score that does not fit its criterion.
    """
    sheet = locked(sheet)
    rules.check_may_score(sheet, by=by, at=at)
    same_page = bool(writer) and sheet.writer == writer
    if same_page and turn < sheet.turn:
        return sheet
    rules.check_newest(sheet, version=version, same_page=same_page)
    _put_scores(sheet, scores, at=at)
    words: dict[str, Any] = {"comment": comment, "writer": writer, "turn": turn}
    words |= {} if remarks is None else {"remarks": {key: told for key, told in remarks.items() if told}}
    words |= {} if private_note is None else {"private_note": private_note}
    Sheet.objects.filter(pk=sheet.pk).update(**words, version=F("version") + 1, saved_at=at)
    return locked(sheet)


def _put_scores(sheet: Sheet, scores: dict[int, str | int], *, at: datetime) -> None:
    """The first freezes the criteria of the round, and says which text of an idea was judged."""
    for criterion in sheet.rubric.criteria.all():
        _put_score(sheet, criterion, scores.get(criterion.pk))
    if scores:
        Rubric.objects.filter(pk=sheet.rubric_id, frozen_at=None).update(frozen_at=at)
        Sheet.objects.filter(pk=sheet.pk, judged_text=None).update(judged_text=_text_of(sheet))


def _text_of(sheet: Sheet) -> str | None:
    """The key of the text that was handed in last; none for a team, whose dossier stands still from the pitch on."""
    return sheet.entry.idea.submission_id if sheet.entry.idea else None


def _put_score(sheet: Sheet, criterion: Criterion, value: str | int | None) -> None:
    if value is None:
        Score.objects.filter(sheet=sheet, criterion=criterion).delete()
        return
    rules.check_score(criterion, value)
    told = {"gate": value, "grade": None} if criterion.is_gate else {"gate": "", "grade": value}
    Score.objects.update_or_create(sheet=sheet, criterion=criterion, defaults=told)


@transaction.atomic
def hand_in(sheet: Sheet, *, why: str = "", by: Person, at: datetime) -> SheetCopy:
    """The sheet is final and counts; a copy of it stays, whatever is revised later. Handing in twice changes nothing.
    From the deliberation on a revision says why."""
    sheet = locked(sheet)
    last = sheet.copies.last()
    if last is not None and sheet.state == SheetState.HANDED_IN and sheet.judge_id == by.pk:
        return last
    rules.check_may_score(sheet, by=by, at=at)
    scores = {score.criterion_id: score for score in sheet.scores.all()}
    criteria = list(sheet.rubric.criteria.all())
    rules.check_complete(criteria, scores, sheet.comment)
    told: dict[str, Any] = {one.key: scores[one.pk].gate or scores[one.pk].grade for one in criteria}
    said = {key: words for key, words in sheet.remarks.items() if key in told}
    copy = {"scores": told, "remarks": said, "comment": sheet.comment}
    is_new = last is None or (last.digest, last.rubric_id) != (digest(copy), sheet.rubric_id)
    rules.check_why(sheet, why, is_revision=is_new and last is not None)
    lifecycle.move(sheet, to=SheetState.HANDED_IN, by=by, at=at)
    history.record(sheet, "scores", by=by, at=at, data=told)
    if last is not None and not is_new:
        return last
    number = last.number + 1 if last else 1
    kept = {"rubric": sheet.rubric, "content": copy, "digest": digest(copy), "why": why, "at": at}
    return SheetCopy.objects.create(sheet=sheet, number=number, **kept)


@transaction.atomic
def read_again(sheet: Sheet, *, text: str, by: Person, at: datetime) -> bool:
    """The judge read the text that was corrected after they scored it; what they gave stands. A second time changes
    nothing. `text`: the key of what they read; False when it was corrected once more since."""
    sheet = locked(sheet)
    rules.check_own(sheet, by=by, at=at)
    if sheet.is_behind and text != _text_of(sheet):
        return False
    if sheet.is_behind:
        Sheet.objects.filter(pk=sheet.pk).update(judged_text=text)
        history.record(sheet, "read_again", by=by, at=at, data={"text": text})
    return True


@transaction.atomic
def reopen(sheet: Sheet, *, by: Person, at: datetime) -> None:
    """The judge takes a handed-in sheet back to change it, while the round is open. What was handed in stays kept."""
    sheet = locked(sheet)
    rules.check_own(sheet, by=by, at=at)
    if sheet.state == SheetState.HANDED_IN:
        lifecycle.move(sheet, to=SheetState.OPEN, by=by, at=at)


@transaction.atomic
def take_over(sheet: Sheet, *, by: Person, at: datetime) -> None:
    """Bring a sheet to the criteria that are in use now: a score goes along where its criterion is of the same kind and
    scale, the others must be given again. One that was handed in is open again, so that the judge confirms it."""
    sheet = locked(sheet)
    rules.check_own(sheet, by=by, at=at)
    rubric = sheet.entry.round.rubric
    if rubric is None or sheet.rubric_id == rubric.pk:
        return
    if sheet.state == SheetState.HANDED_IN:
        lifecycle.move(sheet, to=SheetState.OPEN, by=by, at=at)
    carry_scores(sheet, rubric)
    Sheet.objects.filter(pk=sheet.pk).update(rubric=rubric, version=F("version") + 1)
    history.record(sheet, "take_over", by=by, at=at, data={"rubric": rubric.version})


def carry_scores(sheet: Sheet, rubric: Rubric) -> None:
    """Hang each score under the same criterion of another rubric; what has no place there goes."""
    there = {(one.key, one.is_gate, one.scale): one for one in rubric.criteria.all()}
    for score in sheet.scores.select_related("criterion"):
        old = score.criterion
        new = there.get((old.key, old.is_gate, old.scale))
        if new is None:
            Score.objects.filter(pk=score.pk).delete()
        else:
            Score.objects.filter(pk=score.pk).update(criterion=new)
