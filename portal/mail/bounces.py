"""Mails that came back (RFC 3464): a delivery status notification marks an address that does not exist.

Anybody can write to the mailbox of the return path. A notification counts only when it brings back the Message-ID of a
letter that went to that very address: it is random, and only who got the letter knows it.
"""

import imaplib
import logging
import mailbox
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from typing import Any
from urllib.parse import unquote, urlsplit

from django.db import InterfaceError, OperationalError

from portal.mail import addresses
from portal.models import Letter

MESSAGE_ID = re.compile(r"^message-id:\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)
Read = Callable[[bytes], Any]
logger = logging.getLogger(__name__)


def read(raw: bytes, *, at: datetime) -> list[str]:
    """The addresses that a mail marks; none when it is no notification, says nothing about the address itself, or does
    not bring back a letter of this portal."""
    mail = message_from_bytes(raw, policy=policy.default)
    marked = []
    for address, status, reply in _failures(mail):
        if addresses.says_gone(status) and _went_to(address, mail):
            addresses.mark(address, f"{status} {reply}".strip(), at=at)
            marked.append(address)
    return marked


def _failures(mail: EmailMessage) -> Iterator[tuple[str, str, str]]:
    """Of each recipient for whom delivery failed for good: the address that we wrote to, the status, what was said."""
    for part in mail.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for fields in part.get_payload():
            if str(fields.get("Action", "")).strip().lower() == "failed":  # type: ignore[union-attr]
                yield _address_of(fields), _plain(fields, "Status"), _said(fields)  # type: ignore[arg-type]


def _address_of(fields: Message) -> str:
    """'rfc822; an@vlaanderen.be': the address as we knew it, otherwise the one it ended at."""
    told = _plain(fields, "Original-Recipient") or _plain(fields, "Final-Recipient")
    return told.rpartition(";")[2].strip().strip("<>").lower()


def _said(fields: Message) -> str:
    return " ".join(_plain(fields, "Diagnostic-Code").rpartition(";")[2].split())


def _plain(fields: Message, name: str) -> str:
    return str(fields.get(name, "")).strip()


def _went_to(address: str, mail: EmailMessage) -> bool:
    """Whether the letter that came back is one that went to this address."""
    known = {found for part in mail.walk() for found in MESSAGE_ID.findall(_returned(part))}
    return Letter.objects.filter(message_id__in=known, address__iexact=address).exists()


def _returned(part: Message) -> str:
    """The head of the letter that a notification brings back."""
    if part.get_content_type() == "message/rfc822":
        return f"Message-ID: {part.get_payload(0).get('Message-ID', '')}"  # type: ignore[union-attr]
    if part.get_content_type() == "text/rfc822-headers":
        return str(part.get_payload())
    return ""


def from_place(place: str, take: Read) -> int:
    """Read what is new in a mailbox, mark it as read, and return how many mails that were. `maildir:/var/mail/back`, or
    `imaps://name:password@host/INBOX`. Raises ValueError for another kind of place, OSError when it cannot be read."""
    kinds = {"maildir": _from_maildir, "imaps": _from_imap}
    if (kind := urlsplit(place).scheme) not in kinds:
        raise ValueError(kind)
    return kinds[kind](place, lambda raw: _take(raw, take))


def _take(raw: bytes, take: Read) -> None:
    """Anybody can write to the mailbox: a mail that nobody can read is put aside and stops no other."""
    try:
        take(raw)
    except (OperationalError, InterfaceError, OSError):
        raise  # not the mail is to blame: it is read again
    except Exception:
        logger.exception("a mail that came back cannot be read")


def _from_maildir(place: str, take: Read) -> int:
    try:
        box = mailbox.Maildir(urlsplit(place).path, create=False)
    except mailbox.NoSuchMailboxError as missing:
        raise OSError(str(missing)) from missing
    new = [(key, mail) for key, mail in box.items() if "S" not in mail.get_flags()]
    for key, mail in new:
        take(mail.as_bytes())
        mail.set_subdir("cur")
        mail.add_flag("S")
        box[key] = mail
    return len(new)


def _from_imap(place: str, take: Read) -> int:
    at = urlsplit(place)
    with imaplib.IMAP4_SSL(at.hostname or "", at.port or 993, timeout=30) as server:
        try:
            server.login(unquote(at.username or ""), unquote(at.password or ""))
            server.select(at.path.strip("/") or "INBOX")
            keys = server.search(None, "UNSEEN")[1][0].split()
            for key in keys:
                take(server.fetch(key, "(BODY.PEEK[])")[1][0][1])  # type: ignore[index, arg-type]
                server.store(key, "+FLAGS", "\\Seen")
        except imaplib.IMAP4.error as fault:
            raise OSError(str(fault)) from fault
    return len(keys)
