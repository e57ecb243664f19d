"""Edition and its timeline: windows in time, half-open, stored in UTC."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.language import localised
from portal.privacy import marks


class Edition(models.Model):
    """One round of the programme, such as 2021-2022. The key stands in every URL."""

    key = models.SlugField(_("sleutel"), primary_key=True, max_length=20)
    name_nl = models.CharField(_("naam"), max_length=200)
    name_en = models.CharField(_("naam (Engels)"), max_length=200, blank=True)
    organiser = models.CharField(_("organisator"), max_length=200)
    contact = models.EmailField(_("contact"))
    timezone = models.CharField(_("tijdzone"), max_length=40, default="Europe/Brussels")
    place = models.CharField(_("plaats"), max_length=200, blank=True)
    grace_seconds = models.PositiveSmallIntegerField(
        _("speling na een deadline, in seconden"),
        default=60,
        help_text=_("Staat op de site; maximaal 60."),
    )
    is_current = models.BooleanField(_("huidige editie"), default=False)
    poc_cap_cents = models.PositiveIntegerField(_("plafond per PoC, in cent"), default=1_500_000)
    poc_cap_includes_vat = models.BooleanField(_("plafond inclusief btw"), default=True)
    team_min = models.PositiveSmallIntegerField(_("kleinste team"), default=3)
    team_max = models.PositiveSmallIntegerField(_("grootste team"), default=6)
    source_hash = models.CharField(max_length=64, blank=True, editable=False)

    privacy = marks(
        none="key name_nl name_en organiser contact timezone place grace_seconds is_current poc_cap_cents"
        " poc_cap_includes_vat team_min team_max source_hash"
    )

    class Meta:
        verbose_name = _("editie")
        verbose_name_plural = _("edities")
        ordering = ["-key"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=Q(is_current=True), name="edition_one_current"
            ),
            models.CheckConstraint(condition=Q(grace_seconds__lte=60), name="edition_grace_at_most_a_minute"),
            models.CheckConstraint(
                condition=Q(team_min__gte=1, team_min__lte=F("team_max")), name="edition_team_sizes_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def name(self) -> str:
        return localised(self, "name")


class PhaseKey(models.TextChoices):
    """The stations of the programme, in their order."""

    WEBINAR = "webinar", _("Webinar")
    SUBMISSION = "submission", _("Idee indienen")
    PRESELECTION = "preselection", _("Preselectie")
    ANNOUNCEMENT = "announcement", _("Bekendmaking")
    TEAMS = "teams", _("Teams")
    BOOTCAMPS = "bootcamps", _("Bootcamps")
    PITCH = "pitch", _("Pitch")
    POC = "poc", _("PoC")
    SHOWCASE = "showcase", _("Showcase")


class Phase(models.Model):
    """A window of the edition: open when opens_at <= at < closes_at. Without dates it is not open."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="phases", verbose_name=_("editie"))
    key = models.CharField(_("fase"), max_length=20, choices=PhaseKey.choices)
    order = models.PositiveSmallIntegerField(_("volgorde"))
    label_nl = models.CharField(_("label"), max_length=60)
    label_en = models.CharField(_("label (Engels)"), max_length=60, blank=True)
    page_title = models.CharField(_("titel op de pagina"), max_length=200, blank=True)
    opens_at = models.DateTimeField(_("opent"), null=True, blank=True)
    closes_at = models.DateTimeField(
        _("sluit"), null=True, blank=True, help_text=_("Eerste moment dat niet meer telt.")
    )
    display_nl = models.CharField(_("tekst in plaats van datums"), max_length=60, blank=True)
    display_en = models.CharField(_("tekst in plaats van datums (Engels)"), max_length=60, blank=True)

    privacy = marks(
        none="id edition key order label_nl label_en page_title opens_at closes_at display_nl display_en"
    )

    class Meta:
        verbose_name = _("fase")
        verbose_name_plural = _("fasen")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="phase_once_per_edition"),
            models.CheckConstraint(
                condition=Q(opens_at=None, closes_at=None)
                | Q(opens_at__isnull=False, closes_at__isnull=False, opens_at__lt=F("closes_at")),
                name="phase_ends_after_start",
                violation_error_message=_(
                    "Vul begin en einde in, het einde na het begin, of laat beide leeg."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label_nl} {self.edition_id}"

    @property
    def label(self) -> str:
        return localised(self, "label")

    @property
    def display(self) -> str:
        return localised(self, "display")


class Extension(models.Model):
    """Staff give one person more time in a phase, with the reason. Ended early by a date, never deleted."""

    phase = models.ForeignKey(Phase, models.CASCADE, related_name="extensions", verbose_name=_("fase"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="extensions", verbose_name=_("voor wie")
    )
    until = models.DateTimeField(_("tot"), help_text=_("Eerste moment dat niet meer telt."))
    reason = models.TextField(_("reden"), max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("door"))
    at = models.DateTimeField(_("op"))
    ended_at = models.DateTimeField(_("ingetrokken op"), null=True, blank=True)

    privacy = marks(none="id phase", link="person by", content="reason", audit="until at ended_at")

    class Meta:
        verbose_name = _("uitstel")
        verbose_name_plural = _("uitstel")
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["phase", "person"], condition=Q(ended_at=None), name="extension_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.phase} · {self.person}"


class Theme(models.Model):
    """A theme that ideas can carry, per edition."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="themes", verbose_name=_("editie"))
    key = models.SlugField(_("sleutel"), max_length=40)
    order = models.PositiveSmallIntegerField(_("volgorde"))
    name_nl = models.CharField(_("naam"), max_length=80)
    name_en = models.CharField(_("naam (Engels)"), max_length=80, blank=True)

    privacy = marks(none="id edition key order name_nl name_en")

    class Meta:
        verbose_name = _("thema")
        verbose_name_plural = _("thema’s")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="theme_once_per_edition")]

    def __str__(self) -> str:
        return self.name_nl

    @property
    def name(self) -> str:
        return localised(self, "name")
