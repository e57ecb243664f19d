"""Asking somebody to own an idea together."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from ideas.models.idea import Idea
from ideas.states import INVITATION, InvitationState
from portal.ids import public_id
from portal.lifecycle import Machine
from portal.privacy import marks


class Invitation(models.Model):
    """An owner asks a colleague, by e-mail address, to own the idea together. It lapses by itself at `expires_at`."""

    id = models.CharField(primary_key=True, max_length=12, default=public_id, editable=False)
    idea = models.ForeignKey(Idea, models.CASCADE, related_name="invitations", verbose_name=_("idee"))
    email = models.EmailField(_("e-mailadres"))
    message = models.TextField(_("boodschap"), max_length=1000, blank=True)
    state = models.CharField(
        _("toestand"), max_length=12, choices=InvitationState.choices, default=InvitationState.OPEN
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("door"))
    at = models.DateTimeField(_("op"))
    expires_at = models.DateTimeField(_("geldig tot"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("aangenomen door"),
    )

    machine: ClassVar[Machine] = INVITATION

    privacy = marks(
        none="id idea state", identity="email", content="message", link="by person", audit="at expires_at"
    )

    class Meta:
        verbose_name = _("uitnodiging")
        verbose_name_plural = _("uitnodigingen")
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                "idea",
                Lower("email"),
                condition=Q(state=InvitationState.OPEN),
                name="invitation_one_open_per_address",
            ),
        ]

    def __str__(self) -> str:
        return self.email
