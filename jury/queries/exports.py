"""A round as tables, so that anybody who may see it can recompute the result elsewhere."""

import hashlib
import json
from typing import Any

from jury.models import Criterion, Round, Sheet
from jury.queries.judging import criteria_of
from jury.queries.standing import Standing

COLUMNS = (
    "entry", "title", "judge_key", "judge", "criterion", "order", "kind", "weight", "scale", "gate", "grade", "comment",
    "tie_rule", "minimum_sheets",
)  # fmt: skip
RESULT = ("place", "title", "score", "exact_score", "sheets", "expected", "advice", "decision", "reason")
Rows = list[tuple[Any, ...]]


def score_rows(round_: Round, found: list[Standing]) -> Rows:
    """One row per sheet and criterion in the order of `COLUMNS`, the names of the columns first. What nobody judged has
    one row without judge; a comment stands once, on the first row of its sheet."""
    criteria, rubric = criteria_of(round_), round_.rubric
    rules = (rubric.tie_rule, rubric.minimum_sheets) if rubric else ("", "")
    rows: Rows = [COLUMNS]
    for one in found:
        if not one.sheets:
            empty = [""] * (len(COLUMNS) - 2 - len(rules))
            rows.append((one.subject.pk, one.title, *empty, *rules))
        for sheet in one.sheets:
            rows += [(*row, *rules) for row in _sheet_rows(one, sheet, criteria)]
    return rows


def _sheet_rows(one: Standing, sheet: Sheet, criteria: list[Criterion]) -> Rows:
    comments = [sheet.comment, *[""] * len(criteria)]
    given = [(rule, *one.given[sheet.pk][rule.pk]) for rule in criteria if rule.pk in one.given[sheet.pk]]
    return [
        (one.subject.pk, one.title, sheet.judge_id, str(sheet.judge), rule.key, rule.order, rule.kind, rule.weight,
         rule.scale, gate, grade, comment)
        for (rule, gate, grade), comment in zip(given, comments, strict=False)
    ]  # fmt: skip


def sheet_rows(round_: Round, found: list[Standing]) -> Rows:
    """The same for people: one row per sheet, a column per criterion, and what they come to together."""
    criteria = criteria_of(round_)
    rows: Rows = [("title", "judge", *(one.key for one in criteria), "score", "comment")]
    for one in found:
        scores = {complete.sheet.pk: complete.shown_score for complete in one.complete}
        for sheet in one.sheets:
            told = [one.given[sheet.pk].get(criterion.pk, ("", "")) for criterion in criteria]
            given = [gate or grade for gate, grade in told]
            rows.append((one.title, str(sheet.judge), *given, scores.get(sheet.pk, ""), sheet.comment))
    return rows


def result_rows(found: list[Standing]) -> Rows:
    """The ranking as a table, with the drafts; the columns are those of `RESULT`."""
    return [RESULT] + [
        (one.place, one.title, one.shown_score, one.exact_score, len(one.complete), one.expected, one.advice,
         one.decision.kind if one.decision else "", one.decision.reason if one.decision else "")
        for one in found
    ]  # fmt: skip


def criteria_rows(round_: Round) -> Rows:
    """The criteria by which was judged."""
    rows: Rows = [("criterion", "order", "kind", "weight", "scale", "text")]
    return rows + [(c.key, c.order, c.kind, c.weight, c.scale, c.text_nl) for c in criteria_of(round_)]


def figures_of(found: list[Standing]) -> list[dict[str, Any]]:
    """The result as it is kept with a release: see `jury.models.Result`."""
    return [
        {
            "entry": one.subject.pk,
            "place": one.place,
            "score": str(one.score) if one.score is not None else None,
            "sheets": len(one.complete),
            "advice": one.advice,
            "kind": one.decision.kind if one.decision else "",
        }
        for one in sorted(found, key=lambda one: one.subject.pk)
    ]


def inputs_hash(round_: Round, found: list[Standing]) -> str:
    """SHA-256 of all that the result is made of: every row of the export but names, titles and comments, which are no
    input and may be erased; and what was decided."""
    names = {"title", "judge", "comment"}
    kept = [place for place, column in enumerate(COLUMNS) if column not in names]
    rows = sorted([str(row[place]) for place in kept] for row in score_rows(round_, found)[1:])
    kinds = sorted((one.subject.pk, one.decision.kind if one.decision else "") for one in found)
    criteria = [list(map(str, row[:-1])) for row in criteria_rows(round_)]
    packed = json.dumps([rows, kinds, criteria], separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(packed.encode()).hexdigest()
