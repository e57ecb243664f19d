"""Does an order hang on one judge, one criterion, a few points of weight? Every score anew, from the same sheets.

`sheets`: entry -> judge -> the score of that sheet. `parts`: entry -> what each criterion adds to its score, in one
order; `weights` in that order. An entry of which nothing is left has no score, which is not zero.
"""

from collections.abc import Sequence
from fractions import Fraction

Scores = dict[str, Fraction | None]
TOTAL = 100


def without_judge(sheets: dict[str, dict[str, Fraction]], judge: str) -> Scores:
    """The score of every entry without one judge."""
    found: Scores = {}
    for entry, by_judge in sheets.items():
        left = len(by_judge) - (judge in by_judge)
        total = sum(by_judge.values(), Fraction(0)) - by_judge.get(judge, 0)
        found[entry] = total / left if left else None
    return found


def without_criterion(parts: dict[str, list[Fraction]], place: int) -> Scores:
    """The score of every entry without the criterion at a place; at most 100 less its weight."""
    return {
        entry: sum(added, Fraction(0)) - added[place] if added else None for entry, added in parts.items()
    }


def reweighed(
    parts: dict[str, list[Fraction]], weights: Sequence[int], place: int, points: int
) -> Scores | None:
    """The score of every entry when one criterion weighs some points more (or less) and the others share the rest as
    before. None where that cannot be: a weight below 0 or above 100, or no other criterion to take it from."""
    old, new = weights[place], weights[place] + points
    if not 0 <= new <= TOTAL or old in (0, TOTAL):
        return None
    own, others = Fraction(new, old), Fraction(TOTAL - new, TOTAL - old)
    return {
        entry: added[place] * own + (sum(added, Fraction(0)) - added[place]) * others if added else None
        for entry, added in parts.items()
    }


def first(places: dict[str, int | None], number: int) -> set[str]:
    """The best `number` entries by their places; those that share the last of these places all count."""
    return {entry for entry, place in places.items() if place and place <= number}
