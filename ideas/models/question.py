"""What the edition asks of an idea."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.language import localised
from portal.models import Edition
from portal.privacy import marks


class QuestionKind(models.TextChoices):
    LONG_TEXT = "long_text", _("lange tekst")
    MUST_BE_YES = "must_be_yes", _("moet ja zijn")
    SPRINT_WEEKS = "sprint_weeks", _("weken van de Design Sprint")
    CHOICE = "choice", _("keuze uit een lijst")
    NUMBER = "number", _("getal")
    FILE = "file", _("bestand")


class Question(models.Model):
    """A question of the idea form, word for word as the edition asks it. `public`: its answer may go online.

    `options` of a choice: a list of {"key", "nl", "en"}; `least` and `most` bound a number.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="questions", verbose_name=_("editie"))
    key = models.SlugField(_("sleutel"), max_length=40)
    order = models.PositiveSmallIntegerField(_("volgorde"))
    kind = models.CharField(
        _("soort"), max_length=20, choices=QuestionKind.choices, default=QuestionKind.LONG_TEXT
    )
    text_nl = models.TextField(_("vraag"))
    text_en = models.TextField(_("vraag (Engels)"), blank=True)
    hint_nl = models.TextField(_("hulptekst"), blank=True)
    hint_en = models.TextField(_("hulptekst (Engels)"), blank=True)
    example_nl = models.TextField(_("voorbeeld"), blank=True)
    example_en = models.TextField(_("voorbeeld (Engels)"), blank=True)
    options = models.JSONField(_("keuzes"), default=list, blank=True)
    least = models.IntegerField(_("kleinste getal"), null=True, blank=True)
    most = models.IntegerField(_("grootste getal"), null=True, blank=True)
    required = models.BooleanField(_("moet beantwoord zijn"), default=True)
    public = models.BooleanField(_("antwoord mag online"), default=False)
    max_length = models.PositiveIntegerField(_("hoogste aantal tekens"), default=4000)

    privacy = marks(
        none="id edition key order kind text_nl text_en hint_nl hint_en example_nl example_en options least most"
        " required public max_length"
    )

    class Meta:
        verbose_name = _("vraag")
        verbose_name_plural = _("vragen")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="question_once_per_edition")]

    def __str__(self) -> str:
        return self.text_nl

    @property
    def text(self) -> str:
        return localised(self, "text")

    @property
    def hint(self) -> str:
        return localised(self, "hint")

    @property
    def example(self) -> str:
        return localised(self, "example")

    def choices(self) -> list[tuple[str, str]]:
        """The options of a choice as (key, label) in the visitor's language; Dutch where there is no other."""
        return [(one["key"], one.get(get_language() or "nl") or one["nl"]) for one in self.options]
