"""What a result sheet says, as plain values: its texts, what is missing, how much of the budget it took."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Source of the headings: the result sheets of the Sandbox challenges.
COLUMNS = ("summary", "problem", "why", "results", "obstacles", "lessons", "thanks")
LESSONS_MAX = 3000
NEEDED: dict[str, Promise] = {
    "summary": _("het project in één zin"),
    "problem": _("het probleem"),
    "why": _("waarom jullie dit deden"),
    "results": _("wat het opleverde"),
    "lessons": _("wat jullie leerden"),
}


@dataclass(frozen=True)
class Cost:
    """What a PoC cost and might have cost, in cents including VAT; `share` in whole percents, 100 at most."""

    cents: int
    cap_cents: int

    @property
    def share(self) -> int:
        return min(100, round(100 * self.cents / self.cap_cents)) if self.cap_cents else 0


def words_of(result: Any) -> dict[str, str]:
    """The texts of a sheet by column; empty ones when there is no sheet yet."""
    return {name: getattr(result, name, "") for name in COLUMNS}


def known(words: Mapping[str, str]) -> dict[str, str]:
    """Only what a sheet has a column for."""
    return {name: text for name, text in words.items() if name in COLUMNS}


def gaps(result: Any) -> list[str]:
    """What must still be written before anybody can approve, in the order of the sheet. Obstacles and thanks may stay
    empty: not every PoC has them."""
    return [str(label) for name, label in NEEDED.items() if not getattr(result, name).strip()]


def answer_of(submission: Any, key: str) -> str:
    """The public answer that the idea gave to a question, or nothing."""
    answers = submission.content["answers"] if submission else []
    found = (item["answer"] for item in answers if item["key"] == key and item["public"])
    return str(next(found, ""))
