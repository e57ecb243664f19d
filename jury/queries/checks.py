"""Whether the order can be trusted: how scores spread over criteria and judges, and what a small change would do."""

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from jury import scoring
from jury.queries.standing import Standing
from portal import plots

POINTS = 5  # so much is a weight moved, up and down
Moved = tuple[str, int, int]  # title, place as it is, place as it would be


@dataclass(frozen=True)
class Spread:
    """How scores lie, on a scale of 100: of one criterion over all entries, or of one judge over all their sheets.
    `mildness`: how much milder the judge is than all together, where that can be said."""

    label: str
    number: int
    mean: str
    lowest: str
    highest: str
    dots: plots.Dots
    mildness: str = ""


@dataclass(frozen=True)
class Trial:
    """The order once more with one thing changed: which places change, and who would come into or fall out of the
    first places that the drafts fill."""

    label: str
    moved: list[Moved] = field(default_factory=list)
    enters: list[str] = field(default_factory=list)
    leaves: list[str] = field(default_factory=list)

    @property
    def who_enters(self) -> str:
        return _quoted(self.enters)

    @property
    def who_leaves(self) -> str:
        return _quoted(self.leaves)


def _quoted(titles: list[str]) -> str:
    """Titles in a row, each in marks: a title may hold a comma itself."""
    return ", ".join(f"‘{title}’" for title in titles)


class Checks:
    """All that can be asked of an order, each computed when it is first asked: no query, everything was read for the
    ranking. `number`: how many the drafts let go on, 1 before there are drafts."""

    def __init__(self, found: list[Standing], onward: str) -> None:
        self.placed = [one for one in found if one.place]
        self.number = sum(one.decision is not None and one.decision.kind == onward for one in found) or 1
        self._graded = self.placed[0].graded if self.placed else []
        self._order = _Order(self.placed, self.number)
        self._judges = {s.sheet.judge_id: str(s.sheet.judge) for one in self.placed for s in one.complete}

    @cached_property
    def _fitted(self) -> scoring.Additive | None:
        return scoring.additive(self._order.sheets)

    @cached_property
    def additive(self) -> Trial | None:
        """The order as if everybody had judged everything; None where that cannot be said."""
        fitted = self._fitted
        return self._order.trial("", dict(fitted.entries)) if fitted and len(self._judges) > 1 else None

    @property
    def names_another(self) -> bool:
        return bool(self.additive and (self.additive.enters or self.additive.leaves))

    @cached_property
    def without(self) -> list[Trial]:
        """The order without each judge."""
        sheets = self._order.sheets
        named = sorted(self._judges.items(), key=lambda item: (item[1], item[0]))
        return [self._order.trial(name, scoring.without_judge(sheets, key)) for key, name in named]

    @cached_property
    def reweighed(self) -> list[Trial]:
        """The order with each weight some points up and down."""
        weights = [one.weight for one in self._graded]
        found = []
        for place, criterion in enumerate(self._graded):
            for points in (POINTS, -POINTS):
                scores = scoring.reweighed(self._order.parts, weights, place, points)
                if scores is not None:
                    label = f"{criterion.text}: {weights[place]} → {weights[place] + points}"
                    found.append(self._order.trial(label, scores))
        return found

    @property
    def tries(self) -> int:
        return len(self.without) + len(self.reweighed)

    @cached_property
    def shaken(self) -> list[Trial]:
        """The trials that would change who goes on."""
        return [one for one in [*self.without, *self.reweighed] if one.enters or one.leaves]

    @cached_property
    def criteria(self) -> list[Spread]:
        """How the entries' means lie on each criterion."""
        return [
            _spread(one.text, [100 * entry.parts[place].mean / one.scale for entry in self.placed])
            for place, one in enumerate(self._graded)
        ]

    @cached_property
    def judges(self) -> list[Spread]:
        """How each judge's sheets lie, and how mild they are."""
        theirs: dict[str, list[Fraction]] = {key: [] for key in self._judges}
        for one in self.placed:
            for sheet in one.complete:
                theirs[sheet.sheet.judge_id].append(sheet.score)
        mild = self._fitted.judges if self._fitted else {}
        named = sorted(self._judges.items(), key=lambda item: (item[1], item[0]))
        return [_spread(name, theirs[key], _signed(mild[key]) if key in mild else "–") for key, name in named]


class _Order:
    """The order as it is, against which every trial is held."""

    def __init__(self, placed: list[Standing], number: int) -> None:
        self.placed, self.number = placed, number
        self.titles = {one.subject.pk: one.title for one in placed}
        self.sheets = {one.subject.pk: {s.sheet.judge_id: s.score for s in one.complete} for one in placed}
        self.parts = {one.subject.pk: [part.contribution for part in one.parts] for one in placed}
        # Places by score alone: what tells equals apart was declared for the real scores, not for a trial.
        self.usual = self._places({one.subject.pk: one.score for one in placed})
        self.best = scoring.first(self.usual, number)

    def _places(self, scores: dict[str, Fraction | None]) -> dict[str, int | None]:
        told = [(one.advice, scores[one.subject.pk]) for one in self.placed]
        return dict(zip(self.titles, scoring.places(told), strict=True))

    def trial(self, label: str, scores: dict[str, Fraction | None]) -> Trial:
        places = self._places(scores)
        best = scoring.first(places, self.number)
        moved = [
            (title, self.usual[key] or 0, places[key] or 0)
            for key, title in self.titles.items()
            if places[key] != self.usual[key]
        ]
        return Trial(label, moved, self._named(best - self.best), self._named(self.best - best))

    def _named(self, keys: set[str]) -> list[str]:
        return sorted(self.titles[key] for key in keys)


def _spread(label: str, scores: list[Fraction], mildness: str = "") -> Spread:
    mean = sum(scores, Fraction(0)) / len(scores)
    middle, lowest, highest = (scoring.rounded(value) for value in (mean, min(scores), max(scores)))
    return Spread(label, len(scores), middle, lowest, highest, plots.dots(scores), mildness)


def _signed(value: Fraction) -> str:
    """'+1,50' or '−1,50', rounded half up away from zero."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return sign + scoring.rounded(abs(value))
