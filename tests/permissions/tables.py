"""All permission tables: one for the first half of the programme, one for each stage after it."""

from tests.permissions import editions, jury, participation, poc, scene, showcase, sprints, table, teams
from tests.permissions.rows import Table

FIRST_HALF = Table("first half", table.ROWS, table.MEMBERS, table.PHASES, scene.build)
TABLES = [
    FIRST_HALF, teams.TABLE, sprints.TABLE, jury.TABLE, poc.TABLE, showcase.TABLE, editions.TABLE, participation.TABLE,
]  # fmt: skip
ROWS = [row for one in TABLES for row in one.rows]
PHASES = [(one, phase) for one in TABLES for phase in one.phases]
