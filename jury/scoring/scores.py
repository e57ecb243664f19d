"""From sheets to a result: exact fractions, recomputable by hand. No database, no clock, no rounding before the end.

A sheet's score is the sum of weight x grade / scale over the weighted criteria: 0 to 100, because weights sum to 100.
An entry's score is the mean of its counting sheets. A must has no weight: it is a gate, told apart from the score.
Missing is not zero: a sheet that misses a grade does not count. Equal scores share a place. The ranking advises.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any


@dataclass(frozen=True)
class Mark:
    """One grade of one sheet on a weighted criterion: 0 <= grade <= scale."""

    weight: int
    scale: int
    grade: int


PASSES, DISCUSS, FAILS = "passes", "discuss", "fails"
ADVICE_ORDER = {PASSES: 0, DISCUSS: 1, FAILS: 2}


def sheet_score(marks: Iterable[Mark]) -> Fraction:
    """Weighted score of one complete sheet, 0 to 100. Raises ValueError on a grade outside its scale."""
    total = Fraction(0)
    for mark in marks:
        if not 0 <= mark.grade <= mark.scale:
            raise ValueError(f"grade {mark.grade} is not between 0 and {mark.scale}")
        total += Fraction(mark.weight * mark.grade, mark.scale)
    return total


def entry_score(sheets: Sequence[Fraction]) -> Fraction | None:
    """Mean of the counting sheets; None when there is none (not zero)."""
    return sum(sheets, Fraction(0)) / len(sheets) if sheets else None


@dataclass(frozen=True)
class Part:
    """What one criterion adds to a score: weight x mean grade / scale. `grades` are those of the counting sheets."""

    weight: int
    scale: int
    grades: tuple[int, ...]

    @property
    def mean(self) -> Fraction:
        return Fraction(sum(self.grades), len(self.grades))

    @property
    def contribution(self) -> Fraction:
        return self.weight * self.mean / self.scale


def parts(sheets: Sequence[Sequence[Mark]]) -> list[Part]:
    """A score taken apart, criterion by criterion in the order of the marks: the contributions sum to `entry_score`
    of the same sheets, to the last digit. Raises ValueError when sheets do not mark the same criteria."""
    found = []
    for marks in zip(*sheets, strict=True):
        weights = {(mark.weight, mark.scale) for mark in marks}
        if len(weights) != 1:
            raise ValueError("sheets by different criteria do not add up")
        found.append(Part(*weights.pop(), tuple(mark.grade for mark in marks)))
    return found


def advice(gates: Iterable[Counter[str]]) -> str:
    """What the gates say together: fails when on some must more than half say no, passes when everybody says yes on
    all of them, otherwise something to discuss. People decide."""
    counts = list(gates)
    if any(gate["no"] * 2 > gate.total() for gate in counts if gate.total()):
        return FAILS
    if counts and all(gate.total() and gate["yes"] == gate.total() for gate in counts):
        return PASSES
    return DISCUSS


def ranked(keys: Sequence[Any]) -> list[int]:
    """The place of each key in the given order, the smallest first; equals share (1, 2, 2, 4)."""
    found = [0] * len(keys)
    order = sorted(range(len(keys)), key=keys.__getitem__)
    for position, one in enumerate(order):
        before = order[position - 1]
        shares = position > 0 and keys[before] == keys[one]
        found[one] = found[before] if shares else position + 1
    return found


def places(
    standings: Sequence[tuple[str, Fraction | None]], breaks: Sequence[tuple[Fraction, ...]] = ()
) -> list[int]:
    """The place of each (advice, score), in the given order: best advice first, then the highest score; no score comes
    last. What is equal is told apart by `breaks` (see `ties`), the highest first; what stays equal shares a place."""
    told = breaks or [()] * len(standings)
    return ranked([_key(standing, one) for standing, one in zip(standings, told, strict=True)])


def _key(standing: tuple[str, Fraction | None], breaks: tuple[Fraction, ...]) -> tuple[Any, ...]:
    told, score = standing
    return ADVICE_ORDER[told], score is None, -(score or Fraction(0)), tuple(-one for one in breaks)


def rounded(score: Fraction, digits: int = 2) -> str:
    """For display only: half up, with a comma, '84,25'."""
    scaled = int(score * 10**digits + Fraction(1, 2))
    whole, rest = divmod(scaled, 10**digits)
    return f"{whole},{rest:0{digits}}"


def exact(value: Fraction) -> str:
    """Without any rounding, as people write it: '84', '84,5' or, when decimals never end, '253/3'."""
    rest = value.denominator
    while rest % 2 == 0:
        rest //= 2
    while rest % 5 == 0:
        rest //= 5
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    digits = 0
    while (value * 10**digits).denominator != 1:
        digits += 1
    return rounded(value, digits) if digits else str(value)
