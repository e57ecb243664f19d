"""Rounds without a database: criteria, sheets and standings in memory, made from a panel of tests.jury.test_scoring."""

from types import SimpleNamespace
from typing import Any

from jury.models import Criterion, Sheet
from jury.queries import Standing, results
from jury.states import SheetState, TieRule
from portal.models import Person


def played(panel: Any, rule: str = TieRule.SHARED, least: int = 1) -> tuple[Any, list[Standing]]:
    """The round of a panel, and how its entries stand by the portal's own code."""
    musts, graded, entries = panel
    criteria = [Criterion(pk=n, key=f"must{n}", order=n, kind="must") for n in range(musts)]
    criteria += [
        Criterion(pk=musts + n, key=f"plus{n}", order=musts + n, kind="graded", weight=weight, scale=scale)
        for n, (weight, scale) in enumerate(graded)
    ]
    rows = SimpleNamespace(all=lambda: criteria)
    round_: Any = SimpleNamespace(
        rubric=SimpleNamespace(criteria=rows, tie_rule=rule, minimum_sheets=least), edition_id="test"
    )
    found = [standing(number, sheets, criteria) for number, sheets in enumerate(entries)]
    results._place(found, round_)
    return round_, found


def standing(number: int, sheets: Any, criteria: list[Criterion]) -> Standing:
    """One entry with its sheets, each by another judge."""
    rows, given = [], {}
    for place, (gates, grades) in enumerate(sheets):
        judge = Person(pk=f"judge{place}", name=f"Jurylid {place}")
        sheet = Sheet(pk=f"s{number}-{place}", judge=judge, state=SheetState.HANDED_IN)
        rows.append(sheet)
        told = [*((gate, None) for gate in gates), *(("", grade) for grade in grades)]
        given[sheet.pk] = dict(enumerate(told))
    one = Standing(SimpleNamespace(pk=f"entry{number:02}"), {"title": f"Titel {number:02}"}, rows, None)
    results._add_up(one, criteria, given)
    return one
