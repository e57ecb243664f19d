"""How everything in a round stands, for its deciders: exact, and so that anyone can recompute it by hand."""

from collections import Counter, defaultdict
from typing import Any

from django.db.models import Prefetch, Q

from jury import scoring, subjects
from jury.models import Criterion, Division, Entry, Round, Score, Sheet
from jury.queries.assigning import assigned_pairs
from jury.queries.judges import judges_ever
from jury.queries.judging import criteria_of, subject_key
from jury.queries.standing import Complete, Standing
from jury.states import SheetState
from portal import plots
from portal.models import Person

Given = dict[int, tuple[str, int | None]]  # criterion -> gate, grade


def standings(round_: Round, *, of: list[str] | None = None) -> list[Standing]:
    """All that takes part (or `of` these keys) with its result: best place first, then by title; what has too few
    sheets comes last. Seven queries, whatever the number. Scores are read as plain rows: there are thousands, and only
    their values count."""
    kind, criteria = subjects.of(round_), criteria_of(round_)
    taking_part = list(kind.taking_part(round_.edition) if of is None else kind.those(of))
    judges = {one.pk: one for one in judges_ever(round_)}
    entries, given = _entries(round_, taking_part), _given(round_)
    found = [_stands(one, kind, entries.get(one.pk), judges) for one in taking_part]
    _expect(found, round_, judges)
    for one in found:
        _add_up(one, criteria, given)
    _place(found, round_)
    return sorted(found, key=lambda s: (s.place is None, s.place or 0, s.title.lower(), s.subject.pk))


def _entries(round_: Round, taking_part: list[Any]) -> dict[str, Entry]:
    """By what they are about, with the sheets that count or were recused; what was handed in by earlier criteria counts
    once its judge brought it over to those in use. Two queries."""
    counts = Q(state=SheetState.HANDED_IN, rubric=round_.rubric)
    ended = Sheet.objects.filter(counts | Q(state=SheetState.RECUSED))
    among: dict[str, Any] = {f"{subjects.of(round_).field}__in": taking_part}
    rows = Entry.objects.filter(round=round_, **among).select_related("decision__by")
    return {subject_key(one): one for one in rows.prefetch_related(Prefetch("sheets", queryset=ended))}


def _stands(
    subject: Any, kind: subjects.Subjects, entry: Entry | None, judges: dict[str, Person]
) -> Standing:
    """One of them with its sheets by the names of their judges, nothing computed yet."""
    sheets = list(entry.sheets.all()) if entry else []
    for sheet in sheets:
        sheet.judge = judges[sheet.judge_id]
    sheets.sort(key=lambda sheet: (sheet.judge.name, sheet.pk))
    counting = [sheet for sheet in sheets if sheet.state == SheetState.HANDED_IN]
    standing = Standing(subject, kind.text_of(subject), counting, getattr(entry, "decision", None))
    standing.aside = frozenset(sheet.judge_id for sheet in sheets if sheet.state == SheetState.RECUSED)
    return standing


def _expect(found: list[Standing], round_: Round, judges: dict[str, Person]) -> None:
    """How many sheets each could have: of who was asked, but for its own people and who stepped aside."""
    asked, own = _asked(round_), set(subjects.of(round_).people_of(round_.edition))
    for one in found:
        key = one.subject.pk
        free = [judge for judge in asked.get(key, judges) if (key, judge) not in own]
        one.expected = sum(judge not in one.aside for judge in free)


def standings_for(round_: Round, person: Person) -> list[Standing]:
    """The same for one decider: what they stepped aside from as a judge they do not see; places stay as they are."""
    return [one for one in standings(round_) if person.pk not in one.aside]


def _asked(round_: Round) -> dict[str, list[str]]:
    """Who was asked to judge what, where the work is divided; otherwise everybody judges all."""
    if round_.division != Division.BALANCED:
        return {}
    found: dict[str, list[str]] = {}
    for subject, judge in assigned_pairs(round_):
        found.setdefault(subject, []).append(judge)
    return found


def _given(round_: Round) -> dict[str, Given]:
    """What every sheet that counts says of each criterion."""
    found: dict[str, Given] = defaultdict(dict)
    rows = Score.objects.filter(sheet__entry__round=round_, sheet__state=SheetState.HANDED_IN)
    for sheet, criterion, gate, grade in rows.values_list("sheet", "criterion", "gate", "grade"):
        found[sheet][criterion] = gate, grade
    return found


def _add_up(standing: Standing, criteria: list[Criterion], given: dict[str, Given]) -> None:
    """What the gates say and what the score is, from what every sheet says."""
    standing.given = scores = {sheet.pk: given.get(sheet.pk, {}) for sheet in standing.sheets}
    standing.gates = [(one, _count(one, list(scores.values()))) for one in criteria if one.is_gate]
    standing.advice = scoring.advice(count for _one, count in standing.gates)
    standing.graded = graded = [one for one in criteria if not one.is_gate]
    standing.complete = [
        Complete(sheet, _marks(graded, scores[sheet.pk]))
        for sheet in standing.sheets
        if all(one.pk in scores[sheet.pk] for one in graded)
    ]
    standing.score = scoring.entry_score([one.score for one in standing.complete])


def _count(criterion: Criterion, scores: list[Given]) -> Counter[str]:
    return Counter(sheet[criterion.pk][0] for sheet in scores if criterion.pk in sheet)


def _marks(graded: list[Criterion], sheet: Given) -> list[scoring.Mark]:
    return [scoring.Mark(one.weight, one.scale, sheet[one.pk][1] or 0) for one in graded]


def _place(found: list[Standing], round_: Round) -> None:
    """Places for all that have sheets enough, by the rule for equal scores that was declared with the criteria."""
    if round_.rubric is None:
        return
    rule, least = round_.rubric.tie_rule, round_.rubric.minimum_sheets
    placed = [one for one in found if len(one.complete) >= least]
    told = [scoring.breaks(rule, [sheet.marks for sheet in one.complete]) for one in placed]
    places = scoring.places([(one.advice, one.score) for one in placed], told)
    sharing = Counter(places)
    for one, place in zip(placed, places, strict=True):
        one.place, one.tied = place, sharing[place] > 1


def spread_of(found: list[Standing]) -> list[plots.Bin]:
    """How the sheets' scores lie on the scale of 0 to 100, in tenths; nothing to draw before the first."""
    scores = [sheet.score for one in found for sheet in one.complete]
    return plots.distribution(scores, low=0, high=100, parts=10) if scores else []
