"""The one door for state. A table says which moves exist; `move` makes one, by compare-and-set, and records it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext as _

from portal.errors import Stale

if TYPE_CHECKING:
    from portal.history import Actor


@dataclass(frozen=True)
class Move:
    """From one state to another by a verb; `about` says in Dutch when, for the diagram and the docs."""

    source: str
    target: str
    verb: str
    about: str


class Machine:
    """The transition table of one kind of subject."""

    def __init__(self, states: type[models.TextChoices], *, start: str, moves: Iterable[Move]) -> None:
        self.states, self.start, self.moves = states, start, tuple(moves)
        self._pairs = {(move.source, move.target): move for move in self.moves}

    def find(self, source: str, target: str) -> Move | None:
        return self._pairs.get((source, target))


def move(subject: Any, *, to: str, by: "Actor", at: datetime, reason: str = "", **fields: Any) -> None:
    """Bring `subject` to state `to`, with `fields` written in the same statement, and record it in its history.

    Call inside a transaction. Raises ValueError for a move that is not in the table (a mistake of the programmer),
    Stale when another request moved the subject first.
    """
    from portal import history

    found = subject.machine.find(subject.state, to)
    if found is None:
        raise ValueError(f"{type(subject).__name__}: {subject.state} -> {to} is not in the table")
    unmoved = type(subject)._base_manager.filter(pk=subject.pk, state=found.source)
    if unmoved.update(state=found.target, **fields) != 1:
        raise Stale(
            reason=_("Iemand anders was je net voor. Laad de pagina opnieuw en kijk wat er veranderde."),
            title=_("Dit is intussen gewijzigd"),
        )
    for name, value in {"state": found.target, **fields}.items():
        setattr(subject, name, value)
    history.record(
        subject, found.verb, by=by, at=at, data={"from": found.source, "to": found.target}, text=reason
    )
