"""A cross-check of the ranking: what would the scores be if every judge had judged everything?

Each sheet's score is taken as what the entry is worth plus how mild its judge is, by least squares. Where everybody
judged everything it gives exactly the means; where not, who met strict judges only is no longer behind for that. Solved
in fractions, so that a tie stays a tie.
"""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

Sheets = dict[str, dict[str, Fraction]]


@dataclass(frozen=True)
class Additive:
    """What every entry is worth (0 to 100, give or take) and how much milder each judge is than all together."""

    entries: dict[str, Fraction]
    judges: dict[str, Fraction]


def additive(sheets: Sheets) -> Additive | None:
    """The best fit, with mildness that sums to zero. None when there are no sheets, or when judges fall apart in groups
    that have no entry in common: then nothing can be said of one beside the other."""
    judged = {entry: by_judge for entry, by_judge in sheets.items() if by_judge}
    judges = sorted({judge for by_judge in judged.values() for judge in by_judge})
    if not judges or not _hang_together(judged, judges):
        return None
    mildness = dict(zip(judges, _solve(*_equations(judged, judges)), strict=True))
    worth = {
        entry: (sum(by_judge.values(), Fraction(0)) - sum(mildness[judge] for judge in by_judge))
        / len(by_judge)
        for entry, by_judge in judged.items()
    }
    return Additive(worth, mildness)


def _hang_together(judged: Sheets, judges: list[str]) -> bool:
    """Whether one can go from every judge to every other over entries that both judged."""
    reached, todo = {judges[0]}, [judges[0]]
    panels = {frozenset(by_judge) for by_judge in judged.values()}
    while todo:
        judge = todo.pop()
        met = {other for panel in panels if judge in panel for other in panel} - reached
        reached |= met
        todo += met
    return len(reached) == len(judges)


def _equations(judged: Sheets, judges: list[str]) -> tuple[list[list[Fraction]], list[Fraction]]:
    """One equation per judge after the entries were solved for: a sheet against the mean of its entry. The equations
    hang on each other, so the last gives way to: mildness sums to zero."""
    place = {judge: number for number, judge in enumerate(judges)}
    rows = [[Fraction(0)] * len(judges) for _judge in judges]
    for panel, times in Counter(frozenset(by_judge) for by_judge in judged.values()).items():
        for one in panel:
            rows[place[one]][place[one]] += times
            for other in panel:
                rows[place[one]][place[other]] -= Fraction(times, len(panel))
    right = [Fraction(0)] * len(judges)
    for by_judge in judged.values():
        mean = sum(by_judge.values(), Fraction(0)) / len(by_judge)
        for judge, score in by_judge.items():
            right[place[judge]] += score - mean
    rows[-1], right[-1] = [Fraction(1)] * len(judges), Fraction(0)
    return rows, right


def _solve(rows: list[list[Fraction]], right: list[Fraction]) -> list[Fraction]:
    """Gauss and Jordan, exact: the order of the equations is all that a pivot asks for."""
    number = len(rows)
    lines = [[*row, value] for row, value in zip(rows, right, strict=True)]
    for column in range(number):
        pivot = next(line for line in range(column, number) if lines[line][column])
        lines[column], lines[pivot] = lines[pivot], lines[column]
        top = lines[column][column]
        lines[column] = [value / top for value in lines[column]]
        for line in range(number):
            factor = lines[line][column]
            if line != column and factor:
                lines[line] = [a - factor * b for a, b in zip(lines[line], lines[column], strict=True)]
    return [line[-1] for line in lines]
