"""The mails that the demo sent, read back from the files that the mail backend wrote."""

import email
import email.policy
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

SEPARATOR = "\n" + "-" * 79 + "\n"


@dataclass(frozen=True)
class Sent:
    """One mail, as it left. `name` finds it back: the file and its place in it."""

    name: str
    message: EmailMessage

    @property
    def at(self) -> datetime | None:
        """When it says it was written; Django's own mails say it in UTC without a zone."""
        told = getattr(self.message["Date"], "datetime", None)
        return told.replace(tzinfo=UTC) if told and told.tzinfo is None else told

    @property
    def text(self) -> str:
        part = self.message.get_body(("plain",))
        return part.get_content() if part else ""

    @property
    def html(self) -> str:
        part = self.message.get_body(("html",))
        return part.get_content() if part else ""


def sent() -> list[Sent]:
    """All mails, the last one first."""
    folder = Path(getattr(settings, "EMAIL_FILE_PATH", None) or "missing")
    files = sorted(folder.glob("*.log"), key=lambda file: (file.stat().st_mtime_ns, file.name))
    return [mail for file in reversed(files) for mail in reversed(_read(file))]


def clear() -> None:
    """The cast starts anew: no mail was sent yet."""
    for file in Path(getattr(settings, "EMAIL_FILE_PATH", None) or "missing").glob("*.log"):
        file.unlink()


def _read(file: Path) -> list[Sent]:
    parts = [part for part in file.read_text(encoding="utf-8").split(SEPARATOR) if part.strip()]
    return [
        Sent(f"{file.stem}-{place}", email.message_from_bytes(part.encode(), policy=email.policy.default))
        for place, part in enumerate(parts)
    ]
