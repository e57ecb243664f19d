"""What misses before a release, what is kept with it, and whether it can still be recomputed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jury import scoring, subjects
from jury.models import Criterion, Decision, Result, Round, Sheet
from jury.queries.exports import figures_of, inputs_hash
from jury.queries.judges import judges_ever
from jury.queries.judging import criteria_of
from jury.queries.results import standings
from jury.queries.standing import Standing
from jury.states import SheetState
from portal.models import Person, Release


@dataclass(frozen=True)
class Missing:
    """What one decision still needs: `what` is decision, feedback or reason."""

    standing: Standing
    what: str


def questioned(found: list[Standing], onward: str) -> set[str]:
    """What people decide otherwise than the ranking, or where places are shared: see `scoring.questioned`."""
    chosen = {one.subject.pk for one in found if one.decision and one.decision.kind == onward}
    return scoring.questioned({one.subject.pk: one.place for one in found}, chosen)


def missing_of(found: list[Standing], onward: str) -> list[Missing]:
    """All that must be written before a release can be proposed. A reason is only asked once all is decided: before
    that nobody knows how many are chosen."""
    told = [(one, _lacks(one)) for one in found]
    if any(what == "decision" for _one, what in told):
        return [Missing(one, what) for one, what in told if what]
    asked = questioned(found, onward)
    told = [(one, what or _unexplained(one, asked)) for one, what in told]
    return [Missing(one, what) for one, what in told if what]


def _lacks(one: Standing) -> str:
    if one.decision is None:
        return "decision"
    return "" if one.decision.feedback.strip() else "feedback"


def _unexplained(one: Standing, asked: set[str]) -> str:
    has_reason = one.decision is not None and one.decision.reason.strip()
    return "reason" if one.subject.pk in asked and not has_reason else ""


@dataclass(frozen=True)
class Minutes:
    """What was judged and decided in a round, by whom: for the file."""

    judges: list[tuple[Person, int, int]]  # with how many sheets handed in, and how many conflicts
    conflicts: list[tuple[str, str]]  # judge, title
    criteria: list[Criterion]
    standings: list[Standing]
    asked: set[str]
    kept: Result | None


def minutes_of(round_: Round, found: list[Standing]) -> Minutes:
    """Everything for the minutes; four queries more than the standings."""
    kind = subjects.of(round_)
    titles = {one.subject.pk: one.title for one in found}
    recused = Sheet.objects.filter(entry__round=round_, state=SheetState.RECUSED).order_by(
        "judge__name", "pk"
    )
    pairs = [
        (judge, name, titles[subject])
        for judge, name, subject in recused.values_list("judge", "judge__name", f"entry__{kind.field}")
        if subject in titles
    ]
    sheets = [sheet.judge_id for one in found for sheet in one.sheets]
    judges = [
        (one, sheets.count(one.pk), sum(judge == one.pk for judge, _name, _title in pairs))
        for one in judges_ever(round_)
    ]
    kept = Result.objects.filter(release=round_.release_id).first() if round_.release_id else None
    conflicts = [(name, title) for _judge, name, title in pairs]
    return Minutes(judges, conflicts, criteria_of(round_), found, questioned(found, kind.onward), kept)


def snapshot(round_: Round, found: list[Standing]) -> dict[str, Any]:
    """What is kept when a release is approved."""
    return {"figures": figures_of(found), "inputs_hash": inputs_hash(round_, found)}


@dataclass(frozen=True)
class Recount:
    """A released result computed again. `differences`: one line each, in codes; `same_inputs` says whether what it is
    made of is as it was."""

    entries: int
    same_inputs: bool
    differences: list[str]


def recount(result: Result) -> Recount:
    """From the rows as they are now, for the entries of then: what was withdrawn since was judged all the same."""
    was = {row["entry"]: row for row in result.figures}
    found = standings(result.round, of=list(was))
    now = snapshot(result.round, found)
    is_ = {row["entry"]: row for row in now["figures"]}
    differences = [
        f"{entry} {field}: {was[entry][field]} -> {is_.get(entry, {}).get(field)}"
        for entry in sorted(was)
        for field in was[entry]
        if is_.get(entry, {}).get(field) != was[entry][field]
    ]
    return Recount(len(was), now["inputs_hash"] == result.inputs_hash, differences)


def results_released(edition: str = "") -> list[Result]:
    """Results whose release is in force for its round, of one edition or of all."""
    rows = Result.objects.select_related("round__edition", "round__rubric").order_by("round__edition", "pk")
    rows = rows.filter(release__round__isnull=False)
    return list(rows.filter(round__edition=edition) if edition else rows)


def feedback_on(kind: str, subject_key: str, *, at: datetime) -> Decision | None:
    """The decision about an idea or a team, once its release is in force; without it nothing. One query."""
    field = subjects.KINDS[kind].field
    which: dict[str, Any] = {f"entry__{field}": subject_key, "entry__round__kind": kind}
    told = Release.objects.in_force(at=at)
    return Decision.objects.filter(**which, entry__round__release__in=told).first()
