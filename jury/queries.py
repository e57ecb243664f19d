"""Reads for the pages of judging."""

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction

from django.db.models import Prefetch, QuerySet

from ideas.models import Idea
from ideas.queries import handed_in
from jury import rules, scoring
from jury.models import Criterion, Decision, Entry, Round, Score, Sheet
from jury.states import SheetState
from portal.models import Edition, Person


def round_of(edition: Edition, kind: str) -> Round | None:
    """The edition's round of a kind, with what its rules need."""
    return (
        Round.objects.filter(edition=edition, kind=kind)
        .select_related("edition", "rubric", "release__proposed_by", "release__approved_by")
        .prefetch_related("deciders")
        .first()
    )


def shown_round(edition: Edition, kind: str) -> Round | None:
    """The same for the pages, read once per loaded edition: the page, its menu and what waits ask alike."""
    if not hasattr(edition, "_shown_rounds"):
        edition._shown_rounds = {}  # type: ignore[attr-defined]
    rounds: dict[str, Round | None] = edition._shown_rounds  # type: ignore[attr-defined]
    if kind not in rounds:
        rounds[kind] = round_of(edition, kind)
    return rounds[kind]


def criteria_of(round_: Round) -> list[Criterion]:
    return list(round_.rubric.criteria.all()) if round_.rubric else []


def published_criteria(edition: Edition, kind: str) -> list[Criterion]:
    """The criteria as everybody may read them: the same words the judges use."""
    current = Round.objects.filter(edition=edition, kind=kind).values("rubric")
    return list(Criterion.objects.filter(rubric__in=current))


@dataclass(frozen=True)
class Task:
    """One idea on a judge's list, with their own sheet if there is one."""

    idea: Idea
    sheet: Sheet | None

    @property
    def state(self) -> str:
        return self.sheet.state if self.sheet else "new"


def ideas_to_judge(round_: Round, judge: Person) -> QuerySet[Idea]:
    """Everything handed in except the judge's own, in an order that is the same for nobody else (by random key)."""
    own = Idea.objects.owned_by(judge).values("pk")
    return handed_in(round_.edition).exclude(pk__in=own).order_by("pk")


def tasks_on(page: list[Idea], round_: Round, judge: Person) -> list[Task]:
    """A page of ideas with the judge's own sheets; one query."""
    sheets = Sheet.objects.filter(judge=judge, entry__round=round_, entry__idea__in=page).select_related(
        "entry"
    )
    by_idea = {sheet.entry.idea_id: sheet for sheet in sheets}
    return [Task(idea, by_idea.get(idea.pk)) for idea in page]


@dataclass(frozen=True)
class Progress:
    """How far a judge is: sheets handed in or recused, of all there are."""

    finished: int
    total: int

    @property
    def left(self) -> int:
        return self.total - self.finished


def progress_of(round_: Round, judge: Person) -> Progress:
    ideas = ideas_to_judge(round_, judge)
    finished = Sheet.objects.filter(
        judge=judge,
        entry__round=round_,
        entry__idea__in=ideas,
        state__in=[SheetState.HANDED_IN, SheetState.RECUSED],
    )
    return Progress(finished.count(), ideas.count())


def sheet_for(sheet_id: str, judge: Person) -> QuerySet[Sheet]:
    """One's own sheet with its idea, round and scores."""
    return (
        Sheet.objects.filter(pk=sheet_id, judge=judge)
        .select_related("entry__round__edition", "entry__round__release", "entry__idea__submission", "rubric")
        .prefetch_related("scores")
    )


def gaps_of(sheet: Sheet) -> list[rules.Gap]:
    """What a saved sheet still needs before it can be handed in."""
    scores = {score.criterion_id: score for score in sheet.scores.all()}
    return rules.gaps(list(sheet.rubric.criteria.all()), scores, sheet.comment)


@dataclass
class Standing:
    """How an idea stands: what the gates say, its exact score, its place, and the draft decision."""

    idea: Idea
    sheets: list[Sheet]
    decision: Decision | None
    gates: list[tuple[Criterion, Counter[str]]] = field(default_factory=list)
    score: Fraction | None = None
    advice: str = scoring.DISCUSS
    place: int = 0

    @property
    def shown_score(self) -> str:
        return scoring.rounded(self.score) if self.score is not None else "–"

    @property
    def comments(self) -> list[Sheet]:
        return [sheet for sheet in self.sheets if sheet.comment]


def standings(round_: Round) -> list[Standing]:
    """Every idea of the round with its result, best place first, then by title. Five queries, whatever the number."""
    criteria = criteria_of(round_)
    ideas = list(handed_in(round_.edition))
    entries = Entry.objects.filter(round=round_, idea__in=ideas).select_related("decision")
    counting = Sheet.objects.counting().select_related("judge").prefetch_related("scores")
    by_idea = {
        entry.idea_id: entry for entry in entries.prefetch_related(Prefetch("sheets", queryset=counting))
    }
    found = [_standing(idea, by_idea.get(idea.pk), criteria) for idea in ideas]
    for standing, place in zip(found, scoring.places([(s.advice, s.score) for s in found]), strict=True):
        standing.place = place
    return sorted(found, key=lambda s: (s.place, s.idea.title.lower(), s.idea.pk))


def _standing(idea: Idea, entry: Entry | None, criteria: list[Criterion]) -> Standing:
    sheets = list(entry.sheets.all()) if entry else []
    standing = Standing(idea, sheets, getattr(entry, "decision", None))
    scores = [{score.criterion_id: score for score in sheet.scores.all()} for sheet in sheets]
    standing.gates = [(one, _count(one, scores)) for one in criteria if one.is_gate]
    standing.advice = scoring.advice(count for _one, count in standing.gates)
    graded = [one for one in criteria if not one.is_gate]
    complete = [sheet for sheet in scores if all(one.pk in sheet for one in graded)]
    standing.score = scoring.entry_score([scoring.sheet_score(_marks(graded, sheet)) for sheet in complete])
    return standing


def _count(criterion: Criterion, scores: list[dict[int, Score]]) -> Counter[str]:
    return Counter(sheet[criterion.pk].gate for sheet in scores if criterion.pk in sheet)


def _marks(graded: list[Criterion], sheet: dict[int, Score]) -> list[scoring.Mark]:
    return [scoring.Mark(one.weight, one.scale, sheet[one.pk].grade or 0) for one in graded]


def decisions_of(round_: Round) -> dict[str, Decision]:
    """Draft decisions by idea."""
    found = Decision.objects.filter(entry__round=round_).select_related("entry")
    return {decision.entry.idea_id: decision for decision in found}
