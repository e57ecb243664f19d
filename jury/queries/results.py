"""How everything in a round stands, for its deciders: exact, and so that anyone can recompute it by hand."""

from collections import Counter, defaultdict
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q

from jury import scoring, subjects
from jury.models import Criterion, Division, Entry, Round, Score, Sheet
from jury.queries.assigning import assigned_pairs
from jury.queries.judging import criteria_of, subject_key
from jury.queries.standing import Complete, Standing
from jury.states import SheetState
from portal import plots
from portal.models import Person, Role

Given = dict[int, tuple[str, int | None]]  # criterion -> gate, grade


def standings(round_: Round, *, of: list[str] | None = None) -> list[Standing]:
    """All that takes part (or `of` these keys) with its result: best place first, then by title; what has too few
    sheets comes last. Seven queries, whatever the number. Scores are read as plain rows: there are thousands, and only
    their values count."""
    kind, criteria = subjects.of(round_), criteria_of(round_)
    taking_part = list(kind.taking_part(round_.edition) if of is None else kind.those(of))
    among: dict[str, Any] = {f"{kind.field}__in": taking_part}
    entries = Entry.objects.filter(round=round_, **among).select_related("decision__by")
    # Handed in by earlier criteria counts once its judge brought it over to those in use.
    counts = Q(state=SheetState.HANDED_IN, rubric=round_.rubric)
    ended = Sheet.objects.filter(counts | Q(state=SheetState.RECUSED))
    by_subject = {
        subject_key(entry): entry for entry in entries.prefetch_related(Prefetch("sheets", queryset=ended))
    }
    judges, given = who_judged(round_), _given(round_)
    asked = _asked(round_)
    own = {pair for pair in kind.people_of(round_.edition) if pair[1] in judges}
    found = []
    for one in taking_part:
        entry = by_subject.get(one.pk)
        sheets = _with_judges(entry, judges) if entry else []
        kept_out = frozenset(sheet.judge_id for sheet in sheets if sheet.state == SheetState.RECUSED)
        counting = [sheet for sheet in sheets if sheet.state == SheetState.HANDED_IN]
        standing = Standing(one, kind.text_of(one), counting, getattr(entry, "decision", None))
        standing.aside = kept_out
        pairs = [(one.pk, judge) for judge in asked.get(one.pk, judges)]
        standing.expected = sum(judge not in kept_out and (key, judge) not in own for key, judge in pairs)
        found.append(_added_up(standing, criteria, given))
    _place(found, round_)
    return sorted(found, key=lambda s: (s.place is None, s.place or 0, s.title.lower(), s.subject.pk))


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


def who_judged(round_: Round) -> dict[str, Person]:
    """Who judges in the round: appointed, or with a sheet from when they were."""
    theirs = Sheet.objects.filter(entry__round=round_, judge=OuterRef("pk"))
    kind = subjects.of(round_).judges
    appointed = Role.objects.filter(person=OuterRef("pk"), kind=kind, until=None).filter(
        Q(edition=round_.edition) | Q(edition=None)
    )
    people = Person.objects.filter(Q(Exists(appointed)) | Q(Exists(theirs))).order_by("name", "pk")
    return {person.pk: person for person in people}


def _given(round_: Round) -> dict[str, Given]:
    """What every sheet that counts says of each criterion."""
    found: dict[str, Given] = defaultdict(dict)
    rows = Score.objects.filter(sheet__entry__round=round_, sheet__state=SheetState.HANDED_IN)
    for sheet, criterion, gate, grade in rows.values_list("sheet", "criterion", "gate", "grade"):
        found[sheet][criterion] = gate, grade
    return found


def _with_judges(entry: Entry, judges: dict[str, Person]) -> list[Sheet]:
    """Sheets by the names of their judges."""
    sheets = list(entry.sheets.all())
    for sheet in sheets:
        sheet.judge = judges[sheet.judge_id]
    return sorted(sheets, key=lambda sheet: (sheet.judge.name, sheet.pk))


def _added_up(standing: Standing, criteria: list[Criterion], given: dict[str, Given]) -> Standing:
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
    return standing


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
