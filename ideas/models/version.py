"""What an idea was before: the working copies that were saved along the way."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ideas.models.idea import Idea
from portal.privacy import marks


class Version(models.Model):
    """The working copy as somebody left it; what one person saves within ten minutes is one version.

    `number` is the idea's `version` at its last save. `content` holds the fields of the form in plain values.
    """

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="versions", verbose_name=_("idee"))
    number = models.PositiveIntegerField(_("nummer"))
    content = models.JSONField(_("inhoud"))
    since = models.DateTimeField(_("vanaf"))
    at = models.DateTimeField(_("bewaard"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("door"))
    restored_from = models.PositiveIntegerField(_("teruggezet uit"), null=True, blank=True)

    privacy = marks(none="id idea number restored_from", content="content", link="by", audit="since at")

    class Meta:
        verbose_name = _("versie")
        verbose_name_plural = _("versies")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["idea", "number"], name="version_once_per_idea")]

    def __str__(self) -> str:
        return f"{self.idea_id} · {self.number}"
