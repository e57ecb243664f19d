"""The draft of what will be decided; a release makes it true."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ideas.models import OutcomeKind
from jury.models.sheets import Entry
from portal.privacy import marks
from teams.models import SelectionKind

OUTCOMES = [*OutcomeKind.choices, *SelectionKind.choices]


PARTS = ("feedback", "good", "lacking", "coaching", "resubmit")  # what the owners read
WORDS = (*PARTS, "reason")


class Decision(models.Model):
    """The draft of what will be decided about an entry. Only deciders and the chair see it; a release makes it true.

    From then on the owners read all of it but `reason`: why people decided so, above all where the ranking says
    otherwise or leaves the choice to them. That stays with the deciders and stands in the minutes.
    """

    entry = models.OneToOneField(
        Entry, models.CASCADE, primary_key=True, related_name="decision", verbose_name=_("inzending")
    )
    kind = models.CharField(_("uitkomst"), max_length=20, choices=OUTCOMES)
    feedback = models.TextField(_("feedback"), blank=True, max_length=4000)
    good = models.TextField(_("wat goed was"), blank=True, max_length=2000)
    lacking = models.TextField(_("wat nog ontbrak"), blank=True, max_length=2000)
    coaching = models.TextField(_("wat Sandbox aanbiedt"), blank=True, max_length=1000)
    resubmit = models.BooleanField(_("uitgenodigd om opnieuw in te dienen"), default=False)
    reason = models.TextField(_("reden"), blank=True, max_length=2000)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("door"))
    at = models.DateTimeField(_("op"))

    privacy = marks(
        none="entry version",
        judgement="kind feedback good lacking coaching resubmit reason",
        link="by",
        audit="at",
    )

    class Meta:
        verbose_name = _("ontwerpbesluit")
        verbose_name_plural = _("ontwerpbesluiten")

    def __str__(self) -> str:
        return self.get_kind_display()
