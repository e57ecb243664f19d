"""What people choose about their mail, and the link in a letter that refuses its kind without a login."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from portal import history, outbox, registry
from portal.errors import Refused
from portal.mail import subscriptions
from portal.mail.kinds import KINDS, Kind
from portal.models import Letter, MailChoice, MailHow, Person

SIGNER = Signer(salt="portal.mail.letter")
CALL = "call"  # refusing this kind ends the subscription to the call


def kind_of(letter: Letter) -> Kind:
    """The kind of a letter; one of a letter that no longer exists cannot be refused."""
    spec = registry.letters.get(letter.name)
    return KINDS[spec.kind if spec else "receipt"]


def may_refuse(letter: Letter) -> bool:
    """Whether who gets it can refuse its kind: without an account, only the call."""
    kind = kind_of(letter)
    return kind.may_refuse and (letter.recipient_id is not None or kind.key == CALL)


def hows(letters: Iterable[Letter]) -> dict[int, str]:
    """How the recipients of letters want each of them now. Two queries, however many there are."""
    refusable = {one.pk: one for one in letters if may_refuse(one)}
    people = {one.recipient_id for one in refusable.values() if one.recipient_id}
    rows = MailChoice.objects.filter(person__in=people) if people else ()
    chosen: dict[tuple[str | None, str], str] = {(row.person_id, row.kind): _standing(row) for row in rows}
    told = {one.pk: MailHow.NOW.value for one in letters}
    told |= {
        pk: chosen.get((one.recipient_id, kind_of(one).key), MailHow.NOW.value)
        for pk, one in refusable.items()
    }
    return told | _refused_the_call([one for one in refusable.values() if kind_of(one).key == CALL])


def _refused_the_call(letters: list[Letter]) -> dict[int, str]:
    """Those of letters about the call whose reader no longer follows it."""
    reads = {one.pk: _reads_at(one) for one in letters}
    following = subscriptions.standing_among(reads.values()) if reads else frozenset()
    return {pk: MailHow.OFF.value for pk, address in reads.items() if address not in following}


def _reads_at(letter: Letter) -> str:
    return (letter.recipient.email or "" if letter.recipient else letter.address).lower()


def _standing(row: MailChoice) -> str:
    """Whether somebody hears of the call is for their subscription to say, which can have begun again since."""
    return MailHow.NOW if row.kind == CALL and row.how == MailHow.OFF else row.how


def of(person: Person) -> dict[str, str]:
    """How somebody wants each kind that may be refused."""
    told = {kind.key: MailHow.NOW.value for kind in KINDS.values() if kind.may_refuse}
    told |= {row.kind: _standing(row) for row in person.mail_choices.all() if row.kind in told}
    if not subscriptions.follows(person):
        told[CALL] = MailHow.OFF.value
    return told


@transaction.atomic
def choose(person: Person, wanted: dict[str, str], *, by: history.Actor, at: datetime) -> bool:
    """Keep how somebody wants each kind; True when something changed. Refused for a kind that cannot be off."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    outbox.take_back(Q(recipient=person))
    before = of(person)
    changed = {key: how for key, how in wanted.items() if before.get(key) != how}
    for key, how_ in changed.items():
        if key not in before:
            raise Refused(reason=str(KINDS[key].why))
        MailChoice.objects.update_or_create(person=person, kind=key, defaults={"how": how_, "at": at})
        if key == CALL:
            (subscriptions.end_for if how_ == MailHow.OFF else subscriptions.begin_for)(person, at=at)
    if changed:
        history.record(person, "mail_choices", by=by, at=at, data=changed)
    return bool(changed)


def link(letter: Letter) -> str:
    """The address that refuses the kind of this letter: the letter's number and a seal, nothing about a person."""
    return settings.PORTAL_URL + reverse("unsubscribe", args=[token(letter)])


def token(letter: Letter) -> str:
    return SIGNER.sign(str(letter.pk)).replace(":", ".")


def letter_of(sealed: str) -> Letter | None:
    """The letter of such a link; None when it was not made here, or its kind cannot be refused."""
    try:
        key = SIGNER.unsign(sealed.replace(".", ":", 1))
    except BadSignature:
        return None
    letter = Letter.objects.select_related("recipient", "edition").filter(pk=key).first()
    return letter if letter and may_refuse(letter) else None


@transaction.atomic
def answer(letter: Letter, *, refuse: bool, at: datetime) -> None:
    """By the link in a letter: nothing of its kind any more, or again after all. Twice is once."""
    kind = kind_of(letter)
    by = history.LinkHolder(str(letter.pk))
    if letter.recipient:
        wanted = MailHow.OFF if refuse else MailHow.NOW
        choose(letter.recipient, {kind.key: wanted.value}, by=by, at=at)
    elif refuse:
        subscriptions.end(letter.address, at=at)
    else:
        subscriptions.again(letter.address, at=at)


def has_refused(letter: Letter) -> bool:
    """Whether who got the letter refuses its kind now."""
    if letter.recipient:
        return of(letter.recipient)[kind_of(letter).key] == MailHow.OFF
    return not subscriptions.stands(letter.address)


def sentence(letter: Letter) -> str:
    """Under every letter: why one gets it, or what one can do about it."""
    kind = kind_of(letter)
    if may_refuse(letter):
        return _("Je krijgt deze mail onder ‘%(kind)s’.") % {"kind": kind.label}
    return str(kind.why)
