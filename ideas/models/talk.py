"""What others say about an idea: questions from staff, comments, colleagues with the same problem."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ideas.models.idea import Idea
from portal.ids import public_id
from portal.models import Entity
from portal.privacy import marks


class Clarification(models.Model):
    """A question of staff about what was handed in, and the owners' answer. `correct_until`: until then the owners may
    hand in a corrected text, though the deadline has passed."""

    id = models.CharField(primary_key=True, max_length=12, default=public_id, editable=False)
    idea = models.ForeignKey(Idea, models.CASCADE, related_name="clarifications", verbose_name=_("idee"))
    question = models.TextField(_("vraag"), max_length=2000)
    correct_until = models.DateTimeField(_("verbeteren kan tot"), null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("gevraagd door")
    )
    asked_at = models.DateTimeField(_("gevraagd op"))
    answer = models.TextField(_("antwoord"), max_length=4000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("beantwoord door"),
    )
    answered_at = models.DateTimeField(_("beantwoord op"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("ingetrokken op"), null=True, blank=True)

    privacy = marks(
        none="id idea",
        content="question answer",
        link="asked_by answered_by",
        audit="correct_until asked_at answered_at withdrawn_at",
    )

    class Meta:
        verbose_name = _("vraag van Sandbox")
        verbose_name_plural = _("vragen van Sandbox")
        ordering = ["asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="clarification_answered_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.question


class Comment(models.Model):
    """What an employee writes under a public idea. Taken away by a date, with who did it and why."""

    id = models.CharField(primary_key=True, max_length=12, default=public_id, editable=False)
    idea = models.ForeignKey(Idea, models.CASCADE, related_name="comments", verbose_name=_("idee"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="comments", verbose_name=_("van")
    )
    text = models.TextField(_("reactie"), max_length=2000)
    at = models.DateTimeField(_("op"))
    removed_at = models.DateTimeField(_("weggenomen op"), null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("weggenomen door"),
    )
    reason = models.CharField(_("waarom"), max_length=300, blank=True)

    privacy = marks(
        none="id idea", content="text", link="person removed_by", audit="at removed_at", judgement="reason"
    )

    class Meta:
        verbose_name = _("reactie")
        verbose_name_plural = _("reacties")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["idea", "at"])]

    def __str__(self) -> str:
        return self.text


class Backing(models.Model):
    """'Wij hebben dit probleem ook': a colleague recognises the problem, for the entity where they work."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="backings", verbose_name=_("idee"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="backings", verbose_name=_("van")
    )
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="+", verbose_name=_("entiteit"))
    at = models.DateTimeField(_("op"))

    privacy = marks(none="id idea entity", link="person", audit="at")

    class Meta:
        verbose_name = _("zelfde probleem")
        verbose_name_plural = _("zelfde problemen")
        constraints = [models.UniqueConstraint(fields=["idea", "person"], name="backing_once_per_person")]

    def __str__(self) -> str:
        return str(self.entity)
