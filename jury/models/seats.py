"""Who judges what, and the order of the pitch day."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jury.models.rounds import Round
from jury.models.sheets import Entry
from portal.privacy import marks


class SeatKind(models.TextChoices):
    STRATEGIC = "strategic", _("strategisch")
    OPERATIONAL = "operational", _("operationeel")


class Seat(models.Model):
    """A judge's place in a round. Without `capacity` there is no limit to what they judge when the work is shared."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="seats", verbose_name=_("ronde"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="seats", verbose_name=_("beoordelaar")
    )
    kind = models.CharField(_("zetel"), max_length=12, choices=SeatKind.choices)
    capacity = models.PositiveSmallIntegerField(_("hoogstens"), null=True, blank=True)

    privacy = marks(none="id round kind capacity", link="person")

    class Meta:
        verbose_name = _("zetel")
        verbose_name_plural = _("zetels")
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="seat_once_per_round")]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_kind_display()}"


class Assignment(models.Model):
    """One judge judges one entry, when the work of a round is shared."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="assignments", verbose_name=_("inzending"))
    judge = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments", verbose_name=_("beoordelaar")
    )

    privacy = marks(none="id entry", link="judge")

    class Meta:
        verbose_name = _("toewijzing")
        verbose_name_plural = _("toewijzingen")
        constraints = [models.UniqueConstraint(fields=["entry", "judge"], name="assignment_once_per_judge")]

    def __str__(self) -> str:
        return f"{self.entry} · {self.judge}"


class Slot(models.Model):
    """The turn of a team on the pitch day; `order` from 1."""

    entry = models.OneToOneField(
        Entry, models.CASCADE, primary_key=True, related_name="slot", verbose_name=_("inzending")
    )
    order = models.PositiveSmallIntegerField(_("volgorde"))

    privacy = marks(none="entry order")

    class Meta:
        verbose_name = _("beurt")
        verbose_name_plural = _("beurten")
        ordering = ["order", "entry"]

    def __str__(self) -> str:
        return f"{self.order}. {self.entry}"
