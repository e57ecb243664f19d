"""How everything in a round stands, for its deciders: exact, and so that anyone can recompute it by hand."""

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.db.models import Prefetch

from jury import scoring, subjects
from jury.models import Criterion, Decision, Entry, Round, Score, Sheet
from jury.queries.judging import criteria_of, subject_key
from portal import plots

LEFT = 30  # where 0 stands in the picture of the spread; 100 stands 1000 further


def across(score: Fraction) -> int:
    return LEFT + round(score * 10)


@dataclass(frozen=True)
class Complete:
    """A sheet that counts in the score: every weighted criterion has its grade."""

    sheet: Sheet
    marks: list[scoring.Mark]

    @cached_property
    def score(self) -> Fraction:
        return scoring.sheet_score(self.marks)

    @property
    def shown_score(self) -> str:
        return scoring.rounded(self.score)

    @property
    def x(self) -> int:
        """Where its dot stands in the picture of the spread."""
        return across(self.score)


@dataclass(frozen=True)
class Line:
    """One criterion in the explanation of a score, with its grades in the order of the sheets."""

    criterion: Criterion
    grades: list[tuple[Sheet, int]]
    mean: str
    contribution: str
    shown: str


@dataclass
class Standing:
    """How an idea or a team stands: what the gates say, its exact score, its place, and the draft decision."""

    subject: Any
    text: dict[str, Any]
    sheets: list[Sheet]
    decision: Decision | None
    gates: list[tuple[Criterion, Counter[str]]] = field(default_factory=list)
    graded: list[Criterion] = field(default_factory=list)
    complete: list[Complete] = field(default_factory=list)
    score: Fraction | None = None
    advice: str = scoring.DISCUSS
    place: int = 0

    @property
    def title(self) -> str:
        return str(self.text.get("title", self.subject))

    @property
    def shown_score(self) -> str:
        return scoring.rounded(self.score) if self.score is not None else "–"

    @property
    def exact_score(self) -> str:
        return scoring.exact(self.score) if self.score is not None else "–"

    @property
    def mean_x(self) -> int:
        return across(self.score or Fraction(0))

    @property
    def comments(self) -> list[Sheet]:
        return [sheet for sheet in self.sheets if sheet.comment]

    @property
    def lowest(self) -> str:
        return scoring.rounded(min(one.score for one in self.complete)) if self.complete else "–"

    @property
    def highest(self) -> str:
        return scoring.rounded(max(one.score for one in self.complete)) if self.complete else "–"

    @property
    def lines(self) -> list[Line]:
        """The score taken apart: the contributions sum to it to the last digit."""
        taken = scoring.parts([one.marks for one in self.complete])
        sheets = [one.sheet for one in self.complete]
        return [
            Line(
                criterion,
                list(zip(sheets, part.grades, strict=True)),
                scoring.exact(part.mean),
                scoring.exact(part.contribution),
                scoring.rounded(part.contribution),
            )
            for criterion, part in zip(self.graded, taken, strict=False)
        ]


def standings(round_: Round) -> list[Standing]:
    """All that takes part with its result, best place first, then by title. Five queries, whatever the number."""
    kind, criteria = subjects.of(round_), criteria_of(round_)
    taking_part = list(kind.taking_part(round_.edition))
    among: dict[str, Any] = {f"{kind.field}__in": taking_part}
    entries = Entry.objects.filter(round=round_, **among).select_related("decision__by")
    counting = (
        Sheet.objects.counting()
        .select_related("judge")
        .prefetch_related("scores")
        .order_by("judge__name", "pk")
    )
    by_subject = {
        subject_key(entry): entry for entry in entries.prefetch_related(Prefetch("sheets", queryset=counting))
    }
    found = [_standing(one, kind.text_of(one), by_subject.get(one.pk), criteria) for one in taking_part]
    for standing, place in zip(found, scoring.places([(s.advice, s.score) for s in found]), strict=True):
        standing.place = place
    return sorted(found, key=lambda s: (s.place, s.title.lower(), s.subject.pk))


