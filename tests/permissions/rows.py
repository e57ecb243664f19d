"""Rows of a permission table: how one is written down, and what it says of each of the cast in each phase."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

METHODS = ("GET", "POST", "PUT")
OPEN, STAFF = "open", "staff"
Doors = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Row:
    """One URL about one thing, with what each method answers to those who pass its door."""

    key: str
    about: str
    door: str
    get: str
    post: str
    put: str = "405"
    doors: Doors = None  # type: ignore[assignment]
    groups: Doors = None  # type: ignore[assignment]
    phases: tuple[str, ...] = ()

    def answers(self, method: str, member: str) -> tuple[str, ...]:
        """The answer in each phase."""
        if member not in self.doors[self.door]:
            closed = "404" if member != "anonymous" else "login" if method == "GET" else "401"
            return (closed,) * len(self.phases)
        return self._per_phase({"GET": self.get, "POST": self.post, "PUT": self.put}[method], member)

    def _per_phase(self, rule: str, member: str) -> tuple[str, ...]:
        usual, *narrowed = rule.split()
        answer = usual
        for word in narrowed:
            who, _, told = word.partition("=")
            if member in self.groups.get(who, (who,)):
                answer = told
        answers = tuple(answer.split("/"))
        return answers if len(answers) == len(self.phases) else answers * len(self.phases)


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


def read_rows(text: str, *, doors: Doors, groups: Doors, phases: tuple[str, ...]) -> list[Row]:
    """Lines of `URL | thing | door | GET | POST | anything else`; a line that begins with # is a remark."""
    lines = [line for line in text.strip().splitlines() if not line.lstrip().startswith("#")]
    return [
        Row(*(part.strip() for part in line.split("|")), doors=doors, groups=groups, phases=phases)  # type: ignore[misc]
        for line in lines
    ]


def admin_rows(model: str, can: str, *, doors: Doors, groups: Doors, phases: tuple[str, ...]) -> list[Row]:
    """The pages of one model in the admin. `can`: words of `add change act` and `from=<phase>`, the first phase in
    which its row exists. Django's admin says 403 to staff for what nobody may do; there is nothing to hide."""
    verbs = can.split()
    app, name = model.split("_")
    first = phases.index(can.partition("from=")[2]) if "from=" in can else 0
    seen = "/".join("200" if place >= first else "302" for place in range(len(phases)))
    add, change = "add" in verbs, "change" in verbs
    page = f"admin:{model}_"
    told = [
        (f"{page}changelist", "200", "302" if "act" in verbs else "200", "200"),
        (f"{page}add", *(("200", "302", "200") if add else ("403", "403", "403"))),
        (f"{page}change", seen, "302" if change else "403", seen),
        (f"{page}history", seen, seen, seen),
        (f"{page}delete", "403", "403", "403"),
        (f"beheer/{app}/{name}/<path:object_id>/", "302", "302", "302"),
    ]
    return [
        Row(key, "", STAFF, *answers, doors=doors, groups=groups, phases=phases) for key, *answers in told
    ]
