"""All permission tables: one for the first half of the programme, one for each stage after it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.permissions import scene, table
from tests.permissions.rows import METHODS, Row


@dataclass(frozen=True)
class Table:
    """The rows of a table, who plays in it, and how its world is brought to one of its phases."""

    name: str
    rows: list[Row]
    members: tuple[str, ...]
    phases: tuple[str, ...]
    build: Callable[[str], Any]

    @property
    def cells(self) -> int:
        return len(self.rows) * len(METHODS) * len(self.members) * len(self.phases)


FIRST_HALF = Table("first half", table.ROWS, table.MEMBERS, table.PHASES, scene.build)
TABLES = [FIRST_HALF]
ROWS = [row for one in TABLES for row in one.rows]
PHASES = [(one, phase) for one in TABLES for phase in one.phases]
