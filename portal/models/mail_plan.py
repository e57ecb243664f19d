"""What the mail plan keeps: when which reminder goes out, what staff changed, what people chose."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from portal.ids import public_id
from portal.privacy import marks


class Mailing(models.Model):
    """One reminder on one moment, to everybody it concerns: 'draft_waits, 7 days before'. One row per edition, name
    and occasion for ever, so that a moved milestone moves it and never makes a second one.

    `cursor` is the last recipient for whom a letter was written: a worker that dies goes on there.
    """

    edition = models.ForeignKey(
        "portal.Edition", models.CASCADE, related_name="mailings", verbose_name=_("editie")
    )
    name = models.CharField(_("mail"), max_length=60)
    occasion = models.CharField(_("aanleiding"), max_length=80)
    due_at = models.DateTimeField(_("vertrekt op"))
    expires_at = models.DateTimeField(_("heeft geen zin meer vanaf"))
    started_at = models.DateTimeField(_("begonnen"), null=True, blank=True)
    done_at = models.DateTimeField(_("alle mails geschreven"), null=True, blank=True)
    cursor = models.CharField(max_length=20, blank=True)

    privacy = marks(none="id edition name occasion due_at expires_at started_at done_at", link="cursor")

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "name", "occasion"], name="mailing_once_per_occasion")
        ]
        indexes = [models.Index(fields=["done_at", "due_at"])]

    def __str__(self) -> str:
        return f"{self.name} {self.occasion}"


class MailRule(models.Model):
    """What staff changed about one letter of an edition, or about all of them when `name` is empty."""

    edition = models.ForeignKey(
        "portal.Edition", models.CASCADE, related_name="mail_rules", verbose_name=_("editie")
    )
    name = models.CharField(_("mail"), max_length=60, blank=True)
    paused = models.BooleanField(_("gepauzeerd"), default=False)
    offsets = models.CharField(_("momenten"), max_length=120, blank=True)
    hour = models.PositiveSmallIntegerField(_("uur"), null=True, blank=True)

    privacy = marks(none="id edition name paused offsets hour")

    class Meta:
        verbose_name = _("regel voor mails")
        verbose_name_plural = _("regels voor mails")
        constraints = [models.UniqueConstraint(fields=["edition", "name"], name="mail_rule_once_per_letter")]

    def __str__(self) -> str:
        return f"{self.name or '*'} {self.edition_id}"


class Wording(models.Model):
    """The words of a letter as staff wrote them, as versions that are only added; the highest number counts. What
    ships with the portal is version 0 and stands in no row. Empty words: the shipped ones count again."""

    edition = models.ForeignKey(
        "portal.Edition", models.CASCADE, related_name="wordings", verbose_name=_("editie")
    )
    name = models.CharField(_("mail"), max_length=60)
    number = models.PositiveIntegerField(_("nummer"))
    title_nl = models.CharField(_("onderwerpregel"), max_length=300, blank=True)
    body_nl = models.TextField(_("tekst"), max_length=10_000, blank=True)
    title_en = models.CharField(_("onderwerpregel in het Engels"), max_length=300, blank=True)
    body_en = models.TextField(_("tekst in het Engels"), max_length=10_000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("door"))
    at = models.DateTimeField(_("op"))

    privacy = marks(none="id edition name number title_nl body_nl title_en body_en", link="by", audit="at")

    class Meta:
        verbose_name = _("tekst van een mail")
        verbose_name_plural = _("teksten van mails")
        constraints = [
            models.UniqueConstraint(fields=["edition", "name", "number"], name="wording_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


class MailHow(models.TextChoices):
    """How somebody wants one kind of letter."""

    NOW = "now", _("meteen")
    DIGEST = "digest", _("in één overzicht per dag")
    OFF = "off", _("niet")


class MailChoice(models.Model):
    """How a person wants one kind of letter; no row: at once."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_choices", verbose_name=_("persoon")
    )
    kind = models.CharField(_("soort"), max_length=20)
    how = models.CharField(_("hoe"), max_length=8, choices=MailHow.choices)
    at = models.DateTimeField(_("op"))

    privacy = marks(none="id", link="person", consent="kind how at")

    class Meta:
        verbose_name = _("voorkeur voor mails")
        verbose_name_plural = _("voorkeuren voor mails")
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="mail_choice_once_per_kind")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.how}"


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def standing(self) -> "SubscriptionQuerySet":
        """Confirmed by the mail that was sent to the address, and not ended."""
        return self.filter(confirmed_at__isnull=False, ended_at=None)


class Subscription(models.Model):
    """Somebody, with or without account, asked to hear when a call opens. It counts from the click in the mail that
    was sent to the address; ended by a date, never deleted."""

    id = models.CharField(primary_key=True, max_length=12, default=public_id, editable=False)
    email = models.EmailField(_("e-mailadres"))
    language = models.CharField(_("taal"), max_length=2, default="nl")
    asked_at = models.DateTimeField(_("gevraagd op"))
    confirmed_at = models.DateTimeField(_("bevestigd op"), null=True, blank=True)
    ended_at = models.DateTimeField(_("beëindigd op"), null=True, blank=True)

    objects: ClassVar[Any] = SubscriptionQuerySet.as_manager()

    privacy = marks(none="id language", identity="email", consent="asked_at confirmed_at ended_at")

    class Meta:
        verbose_name = _("inschrijving op de oproep")
        verbose_name_plural = _("inschrijvingen op de oproep")
        constraints = [models.UniqueConstraint(Lower("email"), name="subscription_once_per_address")]

    def __str__(self) -> str:
        return str(self.pk)


class DeadAddress(models.Model):
    """An address that a mail server refused for good. Nothing is sent to it until staff clear it."""

    address = models.EmailField(_("e-mailadres"))
    reply = models.CharField(_("antwoord van de server"), max_length=300)
    at = models.DateTimeField(_("sinds"))
    cleared_at = models.DateTimeField(_("vrijgemaakt op"), null=True, blank=True)
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("vrijgemaakt door"),
    )

    privacy = marks(none="id", link="cleared_by", mail="address reply at cleared_at")

    class Meta:
        verbose_name = _("adres dat niet werkt")
        verbose_name_plural = _("adressen die niet werken")
        constraints = [
            models.UniqueConstraint(
                Lower("address"), condition=Q(cleared_at=None), name="dead_address_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
