"""Every page of the portal, read from the permission tables: what somebody gets with 200 in some phase is a page.

A new URL must have a row there, so a new page is looked at by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

from tests.permissions.rows import Row, Table
from tests.permissions.tables import TABLES

DONE = ("302", "303")
NO_PAGE = "405"  # its form stands on another page
REFUSALS = ("403", "404", "409", "login")
# Pieces that a page asks for by itself: looked at as a part of that page.
PIECES = {"jury:now", "time_left"}
SHARE = 6  # a sixth of the admin's pages each day: they are Django's and resemble each other


@dataclass(frozen=True)
class Sight:
    """A page as it is looked at: a row of a table, in a phase, by somebody who may see it."""

    table: Table
    row: Row
    phase: str
    members: tuple[str, ...]

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.row.key, self.row.about) if part)

    @property
    def member(self) -> str:
        """One of them, by a checksum: so all kinds of people come by over the whole of the pages."""
        return self.members[crc32(self.name.encode()) % len(self.members)]

    def answer(self, member: str) -> str:
        """What the table says that somebody gets."""
        return self.row.answers("GET", member)[self.table.phases.index(self.phase)]

    @property
    def is_page(self) -> bool:
        return self.answer(self.member) != NO_PAGE

    @property
    def is_admin(self) -> bool:
        return self.row.key.startswith(("admin:", "beheer/"))

    @property
    def is_for_today(self) -> bool:
        return not self.is_admin or crc32(self.name.encode()) % SHARE == 0


def answering(table: Table, row: Row, method: str, answers: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The phases and members for whom the method has one of the answers, the last phase first."""
    for place, phase in reversed(list(enumerate(table.phases))):
        for member in table.members:
            if row.answers(method, member)[place] in answers:
                yield phase, member


def _last(table: Table, row: Row, cells: list[tuple[str, str]]) -> Sight | None:
    """The page in the last of these phases: by then most has happened."""
    if not cells:
        return None
    last = cells[0][0]
    return Sight(table, row, last, tuple(member for phase, member in cells if phase == last))


def pages(table: Table) -> list[Sight]:
    """Every row that shows something, in the last phase in which it does."""
    rows = (row for row in table.rows if row.key not in PIECES)
    found = [_last(table, row, list(answering(table, row, "GET", ("200",)))) for row in rows]
    return [sight for sight in found if sight]


def forms(table: Table) -> list[Sight]:
    """Every URL that takes something in, in the last phase in which somebody may send it who sees its form: there, or
    on another page."""
    found = []
    for row in table.rows:
        sending = set(answering(table, row, "POST", DONE)) or set(answering(table, row, "POST", ("200",)))
        seeing = answering(table, row, "GET", ("200", NO_PAGE))
        found.append(_last(table, row, [cell for cell in seeing if cell in sending]))
    return [sight for sight in found if sight]


def refusals(table: Table) -> list[Sight]:
    """One page for each way of saying no: the first table knows all; what is closed reads differently in each."""
    found = []
    for refusal in REFUSALS if table is TABLES[0] else ("409",):
        sights = (_last(table, row, list(answering(table, row, "GET", (refusal,)))) for row in table.rows)
        found.append(next((sight for sight in sights if sight), None))
    return [sight for sight in found if sight]


def shown_in(table: Table, phase: str) -> list[Sight]:
    """What is looked at in this phase: pages and refusals."""
    return [sight for sight in [*pages(table), *refusals(table)] if sight.phase == phase]


def sent_in(table: Table, phase: str) -> list[Sight]:
    """The forms that are sent in this phase."""
    return [sight for sight in forms(table) if sight.phase == phase]


STAGES = [
    (table, phase)
    for table in TABLES
    for phase in table.phases
    if shown_in(table, phase) or sent_in(table, phase)
]
