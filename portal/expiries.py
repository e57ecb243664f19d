"""What of the floor's own tables goes when it was kept long enough."""

from datetime import datetime
from typing import Any

from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.fields import CharField, DateTimeField
from django.db.models.functions import Cast, Coalesce, Concat, Greatest
from django.utils.translation import gettext_lazy as _

from portal import closing, registry, roles
from portal.mail.keeping import ENDED
from portal.models import (
    AccountInvitation,
    Consent,
    DeadAddress,
    EventText,
    Extension,
    Letter,
    Person,
    Phase,
    Role,
    Subscription,
    Transfer,
)
from portal.models.mail import LetterState
from portal.outbox import NOWHERE
from portal.privacy import Kind
from portal.retention import RULE, Expiry, blank, names


def _people(at: datetime) -> Any:
    """People with an account who took part in nothing and did not log in since; who has a role for every edition
    stays, and who manages the portal."""
    lasting = Role.objects.filter(Q(until=None) | Q(until__gt=roles.day_of(at)), edition=None).values(
        "person"
    )
    found = Person.objects.filter(is_active=True, is_superuser=False).exclude(pk__in=lasting)
    ends = [
        Phase.objects.filter(**{f"edition__{way}": OuterRef("pk")}, closes_at__isnull=False)
        for way in registry.took_part
    ]
    moments = [Subquery(rows.order_by("-closes_at").values("closes_at")[:1]) for rows in ends]
    joined = F("joined_at")
    return found.annotate(
        counts_from=Greatest(joined, *(Coalesce(one, joined) for one in (F("last_login"), *moments)))
    )


def _anonymise(keys: list[Any], at: datetime) -> None:
    for person in Person.objects.filter(pk__in=keys):
        closing.anonymise(person, by=RULE, at=at)


def _words(money: bool) -> Any:
    about = Q(event__subject__startswith="poc.")

    def rows(at: datetime) -> Any:
        return EventText.objects.filter(about if money else ~about).annotate(counts_from=F("event__at"))

    return rows


def _erase_words(keys: list[Any], at: datetime) -> object:
    return EventText.objects.filter(pk__in=keys).delete()


def _letters(at: datetime) -> Any:
    """Letters that ended with words, or with the address of somebody without account; one that lapsed before it had
    words counts from when it was to leave."""
    wiped = Q(address="") | Q(address__endswith=NOWHERE)
    worded = Q(frozen_at__isnull=False, purged_at=None)
    ended = Letter.objects.filter(worded | ~wiped, state__in=[*ENDED, LetterState.UNCERTAIN])
    return ended.annotate(counts_from=Coalesce("frozen_at", "due_at"))


def _wipe_letters(keys: list[Any], at: datetime) -> None:
    rows = Letter.objects.filter(pk__in=keys)
    rows.filter(purged_at=None).update(title="", text="", html="", calendar="", purged_at=at)
    rows.exclude(recipient=None).update(address="")
    nowhere = Concat(Cast("pk", CharField()), Value(NOWHERE))
    rows.filter(recipient=None).update(address=nowhere)


def _delete(model: Any, kind: Kind, moment: Any, *fields: str) -> Expiry:
    """Whole rows, counted from a moment; those that do not have it yet stay."""
    return Expiry(
        f"{model._meta.label_lower}:{kind.code}",
        model._meta.verbose_name_plural,
        kind,
        lambda at: model.objects.annotate(counts_from=moment),
        lambda keys, at: model.objects.filter(pk__in=keys).delete(),
        names(model, *fields),
    )


def register() -> None:
    """Called once, when the portal starts."""
    who = names(Person, "email", "name")
    never_confirmed = Case(When(confirmed_at=None, then=F("asked_at")))
    registry.expiries.extend(
        [
            Expiry("portal.person:identity", _("accounts"), Kind.IDENTITY, _people, _anonymise, who),
            blank(Extension, Kind.CONTENT, "reason"),
            blank(Role, Kind.CONTENT, "reason", "end_reason", since=Cast("until", DateTimeField())),
            Expiry(
                "portal.eventtext:content", _("redenen in de geschiedenis"), Kind.CONTENT,
                _words(money=False), _erase_words, names(EventText, "text"),
            ),
            Expiry(
                "portal.eventtext:money", _("redenen in de geschiedenis van een PoC"), Kind.MONEY,
                _words(money=True), _erase_words, names(EventText, "text"),
            ),
            Expiry(
                "portal.letter:mail", _("mails"), Kind.MAIL, _letters, _wipe_letters,
                names(Letter, "address", "title", "text", "html", "calendar"),
            ),
            _delete(Consent, Kind.CONSENT, F("withdrawn_at"), "kind", "subject"),
            _delete(Subscription, Kind.IDENTITY, Coalesce("ended_at", never_confirmed), "email"),
            _delete(AccountInvitation, Kind.IDENTITY, F("expires_at"), "email"),
            _delete(Transfer, Kind.CONTENT, F("asked_at"), "reason"),
            _delete(DeadAddress, Kind.MAIL, Coalesce("cleared_at", "at"), "address", "reply"),
        ]
    )  # fmt: skip
    registry.took_part.append("roles__person")
    code = _("een code, geen woorden")
    registry.stays |= {
        "portal.letter.name": code,
        "portal.letter.subject": code,
        "portal.letter.occasion": code,
        "portal.letter.message_id": code,
        "portal.letter.reply": _("wat de server zei, zonder de woorden van de mail"),
        "portal.identity.subject": _("gaat weg met het account"),
        "portal.mailchoice.kind": _("gaat weg met het account"),
        "portal.upload.name": _("gaat weg met het bestand, bij de rij waar het bij hoort"),
        "portal.upload.file": _("gaat weg met de rij waar het bij hoort"),
    }
