"""Two versions of a text side by side: what went, what came. Pure; words are compared, not characters."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

WORD = re.compile(r"^\s+|\S+\s*")
LINE = re.compile(r"[^\n]*\n|[^\n]+")
MOST_PAIRS = 300_000  # of words against words; what is more would keep a web process for seconds


@dataclass(frozen=True)
class Piece:
    """Some words in a row: `kind` is same, gone or new."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One field that differs, as pieces from the older to the newer text."""

    label: str
    pieces: list[Piece]


def differences(
    older: dict[str, Any], newer: dict[str, Any], labels: dict[str, tuple[str, dict[str, str]]]
) -> list[Change]:
    """What differs between two working copies, in the order of `labels`: field -> (label, names of its values)."""
    found = []
    for field, (label, names) in labels.items():
        before, after = (_text(_value(copy, field), names) for copy in (older, newer))
        if before != after:
            found.append(Change(label, list(pieces(before, after))))
    return found


def _value(copy: dict[str, Any], field: str) -> Any:
    answers, dot, key = field.partition(".")
    return copy.get("answers", {}).get(key) if dot else copy.get(answers)


def _text(value: Any, names: dict[str, str]) -> str:
    if isinstance(value, list):
        return "\n".join(names.get(str(one), str(one)) for one in value)
    return names.get(str(value), str(value)) if value not in (None, "") else ""


def pieces(before: str, after: str) -> Iterator[Piece]:
    """Two texts as one row of pieces; the same, then what went, then what came. Word by word; line by line, or as a
    whole, where that would take too long."""
    for unit in (WORD, LINE):
        old, new = unit.findall(before), unit.findall(after)
        if len(old) * len(new) <= MOST_PAIRS:
            yield from _compared(old, new)
            return
    yield Piece("gone", before)
    yield Piece("new", after)


def _compared(old: list[str], new: list[str]) -> Iterator[Piece]:
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for kind, from_old, to_old, from_new, to_new in codes:
        if kind == "equal":
            yield Piece("same", "".join(old[from_old:to_old]))
            continue
        if to_old > from_old:
            yield Piece("gone", "".join(old[from_old:to_old]))
        if to_new > from_new:
            yield Piece("new", "".join(new[from_new:to_new]))
