"""Who may make an account, how somebody signs in by single sign-on, and moving to another entity."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from portal.ids import public_id
from portal.lifecycle import Machine, Move
from portal.models.people import Entity
from portal.privacy import marks


class EmailDomain(models.Model):
    """Whoever reads mail at this domain may make an account. A subdomain counts only when it has a row of its own.

    `domain` is in small letters and in ASCII (punycode), without a dot at the end. Without entity: several entities
    share it, and people say where they work.
    """

    domain = models.CharField(_("domein"), max_length=253, unique=True)
    entity = models.ForeignKey(
        Entity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="email_domains",
        verbose_name=_("entiteit"),
        help_text=_("Leeg als meer entiteiten dit domein gebruiken."),
    )

    privacy = marks(none="id domain entity")

    class Meta:
        verbose_name = _("e-maildomein")
        verbose_name_plural = _("e-maildomeinen")
        ordering = ["domain"]

    def __str__(self) -> str:
        return self.domain


class AccountInvitationQuerySet(models.QuerySet["AccountInvitation"]):
    def open(self, *, at: datetime) -> "AccountInvitationQuerySet":
        """Not used, not withdrawn, not expired."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at)


class AccountInvitation(models.Model):
    """Staff let somebody without a work address of a known domain make an account, once, for an entity."""

    id = models.CharField(primary_key=True, max_length=12, default=public_id, editable=False)
    email = models.EmailField(_("e-mailadres"))
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="+", verbose_name=_("entiteit"))
    edition = models.ForeignKey(
        "portal.Edition", models.CASCADE, related_name="account_invitations", verbose_name=_("editie")
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uitgenodigd door")
    )
    invited_at = models.DateTimeField(_("uitgenodigd op"))
    expires_at = models.DateTimeField(_("geldig tot"))
    withdrawn_at = models.DateTimeField(_("ingetrokken op"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("gebruikt door"),
    )
    accepted_at = models.DateTimeField(_("gebruikt op"), null=True, blank=True)

    objects = AccountInvitationQuerySet.as_manager()

    privacy = marks(
        none="id edition",
        identity="email entity",
        link="invited_by accepted_by",
        audit="invited_at expires_at withdrawn_at accepted_at",
    )

    class Meta:
        verbose_name = _("uitnodiging voor een account")
        verbose_name_plural = _("uitnodigingen voor een account")
        ordering = ["-invited_at"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="account_invitation_one_open_per_address",
            ),
        ]

    def __str__(self) -> str:
        return self.email


class Identity(models.Model):
    """Somebody as the identity provider knows them: `issuer` and `subject` together, never an e-mail address."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="identities", verbose_name=_("persoon")
    )
    issuer = models.CharField(_("aanmelddienst"), max_length=200)
    subject = models.CharField(_("kenmerk"), max_length=255)
    linked_at = models.DateTimeField(_("verbonden op"))

    privacy = marks(none="id issuer", link="person", identity="subject", audit="linked_at")

    class Meta:
        verbose_name = _("aanmelding met ACM/IDM")
        verbose_name_plural = _("aanmeldingen met ACM/IDM")
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="identity_is_one_persons"),
            models.UniqueConstraint(fields=["issuer", "person"], name="identity_one_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person}"


class TransferState(models.TextChoices):
    SEEN = "seen", _("opgemerkt")
    PROPOSED = "proposed", _("voorgesteld")
    APPROVED = "approved", _("goedgekeurd")
    WITHDRAWN = "withdrawn", _("ingetrokken")


class Transfer(models.Model):
    """A person moves to another entity and keeps their account: one member of staff proposes, another approves."""

    id = models.CharField(primary_key=True, max_length=12, default=public_id, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="transfers", verbose_name=_("persoon")
    )
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="+", verbose_name=_("naar entiteit"))
    reason = models.TextField(_("waarom"), max_length=1000, blank=True)
    state = models.CharField(
        _("toestand"), max_length=12, choices=TransferState.choices, default=TransferState.SEEN
    )
    asked_at = models.DateTimeField(_("gevraagd op"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("voorgesteld door"),
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("goedgekeurd door"),
    )
    approved_at = models.DateTimeField(_("goedgekeurd op"), null=True)

    machine: ClassVar[Machine] = Machine(
        TransferState,
        start=TransferState.SEEN,
        moves=[
            Move(TransferState.SEEN, TransferState.PROPOSED, "propose", "een medewerker stelt het voor"),
            Move(
                TransferState.PROPOSED, TransferState.APPROVED, "approve", "een tweede medewerker keurt goed"
            ),
            Move(TransferState.SEEN, TransferState.WITHDRAWN, "withdraw", "de persoon blijft waar die werkt"),
            Move(
                TransferState.PROPOSED, TransferState.WITHDRAWN, "withdraw", "het voorstel wordt ingetrokken"
            ),
        ],
    )

    privacy = marks(
        none="id state",
        link="person proposed_by approved_by",
        identity="entity",
        content="reason",
        audit="asked_at approved_at",
    )

    class Meta:
        verbose_name = _("overplaatsing")
        verbose_name_plural = _("overplaatsingen")
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=["seen", "proposed"]),
                name="transfer_one_open_per_person",
            ),
            models.CheckConstraint(
                condition=~Q(state=TransferState.APPROVED)
                | (
                    Q(proposed_by__isnull=False, approved_by__isnull=False, approved_at__isnull=False)
                    & ~Q(approved_by=F("proposed_by"))
                ),
                name="transfer_needs_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.entity}"
