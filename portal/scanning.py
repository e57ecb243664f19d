"""Files past a virus scanner, when there is one: clamd, asked over its socket.

The protocol (INSTREAM) is a length and the bytes; the clients for it on the package index have been silent for years.
"""

import logging
import socket
import struct
from contextlib import closing

from django.conf import settings
from django.utils.translation import gettext as _

from portal.errors import Refused

logger = logging.getLogger(__name__)

PIECE = 64 * 1024
PATIENCE = 15  # seconds


def is_on() -> bool:
    """Whether a scanner is set; staff are told when it is not."""
    return bool(settings.CLAMD)


def check(content: bytes) -> None:
    """Refused when the scanner finds something, and when it is set but does not answer: nothing gets by unseen."""
    if not is_on():
        return
    try:
        answer = _ask(content)
    except OSError as fault:
        logger.error("the virus scanner does not answer: %s", fault)
        answer = ""
    if answer.endswith("OK"):
        return
    if answer.endswith("FOUND"):
        raise Refused(
            reason=_("De virusscanner vond iets in dit bestand. Laat het nakijken of kies een ander.")
        )
    raise Refused(
        reason=_(
            "We kunnen je bestand nu niet op virussen nakijken. Probeer het over enkele minuten opnieuw."
        )
    )


def _ask(content: bytes) -> str:
    with closing(_connect()) as to:
        to.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), PIECE):
            piece = content[start : start + PIECE]
            to.sendall(struct.pack("!I", len(piece)) + piece)
        to.sendall(struct.pack("!I", 0))
        answer = b""
        while not answer.endswith(b"\0") and (more := to.recv(4096)):
            answer += more
    return answer.rstrip(b"\0\n").decode(errors="replace")


def _connect() -> socket.socket:
    host, _colon, port = settings.CLAMD.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE)
