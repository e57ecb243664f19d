"""Two ideas about the same problem that become one."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ideas.models.idea import Idea
from ideas.states import MERGER, MergerState
from portal.ids import public_id
from portal.lifecycle import Machine
from portal.privacy import marks


class Merger(models.Model):
    """Staff propose that one idea (`gone`) goes on in another (`kept`). It happens once the main owners of both agree;
    until then neither reads the other's text."""

    id = models.CharField(primary_key=True, max_length=12, default=public_id, editable=False)
    kept = models.ForeignKey(Idea, models.CASCADE, related_name="mergers_into", verbose_name=_("blijft"))
    gone = models.ForeignKey(Idea, models.CASCADE, related_name="mergers_away", verbose_name=_("gaat op in"))
    why = models.TextField(_("waarom"), max_length=1000)
    state = models.CharField(
        _("toestand"), max_length=12, choices=MergerState.choices, default=MergerState.OPEN
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("door"))
    at = models.DateTimeField(_("op"))
    kept_agreed_at = models.DateTimeField(_("akkoord van wie blijft"), null=True, blank=True)
    gone_agreed_at = models.DateTimeField(_("akkoord van wie opgaat"), null=True, blank=True)

    machine: ClassVar[Machine] = MERGER

    privacy = marks(
        none="id kept gone state", content="why", link="by", audit="at kept_agreed_at gone_agreed_at"
    )

    class Meta:
        verbose_name = _("voorstel om samen te voegen")
        verbose_name_plural = _("voorstellen om samen te voegen")
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["gone"], condition=Q(state=MergerState.OPEN), name="merger_one_open_away"
            ),
            models.UniqueConstraint(
                fields=["kept"], condition=Q(state=MergerState.OPEN), name="merger_one_open_into"
            ),
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merger_of_two_ideas"),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} · {self.kept_id}"
