"""The outbox: one row per letter and recipient. The row is the truth; tasks and brokers are hints."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.privacy import marks


class LetterState(models.TextChoices):
    QUEUED = "queued", _("klaar om te vertrekken")
    IN_FLIGHT = "in_flight", _("onderweg")
    SENT = "sent", _("verstuurd")
    FAILED = "failed", _("mislukt")
    CANCELLED = "cancelled", _("vervallen")
    UNCERTAIN = "uncertain", _("onzeker")
    BUNDLED = "bundled", _("wacht op het overzicht")


class Letter(models.Model):
    """A letter to one person, or to the bare address of somebody without account, about one subject, due at an
    instant; (name, subject, occasion, recipient) is unique.

    Subject line, body, Message-ID and Date are frozen at the first claim, so that a repetition after a crash is the
    same letter. `due_at` is the programme's time, `lease_until` and `not_before` the machine's.
    """

    name = models.CharField(_("mail"), max_length=60)
    edition = models.ForeignKey(
        "portal.Edition",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name=_("editie"),
    )
    mailing = models.ForeignKey(
        "portal.Mailing", models.PROTECT, null=True, blank=True, related_name="letters"
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name=_("aan"),
    )
    subject = models.CharField(_("onderwerp"), max_length=60, help_text="model:key")
    occasion = models.CharField(_("aanleiding"), max_length=80, blank=True)
    due_at = models.DateTimeField(_("te versturen vanaf"))
    expires_at = models.DateTimeField(
        _("heeft geen zin meer vanaf"),
        null=True,
        blank=True,
        help_text="a reminder that is this late is not sent",
    )
    state = models.CharField(
        _("toestand"), max_length=12, choices=LetterState.choices, default=LetterState.QUEUED
    )

    message_id = models.CharField(max_length=120, unique=True)
    address = models.EmailField(
        _("adres"),
        blank=True,
        help_text="frozen with the words; known from the start for somebody without account",
    )
    spoken = models.CharField(max_length=2, blank=True, help_text="language of a bare address")
    title = models.CharField(_("onderwerpregel"), max_length=300, blank=True)
    text = models.TextField(_("tekst"), blank=True)
    html = models.TextField(blank=True)
    calendar = models.TextField(_("kalenderbericht"), blank=True)
    frozen_at = models.DateTimeField(_("vastgelegd"), null=True, blank=True)
    words_hash = models.CharField(_("controlegetal"), max_length=64, blank=True)
    purged_at = models.DateTimeField(_("tekst gewist"), null=True, blank=True)
    bundle = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="bundled", verbose_name=_("overzicht")
    )

    attempts = models.PositiveSmallIntegerField(_("pogingen"), default=0)
    not_before = models.DateTimeField(_("volgende poging"), null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    claim = models.CharField(max_length=32, blank=True)
    handed_at = models.DateTimeField(
        null=True, blank=True, help_text="just before the server may have accepted it"
    )
    sent_at = models.DateTimeField(_("verstuurd"), null=True, blank=True)
    reply = models.CharField(_("antwoord van de server"), max_length=300, blank=True)

    privacy = marks(
        none="id edition mailing state expires_at attempts not_before lease_until claim spoken words_hash purged_at"
        " bundle",
        link="recipient",
        mail="name subject occasion due_at message_id address title text html calendar frozen_at handed_at sent_at"
        " reply",
    )

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        constraints = [
            models.UniqueConstraint(
                fields=["name", "subject", "occasion", "recipient"],
                name="letter_once_per_occasion_and_recipient",
            ),
            models.UniqueConstraint(
                fields=["name", "subject", "occasion", "address"],
                condition=Q(recipient=None),
                name="letter_once_per_occasion_and_address",
            ),
            models.CheckConstraint(
                condition=Q(recipient__isnull=False) | ~Q(address=""), name="letter_has_somebody_to_go_to"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"]),
            models.Index(fields=["subject"]),
            models.Index(fields=["edition", "name", "state"]),
            models.Index(fields=["mailing", "state"]),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.get_state_display()}"

    @property
    def language(self) -> str:
        """Of the recipient; for a bare address what they chose when they subscribed, otherwise Dutch."""
        return self.recipient.language if self.recipient else self.spoken or settings.LANGUAGE_CODE

    @property
    def reachable_at(self) -> str:
        """The address it goes to when it leaves now; empty when there is none (any more)."""
        if self.recipient is None:
            return self.address
        return (self.recipient.email or "") if self.recipient.is_active else ""
