"""How one entry stands, with everything its figures are made of."""

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from jury import scoring
from jury.models import Criterion, Decision, Sheet
from portal import plots


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
    """How an idea or a team stands: what the gates say, its exact score, its place, and the draft decision. `place` is
    None while it has fewer sheets than the criteria ask. `tied`: it shares its place with another. `given`: by sheet
    and criterion the gate and grade; `expected`: how many sheets there could be; `aside`: who stepped aside."""

    subject: Any
    text: dict[str, Any]
    sheets: list[Sheet]
    decision: Decision | None
    gates: list[tuple[Criterion, Counter[str]]] = field(default_factory=list)
    graded: list[Criterion] = field(default_factory=list)
    given: dict[str, dict[int, tuple[str, int | None]]] = field(default_factory=dict)
    complete: list[Complete] = field(default_factory=list)
    score: Fraction | None = None
    advice: str = scoring.DISCUSS
    place: int | None = None
    tied: bool = False
    expected: int = 0
    aside: frozenset[str] = frozenset()

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
    def comments(self) -> list[Sheet]:
        return [sheet for sheet in self.sheets if sheet.comment]

    @property
    def behind(self) -> int:
        """How many sheets were scored on a text of the idea that was corrected since."""
        newest = getattr(self.subject, "submission_id", None)
        return sum(newest is not None and sheet.judged_text_id not in (None, newest) for sheet in self.sheets)

    @cached_property
    def spread(self) -> plots.Dots | None:
        return plots.dots([one.score for one in self.complete]) if self.complete else None

    @property
    def lowest(self) -> str:
        return scoring.rounded(min(one.score for one in self.complete)) if self.complete else "–"

    @property
    def highest(self) -> str:
        return scoring.rounded(max(one.score for one in self.complete)) if self.complete else "–"

    @cached_property
    def parts(self) -> list[scoring.Part]:
        """The score taken apart: the contributions sum to it to the last digit."""
        return scoring.parts([one.marks for one in self.complete])

    @property
    def lines(self) -> list[Line]:
        """The same in words, with every grade behind it."""
        sheets = [one.sheet for one in self.complete]
        return [
            Line(
                criterion,
                list(zip(sheets, part.grades, strict=True)),
                scoring.exact(part.mean),
                scoring.exact(part.contribution),
                scoring.rounded(part.contribution),
            )
            for criterion, part in zip(self.graded, self.parts, strict=False)
        ]
