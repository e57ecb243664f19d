"""What is wrong in an edition's file: where, and in which words."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import yaml
from django.utils.translation import gettext as _

from portal import edition_values as values
from portal.errors import Refused

FEW = 20


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong in the file. `path` leads to it by keys: phases.teams.until."""

    line: int
    path: str
    sentence: str

    def __str__(self) -> str:
        where = _("regel %(line)d, %(path)s") if self.path else _("regel %(line)d")
        return values.UNSTORABLE.sub(
            "\ufffd", f"{where % {'line': self.line, 'path': self.path}}: {self.sentence}"
        )


class BadEditionFile(Refused):
    """The file is wrong; `faults` says where, in the order of its lines."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults)
        super().__init__(reason="\n".join(str(fault) for fault in self.faults))


def syntax_fault(text: str, error: Exception) -> Fault:
    mark = getattr(error, "problem_mark", None)
    line = mark.line if mark else text.count("\n", 0, getattr(error, "position", 0))
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or type(error).__name__
    return Fault(line + 1, "", _("dit is geen geldige YAML (%(problem)s)") % {"problem": problem})


def unexpected(expected: str, node: yaml.Node) -> str:
    return _("verwachtte %(expected)s, kreeg %(got)s") % {
        "expected": expected,
        "got": description(node),
    }


def twice(line: int) -> str:
    return _("staat er dubbel, ook op regel %(line)d") % {"line": line}


def description(node: yaml.Node) -> str:
    """What stands there, for people."""
    if isinstance(node, yaml.SequenceNode):
        return _("een lijst")
    if isinstance(node, yaml.MappingNode):
        return _("sleutels met waarden")
    return _("niets") if values.kind(node) == "null" else f"‘{' '.join(node.value.split())[:40]}’"


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """The end of a sentence about an unknown word: the known one that looks like it, or else all when they are few."""
    close = get_close_matches(word, known, n=1)
    if close:
        return _("; bedoelde je ‘%(word)s’?") % {"word": close[0]}
    return _("; kies uit: %(words)s") % {"words": ", ".join(known)} if len(known) <= FEW else ""
