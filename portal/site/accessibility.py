"""What the last check of every page found, for the accessibility statement."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

FIGURES = Path(__file__).with_name("accessibility.json")


@dataclass(frozen=True)
class Check:
    """`looks`: a page seen by one person at one width in one colour scheme."""

    day: date
    pages: int
    looks: int
    violations: int


@cache
def last_check() -> Check | None:
    """The figures that the check of every page wrote down; None before the first."""
    if not FIGURES.exists():
        return None
    told = json.loads(FIGURES.read_text("utf-8"))
    return Check(date.fromisoformat(told["day"]), told["pages"], told["looks"], told["violations"])
