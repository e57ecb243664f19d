"""Closing an account: who somebody is and what they wrote goes; what belongs to decisions and money stays, nameless.

Stages say what must be settled first (`registry.ties`) and wipe what is theirs (`registry.forgets`). Source: GDPR,
article 17; accounting documents are kept 10 years.
"""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from portal import history, my_data, outbox, people, registry, roles
from portal.errors import Refused
from portal.mail import keeping
from portal.models import (
    AccountInvitation,
    Capacity,
    Consent,
    Event,
    Extension,
    Identity,
    Person,
    Role,
    Transfer,
)
from portal.models.history import EventText


def ties(person: Person, *, at: datetime) -> list[str]:
    """What keeps somebody from closing their account now, a sentence each that says what to do."""
    found = [reason for ask in registry.ties for reason in ask(person, at)]
    if roles.held(person, at=at):
        found.append(_("Je hebt nog een rol in het programma. Vraag Sandbox om die te beëindigen."))
    if person.is_superuser:
        found.append(_("Je beheert het portaal. Laat eerst iemand anders dat overnemen."))
    return found


@transaction.atomic
def close_account(person: Person, *, by: Person, at: datetime) -> None:
    """Wipe who somebody is and what they wrote, for good; only the person self does this. Refused with all there is to
    settle first. Doing it twice changes nothing."""
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not person.is_active:
        return
    if reasons := ties(person, at=at):
        raise Refused(reason=" ".join(reasons), title=_("Je account kan nu niet dicht"))
    about = _part_in(person, at)  # read before anything is wiped
    for forget in registry.forgets:
        forget(person, by=by, at=at)
    Extension.objects.filter(person=person).update(reason="")
    Role.objects.filter(person=person).update(reason="", end_reason="")
    EventText.objects.filter(
        Q(event__actor=person.pk) | Q(event__subject=history.subject_key(person))
    ).delete()
    _anonymise(person, about, by=by, at=at)


@transaction.atomic
def anonymise(person: Person, *, by: history.Actor, at: datetime) -> None:
    """Wipe who somebody is once that was kept long enough; what they wrote has a period of its own and stays so long,
    under their key."""
    _anonymise(person, _part_in(person, at), by=by, at=at)


def _anonymise(person: Person, about: set[str], *, by: history.Actor, at: datetime) -> None:
    proved = list(people.proved_addresses(person))  # never one that somebody only says is theirs
    keeping.forget(person, proved)
    _forget_invitations(person, proved)
    history.record(person, "close", by=by, at=at)
    outbox.forget(person, addresses=proved, about=about)
    Consent.objects.filter(person=person, withdrawn_at=None).update(withdrawn_at=at)
    _forget_who(person)


def _part_in(person: Person, at: datetime) -> set[str]:
    """The keys of all that somebody had a part in: rows about them, what those belong to, and what they did something
    to."""
    rows = [row for table in my_data.found(person, at=at) for row in table.rows]
    found = {history.subject_key(row) for row in rows}
    found |= {key for row in rows for key in my_data.belongs_to(row)}
    return found | set(Event.objects.filter(actor=person.pk).values_list("subject", flat=True))


def _forget_invitations(person: Person, proved: list[str]) -> None:
    """To make the account, by the address or by who used it; that somebody was invited stays."""
    about = Q(email__in=proved) | Q(accepted_by=person)
    for invitation in AccountInvitation.objects.filter(about):
        wiped = {"email": f"{invitation.pk}{outbox.NOWHERE}", "accepted_by": None}
        AccountInvitation.objects.filter(pk=invitation.pk).update(**wiped)


def _forget_who(person: Person) -> None:
    """Name, addresses, workplaces and every way to log in; their key stays, so that what remains hangs together."""
    Capacity.objects.filter(person=person).delete()
    Identity.objects.filter(person=person).delete()
    Transfer.objects.filter(person=person).delete()
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    for session in UserSession.objects.filter(user=person):
        session.end()
    Person.objects.filter(pk=person.pk).update(
        name="", email=None, is_active=False, last_login=None, language="nl"
    )
