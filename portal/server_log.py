"""gunicorn's log in the same form as the portal's: what a browser sent cannot look like a line, nor be followed."""

import os
from typing import Any

from gunicorn.glogging import Logger, SafeAtoms  # type: ignore[import-untyped]

from portal.logs import SEAL, formatter, harmless

LINE = '%(t)s %(h)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms id=%({x-request-id}i)s'
# The same for machines, by gunicorn's own letters.
PARTS = {
    "address": "h",
    "method": "m",
    "path": "U",
    "status": "s",
    "bytes": "B",
    "ms": "M",
    "id": "{x-request-id}i",
}


class Atoms(SafeAtoms):
    """What gunicorn tells of a request, with line ends and quotes written out and seals left out."""

    def __init__(self, atoms: dict[str, Any]) -> None:
        clean = {name: _one_line(told) if isinstance(told, str) else told for name, told in atoms.items()}
        super().__init__(clean | {"U": SEAL.sub("(seal)", clean["U"] or "")})

    def told(self) -> dict[str, Any]:
        return {name: self[letter] for name, letter in PARTS.items()}


def _one_line(text: str) -> str:
    return harmless(text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t"))


class ServerLog(Logger):
    """gunicorn's own. A line of the access log keeps its form; LOG_FORMAT=json makes that JSON too."""

    atoms_wrapper_class = Atoms

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        kind = os.environ.get("LOG_FORMAT", "")
        for log in (self.error_log, self.access_log) if kind == "json" else (self.error_log,):
            for handler in log.handlers:
                handler.setFormatter(formatter(kind))
