"""Who could judge what: conflicts read from data, and the fairest division, which a solver finds."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jury import subjects
from jury.models import Assignment, Round, Seat, Sheet
from jury.queries.judging import subject_key
from jury.states import SheetState
from portal.models import Capacity, Person

Pair = tuple[str, str]


def own_or_near(round_: Round, judges: Sequence[Person]) -> set[Pair]:
    """What each judge may not get: their own, what comes from their own entity, and what they stepped aside from; as
    pairs of a subject's key and a judge's. Four queries at most, whatever the number."""
    people = subjects.of(round_).people_of(round_.edition)
    keys = [one.pk for one in judges]
    works_at = entities_of({person for _subject, person in people} | set(keys))
    of_subject: dict[str, set[str]] = defaultdict(set)
    for subject, person in people:
        of_subject[subject] |= works_at[person]
    found = {(subject, person) for subject, person in people if person in keys}
    found |= {(subject, key) for subject, near in of_subject.items() for key in keys if near & works_at[key]}
    aside = Sheet.objects.filter(entry__round=round_, state=SheetState.RECUSED).select_related("entry")
    return found | {(subject_key(sheet.entry), sheet.judge_id) for sheet in aside}


def entities_of(people: Iterable[str]) -> dict[str, set[str]]:
    """Where each works now; one query."""
    found: dict[str, set[str]] = defaultdict(set)
    rows = Capacity.objects.filter(person__in=people, until=None).values_list("person", "entity")
    for person, entity in rows:
        found[person].add(entity)
    return found


def assigned_pairs(round_: Round) -> set[Pair]:
    rows = Assignment.objects.filter(entry__round=round_).select_related("entry")
    return {(subject_key(one.entry), one.judge_id) for one in rows}


def begun_pairs(round_: Round) -> set[Pair]:
    """Sheets that were begun and not stepped aside from: whoever divides anew leaves them where they are."""
    rows = Sheet.objects.filter(entry__round=round_).exclude(state=SheetState.RECUSED).select_related("entry")
    return {(subject_key(one.entry), one.judge_id) for one in rows}


def proposal(round_: Round, judges: Sequence[Person]) -> set[Pair]:
    """The fairest division of what takes part among these judges, keeping what was begun."""
    entries = [one.pk for one in subjects.of(round_).taking_part(round_.edition).order_by("pk")]
    seats = {seat.person_id: seat.capacity for seat in Seat.objects.filter(round=round_)}
    capacity = {one.pk: seats.get(one.pk) for one in judges}
    begun = {pair for pair in begun_pairs(round_) if pair[0] in entries and pair[1] in capacity}
    forbidden = own_or_near(round_, judges)
    return divide(entries, capacity, per_entry=round_.per_entry, forbidden=forbidden, begun=begun)


def divide(
    entries: Sequence[str],
    capacity: Mapping[str, int | None],
    *,
    per_entry: int,
    forbidden: set[Pair],
    begun: set[Pair] = frozenset(),  # type: ignore[assignment]
) -> set[Pair]:
    """Pairs of an entry and a judge: every entry as often as can be up to `per_entry`, then the work as even as can be.

    A flow with convex cost: the k-th entry of a judge costs k, a judgement that misses costs more than any of them, so
    the cheapest flow misses as few as possible and differs as little as possible between judges. The matrix of a flow
    is totally unimodular, so the solver's answer is whole. `capacity` (None: no limit) and `forbidden` always hold;
    what was `begun` stays, and makes room for itself.
    """
    judges, pairs = (
        list(capacity),
        [(e, j) for e in entries for j in capacity if (e, j) not in forbidden - begun],
    )
    if not pairs:
        return set()
    return {
        pair
        for pair, chosen in zip(pairs, _cheapest(pairs, judges, capacity, per_entry, begun), strict=True)
        if chosen
    }


def _cheapest(
    pairs: list[Pair], judges: list[str], capacity: Mapping[str, int | None], per_entry: int, begun: set[Pair]
) -> list[bool]:
    """Which of the pairs are chosen. Columns: one per pair, then the turns of each judge; rows: entries, judges."""
    # Loaded at the first use: it takes a second, and only who divides needs it.
    import numpy as np
    from scipy.optimize import LinearConstraint, milp
    from scipy.sparse import lil_matrix

    entries = sorted({entry for entry, _judge in pairs})
    row_of = {entry: row for row, entry in enumerate(entries)} | {
        judge: len(entries) + row for row, judge in enumerate(judges)
    }
    kept = {judge: sum(pair[1] == judge for pair in begun) for judge in judges}
    turns = [(j, k + 1) for j in judges for k in range(_most(capacity[j], kept[j], len(entries)))]
    matrix = lil_matrix((len(row_of), len(pairs) + len(turns)))
    for column, (entry, judge) in enumerate(pairs):
        matrix[row_of[entry], column] = 1
        matrix[row_of[judge], column] = 1
    for column, (judge, _turn) in enumerate(turns, start=len(pairs)):
        matrix[row_of[judge], column] = -1
    most = [max(per_entry, sum(pair[0] == entry for pair in begun)) for entry in entries]
    bounds = LinearConstraint(matrix.tocsr(), [0.0] * len(row_of), [*most, *([0.0] * len(judges))])
    missed = len(entries) + 1  # more than any turn costs
    cost = np.array([-missed] * len(pairs) + [turn for _judge, turn in turns], dtype=float)
    least = np.array([pair in begun for pair in pairs] + [False] * len(turns), dtype=float)
    found = milp(cost, constraints=bounds, bounds=(least, 1), integrality=np.ones(len(cost)))
    return [value > 0.5 for value in found.x[: len(pairs)]]


def _most(capacity: int | None, begun: int, entries: int) -> int:
    return entries if capacity is None else min(max(capacity, begun), entries)


def hints(sheet: Sheet) -> list[dict[str, Any]]:
    """What the portal knows that could be a conflict of interest of the judge; they decide. Four queries."""
    round_, subject, judge = sheet.entry.round, sheet.entry.subject, sheet.judge
    keys = {person for _subject, person in subjects.of(round_).people_of(round_.edition, subject)}
    found = []
    shared = Capacity.objects.filter(person=judge, until=None, entity__in=_working(keys))
    found += [{"kind": "entity", "entity": one.entity.name} for one in shared.select_related("entity")]
    if sheet.entry.team is not None:
        memberships = sheet.entry.team.memberships.filter(until=None)
        if judge.email and memberships.filter(support__manager_email__iexact=judge.email).exists():
            found.append({"kind": "manager"})
        if sheet.entry.team.candidacies.filter(person=judge).exists():
            found.append({"kind": "candidate"})
    return found


def _working(people: set[str]) -> Any:
    return Capacity.objects.filter(person__in=people, until=None).values("entity")
