"""A release: from which instant something decided may be seen, and which two people said so."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.ids import public_id
from portal.lifecycle import Machine, Move
from portal.privacy import marks


class ReleaseState(models.TextChoices):
    PROPOSED = "proposed", _("voorgesteld")
    APPROVED = "approved", _("goedgekeurd")
    WITHDRAWN = "withdrawn", _("ingetrokken")


class ReleaseQuerySet(models.QuerySet["Release"]):
    def in_force(self, *, at: datetime) -> "ReleaseQuerySet":
        """Approved by two and due: what they release may be seen."""
        return self.filter(state=ReleaseState.APPROVED, visible_from__lte=at)


class Release(models.Model):
    """Publication is this instant in the data, not a job: nothing has to run for it to come true."""

    id = models.CharField(primary_key=True, max_length=12, default=public_id, editable=False)
    edition = models.ForeignKey(
        "portal.Edition", models.PROTECT, related_name="releases", verbose_name=_("editie")
    )
    state = models.CharField(
        _("toestand"), max_length=12, choices=ReleaseState.choices, default=ReleaseState.PROPOSED
    )
    visible_from = models.DateTimeField(_("zichtbaar vanaf"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("voorgesteld door")
    )
    proposed_at = models.DateTimeField(_("voorgesteld op"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("goedgekeurd door"),
    )
    approved_at = models.DateTimeField(_("goedgekeurd op"), null=True)

    objects = ReleaseQuerySet.as_manager()

    machine: ClassVar[Machine] = Machine(
        ReleaseState,
        start=ReleaseState.PROPOSED,
        moves=[
            Move(ReleaseState.PROPOSED, ReleaseState.APPROVED, "approve", "een tweede persoon keurt goed"),
            Move(ReleaseState.PROPOSED, ReleaseState.WITHDRAWN, "withdraw", "het voorstel wordt ingetrokken"),
            Move(
                ReleaseState.APPROVED,
                ReleaseState.WITHDRAWN,
                "withdraw",
                "ingetrokken voor het zichtbaar werd",
            ),
        ],
    )

    privacy = marks(
        none="id edition state visible_from", link="proposed_by approved_by", audit="proposed_at approved_at"
    )

    class Meta:
        verbose_name = _("vrijgave")
        verbose_name_plural = _("vrijgaven")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ReleaseState.APPROVED)
                | (
                    Q(approved_by__isnull=False, approved_at__isnull=False) & ~Q(approved_by=F("proposed_by"))
                ),
                name="release_needs_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.get_state_display()}"
