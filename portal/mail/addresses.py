"""Addresses that do not work: marked by the answer of a mail server, not tried again until staff clear them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Lower

from portal import history, outbox
from portal.models import DeadAddress, Letter

# The answers to 'for whom' that say the address does not exist. A full mailbox (552) is another thing.
GONE = (550, 551, 553)


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
