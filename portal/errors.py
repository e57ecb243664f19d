"""Refusals: sentences for people, raised by rules and verbs, shown as a page by the middleware."""

from dataclasses import dataclass, field


@dataclass
class Kept:
    """A piece of text that the person typed and that the page of a refusal shows back."""

    label: str
    text: str


@dataclass
class Refused(Exception):  # noqa: N818 a refusal is an answer, not an error
    """The answer is no, for a reason that the person can read.

    `reason` is a Dutch sentence that says what to do next; `title` the heading of the page; `links` pairs of
    (label, url); `kept` what was typed. A refusal changes nothing in the database.
    """

    reason: str
    title: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)

    def __str__(self) -> str:
        return str(self.reason)


class Closed(Refused):
    """The window is not open (any more)."""


class Stale(Refused):
    """Somebody else changed the subject in between."""
