"""The verbs around stored factors: sealing them with the key of today, and starting anew for who lost everything."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from portal import history, people, sealing
from portal.models import Person
from portal.second_step import letters

SEALED = ("secret", "seed")  # what allauth hands to the adapter to be sealed, by its name in `data`


def seal_all() -> int:
    """Seal with the key of today what lies open or was sealed with a key from before. Returns how many rows."""
    rows = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)
    return sum(_seal(row.pk) for row in rows if _is_old(row))


def _is_old(row: Authenticator) -> bool:
    return any(not sealing.is_current(row.data[name]) for name in SEALED if name in row.data)


@transaction.atomic
def _seal(key: int) -> bool:
    """Under the row's lock: who uses a recovery code just now writes in the same column. What no key opens stays."""
    row = Authenticator.objects.select_for_update().filter(pk=key).first()
    if row is None or not _is_old(row):
        return False
    try:
        opened = {name: sealing.unseal(row.data[name]) for name in SEALED if name in row.data}
    except sealing.Unreadable:
        return False
    sealed = {name: sealing.seal(text) for name, text in opened.items()}
    return bool(Authenticator.objects.filter(pk=key).update(data=row.data | sealed))


@transaction.atomic
def start_anew(person: Person, *, by: history.Actor, at: datetime, reason: str) -> int:
    """Take every factor of somebody away who can give none any more and proved otherwise who they are; every session
    ends, and they hear so by letter. Who must have a second step sets one up at the next log-in. Returns how many."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    count, _tables = Authenticator.objects.filter(user=person).delete()
    if count:
        people.log_out_everywhere(person, by=by, at=at)
        history.record(person, "second_step_gone", by=by, at=at, text=reason)
        letters.tell(person, "reset", at=at)
    return count
