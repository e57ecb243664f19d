"""Moving somebody to another entity: one member of staff proposes it with a reason, another approves it.

The person keeps their account and all that hangs on it, and hears of it by letter. Undoing it is the same again.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import history, lifecycle, outbox, people, registry
from portal.errors import Refused
from portal.models import Edition, Entity, Letter, Person, Transfer
from portal.models.registration import TransferState

OPEN = (TransferState.SEEN, TransferState.PROPOSED)
SIGN_IN = history.System("sign_in")


@transaction.atomic
def notice(person: Person, entity: Entity, *, at: datetime) -> Transfer | None:
    """Single sign-on named another entity than the portal knows: noted for staff, nothing moves by itself. None when
    something is noted or proposed already, or staff put this very move aside before."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    aside = Q(state=TransferState.WITHDRAWN, entity=entity)
    if Transfer.objects.filter(Q(state__in=OPEN) | aside, person=person).exists():
        return None
    noted = Transfer.objects.create(person=person, entity=entity, asked_at=at)
    history.record(noted, "notice", by=SIGN_IN, at=at)
    return noted


def check_proposal(person: Person, entity: Entity) -> None:
    """Raises Refused when somebody works there already, or a proposal about them is open."""
    if people.entity_of(person) == entity:
        raise Refused(reason=_("Deze persoon werkt daar al."))
    if Transfer.objects.filter(person=person, state=TransferState.PROPOSED).exists():
        raise Refused(reason=_("Er is al een voorstel voor deze persoon. Keur dat goed of trek het in."))


@transaction.atomic
def propose(person: Person, entity: Entity, *, reason: str, by: Person, at: datetime) -> Transfer:
    """A first member of staff proposes to move somebody, and says why. What was noted at a log-in about the person
    becomes this proposal. Raises Refused when they work there already or a proposal is open."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    check_proposal(person, entity)
    transfer = Transfer.objects.filter(person=person, state=TransferState.SEEN).first()
    if transfer is None:
        transfer = Transfer.objects.create(person=person, entity=entity, asked_at=at)
    more: dict[str, Any] = {"entity": entity, "proposed_by": by}
    Transfer.objects.filter(pk=transfer.pk).update(reason=reason)
    lifecycle.move(transfer, to=TransferState.PROPOSED, by=by, at=at, reason=reason, **more)
    return transfer


@transaction.atomic
def approve(transfer: Transfer, *, by: Person, at: datetime) -> None:
    """A second member of staff approves, and the person works there from today. Raises Refused when it is who proposed
    it, the person themself, or nothing is proposed."""
    transfer = _locked(transfer)
    if transfer.state != TransferState.PROPOSED:
        raise Refused(reason=_("Hier is niets voorgesteld dat je kan goedkeuren."))
    if by.pk == transfer.proposed_by_id:
        raise Refused(reason=_("Jij deed dit voorstel. Vraag een collega om het goed te keuren."))
    if by.pk == transfer.person_id:
        raise Refused(reason=_("Dit gaat over jou. Vraag een collega om het goed te keuren."))
    lifecycle.move(transfer, to=TransferState.APPROVED, by=by, at=at, approved_by=by, approved_at=at)
    people.move_to(transfer.person, transfer.entity, by=by, at=at)
    outbox.queue("entity_changed", to=transfer.person, about=transfer, due=at)


@transaction.atomic
def withdraw(transfer: Transfer, *, by: Person, at: datetime) -> None:
    """Staff take a proposal back, or leave what was noted at a log-in. Raises Refused once it is approved."""
    transfer = _locked(transfer)
    if transfer.state not in OPEN:
        raise Refused(
            reason=_("Dit is al afgehandeld. Wil je het ongedaan maken, doe dan een nieuw voorstel.")
        )
    lifecycle.move(transfer, to=TransferState.WITHDRAWN, by=by, at=at)


def _locked(transfer: Transfer) -> Transfer:
    """The person first, then what hangs under them."""
    Person.objects.select_for_update(no_key=True).get(pk=transfer.person_id)
    rows = Transfer.objects.select_for_update(of=("self",)).select_related("person", "entity")
    return rows.get(pk=transfer.pk)


@registry.letter(
    "entity_changed",
    gettext_lazy("Iemand is aan een andere entiteit verbonden"),
    kind="receipt",
    to=gettext_lazy("wie van entiteit verandert"),
)
def _entity_changed(letter: Letter) -> dict[str, Any] | None:
    rows = Transfer.objects.select_related("entity")
    found = rows.filter(pk=letter.subject.rpartition(":")[2], state=TransferState.APPROVED).first()
    if found is None:
        return None
    edition = Edition.objects.filter(is_current=True).first()
    return {
        "entity": found.entity.name,
        "url": settings.PORTAL_URL + reverse("profile"),
        "contact": edition.contact if edition else settings.DEFAULT_FROM_EMAIL,
    }