def _standing(
    subject: subjects.Judged, text: dict[str, Any], entry: Entry | None, criteria: list[Criterion]
) -> Standing:
    sheets = list(entry.sheets.all()) if entry else []
    standing = Standing(subject, text, sheets, getattr(entry, "decision", None))
    scores = {sheet.pk: {score.criterion_id: score for score in sheet.scores.all()} for sheet in sheets}
    standing.gates = [(one, _count(one, list(scores.values()))) for one in criteria if one.is_gate]
    standing.advice = scoring.advice(count for _one, count in standing.gates)
    standing.graded = graded = [one for one in criteria if not one.is_gate]
    standing.complete = [
        Complete(sheet, _marks(graded, scores[sheet.pk]))
        for sheet in sheets
        if all(one.pk in scores[sheet.pk] for one in graded)
    ]
    standing.score = scoring.entry_score([one.score for one in standing.complete])
    return standing


def _count(criterion: Criterion, scores: list[dict[int, Score]]) -> Counter[str]:
    return Counter(sheet[criterion.pk].gate for sheet in scores if criterion.pk in sheet)


def _marks(graded: list[Criterion], sheet: dict[int, Score]) -> list[scoring.Mark]:
    return [scoring.Mark(one.weight, one.scale, sheet[one.pk].grade or 0) for one in graded]


@dataclass(frozen=True)
class Without:
    """What the order would be if one judge or one criterion were left out: who would come in, who would fall out."""

    label: str
    enters: list[str]
    leaves: list[str]


def changes_without(found: list[Standing], onward: str) -> tuple[int, list[Without]]:
    """Does the choice hang on one judge or one criterion? Compares the best N by score, N being how many the drafts
    let go on. Answers how many were tried, and those that change something. No query."""
    number = sum(one.decision is not None and one.decision.kind == onward for one in found)
    titles = {one.subject.pk: one.title for one in found}
    sheets = {one.subject.pk: {done.sheet.judge_id: done.marks for done in one.complete} for one in found}
    judges = {done.sheet.judge_id: str(done.sheet.judge) for one in found for done in one.complete}
    usual = scoring.first({one.subject.pk: one.score for one in found}, number)
    tries = [(name, scoring.left_out(sheets, key)) for key, name in judges.items()]
    graded = found[0].graded if found else []
    tries += [(one.text, scoring.without_criterion(sheets, n)) for n, one in enumerate(graded)]
    if not number:
        return 0, []
    told = [(label, scoring.first(scores, number)) for label, scores in tries]
    return len(tries), [
        Without(label, _named(best - usual, titles), _named(usual - best, titles))
        for label, best in told
        if best != usual
    ]


def _named(keys: set[str], titles: dict[str, str]) -> list[str]:
    return sorted(titles[key] for key in keys)


EXPORT = ("entry", "title", "judge", "criterion", "kind", "weight", "scale", "gate", "grade", "comment")


def export_rows(round_: Round) -> list[tuple[Any, ...]]:
    """The round as a table, one row per sheet and criterion in the order of `EXPORT`, the names of the columns first.
    What nobody judged has one row without judge; a comment stands once, on the first row of its sheet."""
    criteria = criteria_of(round_)
    rows: list[tuple[Any, ...]] = [EXPORT]
    for one in standings(round_):
        if not one.sheets:
            rows.append((one.subject.pk, one.title, *[""] * (len(EXPORT) - 2)))
        for sheet in one.sheets:
            rows += _sheet_rows(one, sheet, criteria)
    return rows


def _sheet_rows(one: Standing, sheet: Sheet, criteria: list[Criterion]) -> list[tuple[Any, ...]]:
    scores = {score.criterion_id: score for score in sheet.scores.all()}
    comments = [sheet.comment, *[""] * len(criteria)]
    return [
        (one.subject.pk, one.title, str(sheet.judge), rule.key, rule.kind, rule.weight, rule.scale,
         scores[rule.pk].gate, scores[rule.pk].grade, comment)
        for rule, comment in zip(criteria, comments, strict=False)
        if rule.pk in scores
    ]  # fmt: skip


def spread_of(found: list[Standing]) -> list[plots.Bin]:
    """How the sheets' scores lie on the scale of 0 to 100, in tenths; nothing to draw before the first."""
    scores = [sheet.score for one in found for sheet in one.complete]
    return plots.distribution(scores, low=0, high=100, parts=10) if scores else []
