"""Addresses that do not work: marked by the answer of a mail server, not tried again until staff clear them."""

import re
from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Lower

from portal import history, outbox
from portal.models import DeadAddress, Letter

# The answers to 'for whom' that say the address does not exist. A full mailbox (552) is another thing.
GONE = (550, 551, 553)
# What a status (RFC 3463) says of the address itself: it, its domain or its mailbox is no more. Policy (5.7), a full
# mailbox (5.2.2) and the network (5.4) say nothing about it.
STATUS = re.compile(r"^5\.(?:1\.(?:0|1|2|3|6|10)|2\.1)$")
SPOKEN = re.compile(r"^\s*([245]\.\d{1,3}\.\d{1,3})\b")


def says_gone(status: str) -> bool:
    """Whether a status such as 5.1.1 is about the address itself, and for good."""
    return STATUS.match(status.strip()) is not None


def refused(code: int, words: str) -> bool:
    """Whether an answer to 'for whom' says that the address does not exist. A status in it tells more than the code:
    550 5.7.1 is policy. 5.0.0 tells nothing more."""
    spoken = SPOKEN.match(words)
    status = spoken[1] if spoken else "5.0.0"
    return code in GONE and (status == "5.0.0" or says_gone(status))


def dead_among(addresses: Iterable[str]) -> frozenset[str]:
    """Those of the addresses that do not work, in small letters. One query."""
    rows = DeadAddress.objects.annotate(lower=Lower("address")).filter(cleared_at=None)
    return frozenset(
        rows.filter(lower__in={one.lower() for one in addresses}).values_list("lower", flat=True)
    )


def mark(address: str, reply: str, *, at: datetime) -> None:
    """Nothing is sent to the address from now on. Twice is once."""
    try:
        with transaction.atomic():
            DeadAddress.objects.create(address=address.lower(), reply=reply[:300], at=at)
            outbox.take_back(Q(address__iexact=address) | Q(recipient__email__iexact=address))
    except IntegrityError:
        return


@transaction.atomic
def clear(row: DeadAddress, *, by: history.Actor, at: datetime) -> bool:
    """Try the address again from now on; False when that was done before. What failed can be sent again by hand."""
    cleared = DeadAddress.objects.filter(pk=row.pk, cleared_at=None).update(cleared_at=at, cleared_by=by)
    if cleared:
        history.record(row, "clear", by=by, at=at)
    return bool(cleared)


def failed_to(address: str) -> int:
    """How many letters failed because of it."""
    return Letter.objects.filter(address__iexact=address, state="failed").count()
