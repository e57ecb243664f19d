"""What two people released, kept as it was."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from jury.models.rounds import Round
from portal.models import Release
from portal.privacy import marks


class Result(models.Model):
    """The result behind a release, written when it was approved and never changed: anybody can recompute it later.

    `figures`: one row per entry, `{"entry", "place", "score", "sheets", "advice", "kind"}`, the score as an exact
    fraction in words ("253/3"), place and score null when there is none. `inputs_hash`: SHA-256 of all it is made of.
    """

    release = models.OneToOneField(
        Release, models.PROTECT, primary_key=True, related_name="result", verbose_name=_("vrijgave")
    )
    round = models.ForeignKey(Round, models.PROTECT, related_name="results", verbose_name=_("ronde"))
    inputs_hash = models.CharField(_("controlegetal"), max_length=64)
    figures = models.JSONField(_("cijfers"))

    privacy = marks(none="release round inputs_hash", judgement="figures")

    class Meta:
        verbose_name = _("resultaat")
        verbose_name_plural = _("resultaten")

    def __str__(self) -> str:
        return f"{self.round} {self.inputs_hash[:12]}"
