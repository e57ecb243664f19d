"""How lines of the log are written: nothing that somebody typed can look like a line of its own, and on request
(LOG_FORMAT=json) a machine reads each. No Django here: gunicorn reads this before there is any (`portal.server_log`).

Source: OWASP ASVS 5.0, 16.2.2, 16.2.4, 16.4.1.
"""

import json
import logging
import re
import time
from datetime import UTC, datetime

LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"
CONTINUED = "\n    | "  # before each further line of one record: no line of ours begins so
# Signs that end a line or steer a screen, but for the ones by which a record goes on.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

SEAL = re.compile(
    r"(?<=/)[\w.:=-]{40,}"
)  # of a link, in its address: who reads the log must not be able to use it


def harmless(text: str) -> str:
    """The text with every sign that steers written out."""
    return CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def without_seals(text: str, name: str) -> str:
    """Django tells of addresses that it refused, and a link may stand in them; other lines hold hashes that are meant
    to be read."""
    return SEAL.sub("(seal)", text) if name.startswith("django.") else text


class Line(logging.Formatter):
    """One record, one line in UTC; what has more lines (a fault) goes on under it."""

    converter = staticmethod(time.gmtime)  # never in the time of a place
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self) -> None:
        super().__init__(LINE)

    def format(self, record: logging.LogRecord) -> str:
        text = without_seals(super().format(record), record.name)
        return harmless(text).replace("\n", CONTINUED)


class JsonLine(logging.Formatter):
    """One record, one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "name": record.name,
            "message": without_seals(record.getMessage(), record.name),
        }
        if record.exc_info:
            told["fault"] = self.formatException(record.exc_info)
        told |= getattr(record.args, "told", dict)()
        return json.dumps(told)


def formatter(kind: str) -> logging.Formatter:
    """The one that LOG_FORMAT asks for: `json`, or a line for people."""
    return JsonLine() if kind == "json" else Line()
