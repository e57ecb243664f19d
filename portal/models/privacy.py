"""How long each kind of personal data is kept, what was wiped when, and whether the history was whole."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.privacy import marks


class RetentionPeriod(models.Model):
    """For how many months staff keep one kind of data; no row: as long as the kind itself says (`privacy.Kind`)."""

    kind = models.CharField(_("soort"), primary_key=True, max_length=20)
    months = models.PositiveSmallIntegerField(_("maanden"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("door"))
    at = models.DateTimeField(_("op"))

    privacy = marks(none="kind months", link="by", audit="at")

    class Meta:
        verbose_name = _("bewaartermijn")
        verbose_name_plural = _("bewaartermijnen")
        constraints = [models.CheckConstraint(condition=Q(months__gte=1), name="retention_at_least_a_month")]

    def __str__(self) -> str:
        return f"{self.kind} {self.months}"


class RetentionRun(models.Model):
    """One time that what was kept long enough was wiped; `counts`: rows per expiry. Without `done_at` it was cut off,
    and the next run goes on where it stopped."""

    at = models.DateTimeField(_("begonnen"))
    done_at = models.DateTimeField(_("klaar"), null=True, blank=True)
    counts = models.JSONField(_("hoeveel"), default=dict)

    privacy = marks(none="id at done_at counts")

    class Meta:
        verbose_name = _("wissing")
        verbose_name_plural = _("wissingen")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"retention {self.pk}"


class AuditCheck(models.Model):
    """One walk along the whole history: how many events, the head of the global chain, and the first faults."""

    at = models.DateTimeField(_("wanneer"))
    events = models.PositiveIntegerField(_("gebeurtenissen"))
    head = models.CharField(_("kop van de keten"), max_length=64, blank=True)
    faults = models.JSONField(_("fouten"), default=list)

    privacy = marks(none="id at events head faults")

    class Meta:
        verbose_name = _("controle van de geschiedenis")
        verbose_name_plural = _("controles van de geschiedenis")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"check {self.pk}"
