"""What the deep tier found, phase by phase, in benchmarks/permissions.md; and how it draws no refusal twice."""

import fcntl
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from tests.permissions.rows import Table
from tests.permissions.tables import PHASES, TABLES

FILE = Path(__file__).resolve().parents[2] / "benchmarks" / "permissions.md"
HEAD = """# Permissions

Every cell of the table, {cells:,} in {phases} phases: each URL about each thing, with each method, as each of the cast
(`tests/permissions`, deep tier). Each page is drawn; a refusal once for each person. Seconds are those that one
processor gave to the process that asks and answers, PostgreSQL's own not counted; Python {python}.

| Table | Phase | Cells | Wrong | Seconds | Played on |
|---|---|---|---|---|---|
"""


class DrawnOnce:
    """Draws each refusal once for each of the cast: the same page for the same person says the same at every URL, and
    half of all cells are refusals. The answer stays the view's own."""

    def __init__(self) -> None:
        self.drawn: set[tuple[object, ...]] = set()

    def __call__(
        self, request: Any, template: str, context: dict[str, Any] | None = None, status: int = 200
    ) -> HttpResponse:
        told = sorted((name, str(value)) for name, value in (context or {}).items() if name != "kept")
        page = (template, status, request.user.pk, str(getattr(request, "edition", "")), *told)
        if page in self.drawn:
            return HttpResponse(f"{status}", status=status)
        self.drawn.add(page)
        return render(request, template, context, status=status)


def note(table: Table, phase: str, count: int, wrong: int, seconds: float) -> None:
    """A line for a phase; that of an earlier run makes place. Several processes may write."""
    with FILE.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        lines = file.read().splitlines()
        order = [f"| {one.name} | {each} |" for one, each in PHASES]
        kept = {begins: line for begins in order for line in lines if line.startswith(begins)}
        begins = f"| {table.name} | {phase} |"
        kept[begins] = f"{begins} {count:,} | {wrong} | {seconds:.0f} | {datetime.now(UTC):%d %B %Y} |"
        cells = sum(one.cells for one in TABLES)
        head = HEAD.format(cells=cells, phases=len(PHASES), python=platform.python_version())
        file.truncate(0)
        file.write(head + "\n".join(kept[one] for one in order if one in kept) + "\n")
