"""Rounds, what a judge has to do in them, and sheets."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from jury import rules, scoring, subjects
from jury.models import Assignment, Criterion, Decision, Division, Entry, Round, RoundKind, Sheet
from jury.states import SheetState
from portal import roles, timeline
from portal.models import Edition, Person, RoleKind


def rounds_of(edition: Edition) -> QuerySet[Round]:
    """The edition's rounds, with what their rules need."""
    return (
        Round.objects.filter(edition=edition)
        .select_related("edition", "rubric", "release__proposed_by", "release__approved_by")
        .prefetch_related("deciders")
    )


def round_of(edition: Edition, kind: str) -> Round | None:
    """The round of a kind, as the database has it now."""
    return rounds_of(edition).filter(kind=kind).first()


def shown_round(edition: Edition, kind: str) -> Round | None:
    """The same for the pages, all rounds read once per loaded edition: the page, its menu and what waits ask alike."""
    if not hasattr(edition, "_shown_rounds"):
        edition._shown_rounds = _with_deciders(edition)  # type: ignore[attr-defined]
    rounds: dict[str, Round] = edition._shown_rounds  # type: ignore[attr-defined]
    return rounds.get(kind)


def _with_deciders(edition: Edition) -> dict[str, Round]:
    """All rounds by their kind and who decides in them, in one query: a round comes once for each decider."""
    rows: list[Any] = list(rounds_of(edition).prefetch_related(None).annotate(decider=F("deciders")))
    found: dict[str, Round] = {row.kind: row for row in rows}
    for kind, round_ in found.items():
        round_.edition = edition  # one edition with one timeline, for all that asks
        round_.decider_keys = {row.decider for row in rows if row.kind == kind and row.decider}
    return found


def may_concern(person: Person, edition: Edition, *, at: datetime) -> bool:
    """Whether a round can concern somebody at all: everybody else is spared the look."""
    kinds = [RoleKind.ASSESSOR, RoleKind.JUROR, RoleKind.STAFF, RoleKind.CHAIR]
    return roles.has(person, *kinds, edition=edition, at=at)


def rounds_concerning(person: Person, edition: Edition, *, at: datetime) -> tuple[list[Round], list[Round]]:
    """The rounds that somebody judges, and those they decide in, once opened; in the order of the programme. What has
    not opened yet is only there for a judge who has nothing else."""
    if not may_concern(person, edition, at=at):
        return [], []
    windows = timeline.shown(edition)
    rounds = [one for kind in RoundKind if (one := shown_round(edition, kind))]
    opened = [one for one in rounds if windows.has_opened(subjects.of(one).window, at)]
    judges = [one for one in rounds if rules.is_judge(one, person, at=at)]
    decides = [one for one in opened if rules.is_decider(one, person, at=at)]
    return [one for one in judges if one in opened] or judges[:1], decides


def criteria_of(round_: Round) -> list[Criterion]:
    return list(round_.rubric.criteria.all()) if round_.rubric else []


def published_criteria(edition: Edition, kind: str) -> list[Criterion]:
    """The criteria as everybody may read them: the same words the judges use."""
    current = Round.objects.filter(edition=edition, kind=kind).values("rubric")
    return list(Criterion.objects.filter(rubric__in=current))


MORE_THAN_ONE = 2


@dataclass(frozen=True)
class Task:
    """One idea or team on a judge's list, with their own sheet if there is one."""

    subject: subjects.Judged
    text: dict[str, Any]
    sheet: Sheet | None

    @property
    def state(self) -> str:
        return self.sheet.state if self.sheet else "new"

    @property
    def is_behind(self) -> bool:
        return self.sheet is not None and self.sheet.is_behind

    @cached_property
    def own_score(self) -> str:
        return own_score(self.sheet) if self.sheet and self.state != SheetState.RECUSED else ""


def own_score(sheet: Sheet) -> str:
    """What a judge's own scores come to, once all are given; nothing where one criterion alone is graded."""
    graded = [one for one in sheet.rubric.criteria.all() if not one.is_gate]
    given = {one.criterion_id: one.grade for one in sheet.scores.all()}
    if len(graded) < MORE_THAN_ONE or any(one.pk not in given for one in graded):
        return ""
    marks = [scoring.Mark(one.weight, one.scale, given[one.pk] or 0) for one in graded]
    return scoring.rounded(scoring.sheet_score(marks))


def to_judge(round_: Round, judge: Any) -> QuerySet[Any]:
    """All that takes part except the judge's own, in an order that tells nothing (by random key). Where the work is
    shared: what was given to them, and what they began before. `judge`: a person, or one of an outer query."""
    kind = subjects.of(round_)
    rows = kind.taking_part(round_.edition).exclude(kind.is_own_of(judge)).order_by("pk")
    if round_.division == Division.ALL:
        return rows
    here: dict[str, Any] = {"entry__round": round_, f"entry__{kind.field}": OuterRef("pk"), "judge": judge}
    return rows.filter(Exists(Assignment.objects.filter(**here)) | Exists(Sheet.objects.filter(**here)))


