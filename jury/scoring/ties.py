"""What tells equal scores apart, by a rule that was declared before the first score; and what people must explain."""

from collections.abc import Sequence
from fractions import Fraction

from jury.scoring.scores import Mark, parts, sheet_score
from jury.states import TieRule


def breaks(rule: str, sheets: Sequence[Sequence[Mark]]) -> tuple[Fraction, ...]:
    """What an entry has to show when its score is shared, the most important first and the highest best. Empty when the
    rule is that equals share their place, and for an entry without sheets."""
    if rule == TieRule.SHARED or not sheets:
        return ()
    if rule == TieRule.MEDIAN:
        return (median([sheet_score(marks) for marks in sheets]),)
    taken = [(part.weight, part.mean / part.scale) for part in parts(sheets)]
    if rule == TieRule.ORDER:
        return tuple(mean for _weight, mean in taken)
    # Criteria of the same weight count together: the order on the page says nothing here.
    weights = sorted({weight for weight, _mean in taken}, reverse=True)
    return tuple(sum((m for w, m in taken if w == weight), Fraction(0)) for weight in weights)


def median(scores: Sequence[Fraction]) -> Fraction:
    """The score in the middle; of an even number the mean of both. Raises ValueError without scores."""
    if not scores:
        raise ValueError("no scores have no median")
    ordered, half = sorted(scores), len(scores) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def questioned(places: dict[str, int | None], chosen: set[str]) -> set[str]:
    """Entries about which people decide otherwise than the ranking, or where it leaves the choice to them: each such
    decision needs a reason. The ranking would let go on as many as were chosen. An entry without place stands behind
    all; where nothing has a place there is no ranking to differ from."""
    placed = [place for place in places.values() if place]
    if not placed:
        return set()
    return {
        entry
        for entry, place in places.items()
        if _advised(place, placed.count(place) if place else 0, len(chosen)) is not (entry in chosen)
    }


def _advised(place: int | None, sharing: int, number: int) -> bool | None:
    """Whether the ranking lets a place go on when `number` may: yes, no, or None where equals do not all fit."""
    if place is None or place > number:
        return False
    return True if place + sharing - 1 <= number else None
