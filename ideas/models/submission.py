"""What counts: what was handed in, and what the preselection decided about it."""

from django.conf import settings
from django.db import models
from django.db.models.fields.json import KT
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from portal.ids import public_id, receipt_number
from portal.models import Release
from portal.privacy import ME, marks


class Submission(models.Model):
    """What was handed in, frozen: the whole content, the text that may go online as the owner approved it, the
    moment the server received it and a hash of the content. Also the receipt. `version`: of the idea, as handed in."""

    id = models.CharField(primary_key=True, max_length=12, default=public_id, editable=False)
    idea = models.ForeignKey("Idea", models.CASCADE, related_name="submissions", verbose_name=_("idee"))
    number = models.CharField(_("ontvangstnummer"), max_length=14, unique=True, default=receipt_number)
    content = models.JSONField(_("inhoud"))
    public_text = models.JSONField(_("goedgekeurde publieke tekst"))
    version = models.PositiveIntegerField(_("versie"), default=0)
    content_hash = models.CharField(_("controlegetal"), max_length=64)
    at = models.DateTimeField(_("ontvangen"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("door"))
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("namens"),
    )
    words = models.TextField(_("publieke tekst om in te zoeken"), blank=True, editable=False)
    public_title = models.GeneratedField(
        expression=Lower(KT("public_text__title")),
        output_field=models.TextField(_("publieke titel om op te ordenen")),
        db_persist=True,
    )

    privacy = marks(
        none="id idea number version content_hash",
        content="content public_text words public_title",
        link="by on_behalf_of",
        audit="at",
    )
    about_people = ({"idea__ownerships__person": ME, "idea__ownerships__until": None},)

    class Meta:
        verbose_name = _("indiening")
        verbose_name_plural = _("indieningen")
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["idea", "content_hash", "at"], name="submission_once")]

    def __str__(self) -> str:
        return self.number


class FacetKind(models.TextChoices):
    THEME = "theme", _("thema")
    ENTITY = "entity", _("entiteit")
    PROFILE = "profile", _("gezocht profiel")


class Facet(models.Model):
    """One thing to filter public ideas by, as the submission says it: what the owners write later changes no list."""

    submission = models.ForeignKey(
        Submission, models.CASCADE, related_name="facets", verbose_name=_("indiening")
    )
    kind = models.CharField(_("soort"), max_length=10, choices=FacetKind.choices)
    key = models.CharField(_("sleutel"), max_length=80)
    label = models.CharField(_("naam"), max_length=200)

    privacy = marks(none="id submission kind key label")

    class Meta:
        verbose_name = _("kenmerk")
        verbose_name_plural = _("kenmerken")
        constraints = [
            models.UniqueConstraint(fields=["submission", "kind", "key"], name="facet_once_per_submission")
        ]
        indexes = [models.Index(fields=["kind", "key"])]

    def __str__(self) -> str:
        return self.label


class OutcomeKind(models.TextChoices):
    SHORTLISTED = "shortlisted", _("weerhouden")
    NOT_SHORTLISTED = "not_shortlisted", _("niet weerhouden")


class Outcome(models.Model):
    """What the preselection decided about an idea, with the feedback for its owners. True from the instant of its
    release; recording it never touches the row of the idea."""

    idea = models.OneToOneField(
        "Idea", models.PROTECT, primary_key=True, related_name="outcome", verbose_name=_("idee")
    )
    kind = models.CharField(_("uitkomst"), max_length=20, choices=OutcomeKind.choices)
    feedback = models.TextField(_("feedback"))
    release = models.ForeignKey(
        Release, models.PROTECT, related_name="idea_outcomes", verbose_name=_("vrijgave")
    )

    privacy = marks(none="idea release", judgement="kind feedback")
    about_people = ({"idea__ownerships__person": ME, "idea__ownerships__until": None},)

    class Meta:
        verbose_name = _("uitkomst")
        verbose_name_plural = _("uitkomsten")
        indexes = [models.Index(fields=["release", "kind"])]

    def __str__(self) -> str:
        return self.get_kind_display()