def next_for(round_: Round, judge: Person) -> Any | None:
    """What is judged least of what this judge has left; of equals each judge begins with another. Two queries."""
    kind = subjects.of(round_)
    sheets = Sheet.objects.filter(**{"entry__round": round_, f"entry__{kind.field}": OuterRef("pk")})
    counted = sheets.filter(state=SheetState.HANDED_IN).order_by().values("entry__round")
    number = Coalesce(Subquery(counted.annotate(n=Count("pk")).values("n")), 0)
    rows = left_for(round_, judge).annotate(judged=number).values_list("pk", "judged")
    left = sorted((judged, _own_order(judge, pk), pk) for pk, judged in rows)
    return kind.taking_part(round_.edition).get(pk=left[0][2]) if left else None


def _ended(round_: Round) -> Q:
    """Handed in by the criteria in use, or stepped aside from."""
    return Q(state=SheetState.RECUSED) | Q(state=SheetState.HANDED_IN, rubric=round_.rubric_id)


def _own_order(judge: Person, key: str) -> str:
    return hashlib.sha256(f"{judge.pk} {key}".encode()).hexdigest()


def tasks_on(page: list[Any], round_: Round, judge: Person) -> list[Task]:
    """A page of what is judged with the judge's own sheets and scores; three queries."""
    kind = subjects.of(round_)
    wanted: dict[str, Any] = {f"entry__{kind.field}__in": page}
    sheets = Sheet.objects.filter(judge=judge, entry__round=round_, **wanted).select_related(
        "entry__idea", "rubric"
    )
    sheets = sheets.prefetch_related("scores", "rubric__criteria")
    by_subject = {subject_key(sheet.entry): sheet for sheet in sheets}
    return [Task(one, kind.text_of(one), by_subject.get(one.pk)) for one in page]


def subject_key(entry: Entry) -> str:
    return str(entry.team_id or entry.idea_id)


@dataclass(frozen=True)
class Progress:
    """How far a judge is: sheets handed in or recused, of all there are."""

    finished: int
    total: int

    @property
    def left(self) -> int:
        return self.total - self.finished


def progress_of(round_: Round, judge: Person) -> Progress:
    """One query, and only once per loaded round: the page and what waits ask alike. A sheet by criteria that are no
    longer in use is not finished."""
    known: dict[str, Progress] = round_.__dict__.setdefault("_progress", {})
    if judge.pk not in known:
        which: dict[str, Any] = {
            "entry__round": round_,
            f"entry__{subjects.of(round_).field}": OuterRef("pk"),
        }
        ended = Sheet.objects.filter(_ended(round_), judge=judge, **which)
        counted = to_judge(round_, judge).aggregate(
            finished=Count("pk", filter=Exists(ended)), total=Count("pk")
        )
        known[judge.pk] = Progress(**counted)
    return known[judge.pk]


def left_for(round_: Round, judge: Any) -> QuerySet[Any]:
    """What a judge has to do still; for one person, or for each of an outer query."""
    kind = subjects.of(round_)
    which: dict[str, Any] = {"entry__round": round_, f"entry__{kind.field}": OuterRef("pk")}
    return to_judge(round_, judge).filter(~Exists(Sheet.objects.filter(_ended(round_), judge=judge, **which)))


def first_behind(round_: Round, judge: Person) -> Sheet | None:
    """A sheet of theirs that was scored on a text that was corrected since; one query."""
    rows = Sheet.objects.behind().filter(entry__round=round_, judge=judge)
    return rows.select_related("entry__idea__submission").order_by("pk").first()


def sheet_for(sheet_id: str, judge: Person) -> QuerySet[Sheet]:
    """One's own sheet with what it is about, its round and scores."""
    return (
        Sheet.objects.filter(pk=sheet_id, judge=judge)
        .select_related(
            "entry__round__edition",
            "entry__round__release",
            "entry__idea__submission",
            "entry__team__idea__submission",
            "entry__team__pitch_file__slides",
            "judged_text",
            "rubric",
        )
        .prefetch_related("scores", "rubric__criteria")
    )


def gaps_of(sheet: Sheet) -> list[rules.Gap]:
    """What a saved sheet still needs before it can be handed in."""
    scores = {score.criterion_id: score for score in sheet.scores.all()}
    return rules.gaps(list(sheet.rubric.criteria.all()), scores, sheet.comment)


def decisions_of(round_: Round) -> dict[str, Decision]:
    """Draft decisions by what they are about."""
    found = Decision.objects.filter(entry__round=round_).select_related("entry")
    return {subject_key(decision.entry): decision for decision in found}


def undecided(round_: Round) -> tuple[int, int]:
    """How many have no draft decision yet, of how many that take part; one query."""
    drafted = Decision.objects.filter(
        entry__round=round_, **{f"entry__{subjects.of(round_).field}": OuterRef("pk")}
    )
    counted = (
        subjects.of(round_)
        .taking_part(round_.edition)
        .aggregate(open=Count("pk", filter=~Exists(drafted)), total=Count("pk"))
    )
    return counted["open"], counted["total"]
