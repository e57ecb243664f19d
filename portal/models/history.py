"""The append-only story of every subject. Only portal.history writes here."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.privacy import ME, marks


class Anchor(models.Model):
    """A tick that ties all events since the last one into a single global chain, so that no tail can vanish."""

    at = models.DateTimeField(_("wanneer"))
    count = models.PositiveIntegerField(_("aantal gebeurtenissen"))
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    privacy = marks(none="id at count previous hash")

    class Meta:
        verbose_name = _("anker")
        verbose_name_plural = _("ankers")

    def __str__(self) -> str:
        return f"anchor {self.pk}"


class ActorKind(models.TextChoices):
    PERSON = "person", _("persoon")
    SYSTEM = "system", _("systeem")
    LINK = "link", _("houder van een link")


class Event(models.Model):
    """One thing that happened to one subject. Holds ids, codes and salted hashes, never a name or a text."""

    subject = models.CharField(_("onderwerp"), max_length=60, help_text="model:key")
    sequence = models.PositiveIntegerField(_("nummer"))
    kind = models.CharField(_("wat"), max_length=40)
    at = models.DateTimeField(_("wanneer"))
    actor_kind = models.CharField(_("wie"), max_length=10, choices=ActorKind.choices)
    actor = models.CharField(_("sleutel van wie"), max_length=60, blank=True)
    data = models.JSONField(_("gegevens"), default=dict, blank=True)
    text_hash = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    anchor = models.ForeignKey(Anchor, models.PROTECT, null=True, blank=True, related_name="events")

    privacy = marks(
        none="id text_hash previous hash anchor",
        link="actor",
        audit="subject sequence kind at actor_kind data",
    )

    class Meta:
        verbose_name = _("gebeurtenis")
        verbose_name_plural = _("geschiedenis")
        ordering = ["subject", "sequence"]
        constraints = [models.UniqueConstraint(fields=["subject", "sequence"], name="event_sequence_unique")]
        indexes = [
            models.Index(fields=["anchor"]),
            models.Index(fields=["at"]),
            models.Index(fields=["actor"]),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.sequence} {self.kind}"


class EventText(models.Model):
    """The words that belong to an event (a reason, say), erasable: erased is legal, changed is not."""

    event = models.OneToOneField(Event, models.CASCADE, primary_key=True, related_name="words")
    salt = models.CharField(max_length=32)
    text = models.TextField(_("tekst"))

    privacy = marks(none="event salt", content="text")
    about_people = ({"event__actor": ME},)

    class Meta:
        verbose_name = _("reden in de geschiedenis")
        verbose_name_plural = _("redenen in de geschiedenis")

    def __str__(self) -> str:
        return f"words of event {self.pk}"
