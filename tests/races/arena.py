"""Threads that act at the same moment, a meeting point inside the verb, and the ways to take a guard away."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections
from django.db.models import QuerySet

from portal import lifecycle

Call = Callable[[], Any]


def together(calls: list[Call]) -> list[Any]:
    """Run every call in a thread and a connection of its own, started at once; results and exceptions, in order."""
    start = threading.Barrier(len(calls))

    def run(call: Call) -> Any:
        try:
            connections["default"].ensure_connection()
            start.wait(20)
            return call()
        except Exception as fault:  # noqa: BLE001 the test judges every one
            return fault
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


class MeetingPoint:
    """Wraps a function between a verb's check and its write: callers wait there for each other, but not for long.

    With the guard in place only one caller gets that far at a time, and goes on alone after a moment. Without it all
    meet here, each with its check behind it: the worst case of the race, every time.
    """

    def __init__(self, function: Callable[..., Any], parties: int, patience: float) -> None:
        self.function, self.patience = function, patience
        self.barrier = threading.Barrier(parties)

    def wait(self) -> None:
        try:
            self.barrier.wait(self.patience)
        except threading.BrokenBarrierError:
            self.barrier.reset()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.wait()
        return self.function(*args, **kwargs)


def without_locks(patch: Any) -> None:
    """Take the row locks away: every SELECT FOR UPDATE becomes a plain SELECT."""
    patch.setattr(QuerySet, "select_for_update", lambda rows, **_options: rows._chain())


def without_compare_and_set(patch: Any) -> None:
    """Let a move write its state whatever another request wrote in between."""

    def blind_move(subject: Any, *, to: str, by: Any, at: Any, reason: str = "", **fields: Any) -> None:
        from portal import history

        found = subject.machine.find(subject.state, to)
        type(subject)._base_manager.filter(pk=subject.pk).update(state=to, **fields)
        history.record(subject, found.verb, by=by, at=at, text=reason)

    patch.setattr(lifecycle, "move", blind_move)
