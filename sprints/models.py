"""Weeks in which a Design Sprint can be held."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.models import Edition
from portal.privacy import marks


class Week(models.Model):
    """A sprint week of an edition, named by its Monday; `working_days` is 5, or less when a holiday falls in it."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="weeks", verbose_name=_("editie"))
    monday = models.DateField(_("maandag"))
    working_days = models.PositiveSmallIntegerField(_("werkdagen"), default=5)
    label_nl = models.CharField(_("label"), max_length=100, blank=True)
    label_en = models.CharField(_("label (Engels)"), max_length=100, blank=True)

    privacy = marks(none="id edition monday working_days label_nl label_en")

    class Meta:
        verbose_name = _("sprintweek")
        verbose_name_plural = _("sprintweken")
        ordering = ["monday"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "monday"], name="week_once_per_edition"),
            models.CheckConstraint(condition=Q(monday__iso_week_day=1), name="week_starts_on_monday"),
            models.CheckConstraint(condition=Q(working_days__range=(1, 5)), name="week_has_working_days"),
        ]

    def __str__(self) -> str:
        return f"week {self.number}"

    @property
    def number(self) -> int:
        """The ISO week number."""
        return self.monday.isocalendar().week

    @property
    def friday(self) -> date:
        return self.monday + timedelta(days=4)
