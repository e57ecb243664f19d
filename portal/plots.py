"""Plots as plain geometry: the server draws them as SVG, and the same figures stand beside them as text.

Every plot lies in a box of 1000 units wide; a template scales it. Values are whole numbers (cents, people, points).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

WIDTH = 1000


@dataclass(frozen=True)
class Bar:
    """One bar. `width` in units of the longest, `x` where it begins."""

    label: str
    value: int
    width: int
    x: int = 0


def bars(rows: Iterable[tuple[str, int]]) -> list[Bar]:
    """Bars from the left, the longest over the whole width."""
    told = list(rows)
    most = max((value for _label, value in told), default=0) or 1
    return [Bar(label, value, value * WIDTH // most) for label, value in told]


def funnel(rows: Iterable[tuple[str, int]]) -> list[Bar]:
    """The same bars in the middle, each as wide as what is left of the widest."""
    return [replace(bar, x=(WIDTH - bar.width) // 2) for bar in bars(rows)]


@dataclass(frozen=True)
class Bin:
    """How many values lie from `low` up to `high`; `height` of 100, `x` and `width` in units."""

    low: int
    high: int
    count: int
    x: int
    width: int
    height: int

    @property
    def y(self) -> int:
        return 100 - self.height


def distribution(values: Sequence[float | Fraction], *, low: int, high: int, parts: int) -> list[Bin]:
    """How values spread over equal parts of a scale; the highest value belongs to the last part."""
    step = (high - low) // parts
    counts = [0] * parts
    for value in values:
        counts[min(int((value - low) // step), parts - 1)] += 1
    most, width = max(counts) or 1, WIDTH // parts
    return [
        Bin(low + step * place, low + step * (place + 1), count, width * place, width, count * 100 // most)
        for place, count in enumerate(counts)
    ]


@dataclass(frozen=True)
class BurnDown:
    """What is left of an amount over time. `path` runs in steps: money goes at one moment, not gradually. `marks` are
    the amounts at the top, halfway and at the foot of the plot."""

    path: str
    area: str
    now_x: int
    now_y: int
    marks: tuple[int, int, int]


def burn_down(
    steps: Sequence[tuple[datetime, int]], *, start: datetime, end: datetime, now: datetime, full: int
) -> BurnDown:
    """`steps`: moment and what was left from then on, in order. `full` is what there was at the start; the plot ends at
    `now`. In a box of 1000 by 300."""
    height = 300
    span = (end - start).total_seconds() or 1

    def x(at: datetime) -> int:
        return round(min(max((at - start).total_seconds() / span, 0), 1) * WIDTH)

    def y(left: int) -> int:
        return height - round(min(max(left, 0), full) * height / (full or 1))

    path, last = f"M0 {y(full)}", y(full)
    for at, left in steps:
        path += f"H{x(at)}V{y(left)}"
        last = y(left)
    path += f"H{x(now)}"
    return BurnDown(path, f"{path}V{height}H0Z", x(now), last, (full, full // 2, 0))


@dataclass(frozen=True)
class Dots:
    """Values as dots on a line, with their mean as a bar; in a box of 1060 by 90. `path` is one line of no length per
    dot: round ends draw it, and a hundred dots are one element."""

    path: str
    mean_x: int


def dots(values: Sequence[Fraction], *, high: int = 100) -> Dots:
    """Where values from 0 to `high` lie. Raises ValueError without values."""
    if not values:
        raise ValueError("nothing to draw")
    mean = sum(values, Fraction(0)) / len(values)
    return Dots("".join(f"M{_across(value, high)} 45h0" for value in sorted(values)), _across(mean, high))


def _across(value: Fraction, high: int) -> int:
    return 30 + int(value * WIDTH / high + Fraction(1, 2))
