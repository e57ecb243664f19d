"""A round of judging: its deciders and its criteria, version by version."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from jury.states import TieRule
from portal import roles
from portal.ids import public_id
from portal.language import localised
from portal.models import Edition, Person, Release, RoleKind
from portal.privacy import marks


class RoundKind(models.TextChoices):
    PRESELECTION = "preselection", _("Preselectie")
    PITCH = "pitch", _("Pitch")


class Division(models.TextChoices):
    ALL = "all", _("iedereen beoordeelt alles")
    BALANCED = "balanced", _("verdeeld over de beoordelaars")


class Sees(models.TextChoices):
    """When judges read what the others gave."""

    NEVER = "never", _("nooit")
    AFTER_OWN = "after_own", _("na het indienen van hun eigen beoordeling")
    DELIBERATION = "deliberation", _("vanaf het beraad")


class Round(models.Model):
    """One judging in an edition. `deciders` and the chair alone may see drafts of its decisions.

    `rubric` is the version in use; `release` the proposal or approval in force, if any. `division` says who judges
    what, `per_entry` by how many judges each is judged when they share the work, `sees` when judges read each other.
    `minutes` is the length of a turn on the pitch day, the first of which begins at `day_starts_at`; `on_stage` pitches
    now; from `deliberating_since` on who takes a sheet back says why.
    """

    id = models.CharField(primary_key=True, max_length=12, default=public_id, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="rounds", verbose_name=_("editie"))
    kind = models.CharField(_("soort"), max_length=20, choices=RoundKind.choices)
    rubric = models.ForeignKey(
        "Rubric",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("criteria in gebruik"),
    )
    deciders = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="decides", verbose_name=_("beslissers")
    )
    release = models.OneToOneField(
        Release, models.PROTECT, null=True, blank=True, related_name="round", verbose_name=_("vrijgave")
    )
    division = models.CharField(_("verdeling"), max_length=10, choices=Division.choices, default=Division.ALL)
    per_entry = models.PositiveSmallIntegerField(_("beoordelingen per inzending"), default=3)
    sees = models.CharField(
        _("andere beoordelingen lezen"), max_length=12, choices=Sees.choices, default=Sees.NEVER
    )
    day_starts_at = models.DateTimeField(_("begin van de pitches"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minuten per pitch"), default=10)
    on_stage = models.ForeignKey(
        "Entry", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("nu op het podium")
    )
    on_stage_since = models.DateTimeField(_("op het podium sinds"), null=True, blank=True)
    deliberating_since = models.DateTimeField(_("in beraad sinds"), null=True, blank=True)

    privacy = marks(
        none="id edition kind rubric release division per_entry sees day_starts_at minutes on_stage on_stage_since"
        " deliberating_since",
        link="deciders",
    )

    class Meta:
        verbose_name = _("ronde")
        verbose_name_plural = _("rondes")
        constraints = [models.UniqueConstraint(fields=["edition", "kind"], name="round_once_per_edition")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.edition_id}"

    @cached_property
    def decider_keys(self) -> set[str]:
        """The keys of the named deciders, read once per loaded round."""
        return {person.pk for person in self.deciders.all()}


class Rubric(models.Model):
    """A version of the criteria of a round. Frozen at the first score; then its weights must sum to 100.

    `tie_rule` tells equal scores apart; an entry with fewer than `minimum_sheets` has no place. Both are part of what
    is frozen.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="rubrics", verbose_name=_("ronde"))
    version = models.PositiveSmallIntegerField(_("nummer"), default=1)
    weight_total = models.PositiveSmallIntegerField(_("som van de gewichten"), default=0)
    tie_rule = models.CharField(
        _("bij gelijke scores"), max_length=10, choices=TieRule.choices, default=TieRule.SHARED
    )
    minimum_sheets = models.PositiveSmallIntegerField(_("minstens zoveel beoordelingen"), default=1)
    frozen_at = models.DateTimeField(_("vastgelegd"), null=True, blank=True)

    privacy = marks(none="id round version weight_total tie_rule minimum_sheets frozen_at")

    class Meta:
        verbose_name = _("criteria")
        verbose_name_plural = _("criteria")
        constraints = [
            models.UniqueConstraint(fields=["round", "version"], name="rubric_version_once"),
            models.CheckConstraint(
                condition=Q(frozen_at=None) | Q(weight_total=100), name="rubric_frozen_weights_sum_to_100"
            ),
            models.CheckConstraint(condition=Q(minimum_sheets__gte=1), name="rubric_asks_a_sheet_at_least"),
        ]

    def __str__(self) -> str:
        return f"{self.round} v{self.version}"


class CriterionKind(models.TextChoices):
    MUST = "must", _("voorwaarde")
    GRADED = "graded", _("gewogen")
    PLUS = "plus", _("pluspunt")


class Criterion(models.Model):
    """One criterion, word for word. A must is a gate (yes, doubt, no) without weight; the others are graded from 0
    to `scale`. `anchors` says in words what each grade means: {"nl": [...], "en": [...]}, lowest first."""

    rubric = models.ForeignKey(Rubric, models.CASCADE, related_name="criteria", verbose_name=_("criteria"))
    key = models.SlugField(_("sleutel"), max_length=40)
    order = models.PositiveSmallIntegerField(_("volgorde"))
    kind = models.CharField(_("soort"), max_length=10, choices=CriterionKind.choices)
    weight = models.PositiveSmallIntegerField(_("gewicht"), default=0)
    scale = models.PositiveSmallIntegerField(_("hoogste score"), default=5)
    text_nl = models.TextField(_("criterium"))
    text_en = models.TextField(_("criterium (Engels)"), blank=True)
    anchors = models.JSONField(_("betekenis van de scores"), default=dict, blank=True)

    privacy = marks(none="id rubric key order kind weight scale text_nl text_en anchors")

    class Meta:
        verbose_name = _("criterium")
        verbose_name_plural = _("criteria")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["rubric", "key"], name="criterion_once_per_rubric"),
            models.CheckConstraint(
                condition=Q(kind=CriterionKind.MUST, weight=0) | ~Q(kind=CriterionKind.MUST),
                name="criterion_must_has_no_weight",
            ),
        ]

    def __str__(self) -> str:
        return self.text_nl

    @property
    def text(self) -> str:
        return localised(self, "text")

    @property
    def is_gate(self) -> bool:
        return self.kind == CriterionKind.MUST


def deciders_of(person: Person, *, at: datetime) -> Q:
    """Rounds whose drafts the person may see: named decider, or chair of the edition."""
    return Q(
        pk__in=Round.deciders.through.objects.filter(person=person).values("round")
    ) | roles.edition_filter(person, [RoleKind.CHAIR], at=at)
