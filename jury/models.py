"""Rounds of judging: rubric, people, entries, sheets with scores, and the draft of the decision."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ideas.models import Idea, OutcomeKind
from jury.states import SHEET, SheetState
from portal import roles
from portal.ids import public_id
from portal.language import localised
from portal.lifecycle import Machine
from portal.models import Edition, Person, Release, RoleKind
from portal.privacy import marks
from teams.models import SelectionKind, Team


class RoundKind(models.TextChoices):
    PRESELECTION = "preselection", _("Preselectie")
    PITCH = "pitch", _("Pitch")


class Round(models.Model):
    """One judging in an edition. `deciders` and the chair alone may see drafts of its decisions.

    `rubric` is the version in use; `release` the proposal or approval in force, if any.
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

    privacy = marks(none="id edition kind rubric release", link="deciders")

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
    """A version of the criteria of a round. Frozen at the first score; then its weights must sum to 100."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="rubrics", verbose_name=_("ronde"))
    version = models.PositiveSmallIntegerField(_("nummer"), default=1)
    weight_total = models.PositiveSmallIntegerField(_("som van de gewichten"), default=0)
    frozen_at = models.DateTimeField(_("vastgelegd"), null=True, blank=True)

    privacy = marks(none="id round version weight_total frozen_at")

    class Meta:
        verbose_name = _("criteria")
        verbose_name_plural = _("criteria")
        constraints = [
            models.UniqueConstraint(fields=["round", "version"], name="rubric_version_once"),
            models.CheckConstraint(
                condition=Q(frozen_at=None) | Q(weight_total=100), name="rubric_frozen_weights_sum_to_100"
            ),
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


class Entry(models.Model):
    """What is judged in a round: an idea as it was handed in, or a team with its pitch file. Exactly one of them."""

    id = models.CharField(primary_key=True, max_length=12, default=public_id, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="entries", verbose_name=_("ronde"))
    idea = models.ForeignKey(
        Idea, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("idee")
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("team")
    )

    privacy = marks(none="id round idea team")

    class Meta:
        verbose_name = _("inzending")
        verbose_name_plural = _("inzendingen")
        constraints = [
            models.UniqueConstraint(fields=["round", "idea"], name="entry_once_per_round"),
            models.UniqueConstraint(fields=["round", "team"], name="entry_team_once_per_round"),
            models.CheckConstraint(
                condition=Q(idea__isnull=False, team=None) | Q(idea=None, team__isnull=False),
                name="entry_idea_or_team",
            ),
        ]

    def __str__(self) -> str:
        return str(self.subject)

    @property
    def subject(self) -> Idea | Team:
        return self.team or self.idea  # type: ignore[return-value]  # the CHECK: one of both


class SheetQuerySet(models.QuerySet["Sheet"]):
    def visible_to(self, person: Person, *, at: datetime) -> "SheetQuerySet":
        """Blind: a judge sees their own sheets, nobody else's; deciders and the chair see all of their round."""
        return self.filter(
            Q(judge=person) | Q(entry__round__in=Round.objects.filter(deciders_of(person, at=at)))
        )

    def counting(self) -> "SheetQuerySet":
        """Sheets that make the result: handed in; a recused one is as if it never was."""
        return self.filter(state=SheetState.HANDED_IN)


def deciders_of(person: Person, *, at: datetime) -> Q:
    """Rounds whose drafts the person may see: named decider, or chair of the edition."""
    return Q(
        pk__in=Round.deciders.through.objects.filter(person=person).values("round")
    ) | roles.edition_filter(person, [RoleKind.CHAIR], at=at)


class Sheet(models.Model):
    """One judge's work on one entry."""

    id = models.CharField(primary_key=True, max_length=12, default=public_id, editable=False)
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="sheets", verbose_name=_("inzending"))
    judge = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="sheets", verbose_name=_("beoordelaar")
    )
    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="sheets", verbose_name=_("criteria"))
    state = models.CharField(
        _("toestand"), max_length=12, choices=SheetState.choices, default=SheetState.OPEN
    )
    no_conflict_at = models.DateTimeField(_("verklaarde geen conflict te hebben"), null=True, blank=True)
    comment = models.TextField(_("toelichting"), blank=True, max_length=4000)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(_("bewaard"), null=True, blank=True)

    objects: ClassVar[Any] = SheetQuerySet.as_manager()
    machine: ClassVar[Machine] = SHEET

    privacy = marks(
        none="id entry rubric version",
        link="judge",
        judgement="state comment",
        audit="no_conflict_at saved_at",
    )

    class Meta:
        verbose_name = _("beoordeling")
        verbose_name_plural = _("beoordelingen")
        constraints = [
            models.UniqueConstraint(fields=["entry", "judge"], name="sheet_once_per_judge"),
            models.CheckConstraint(
                condition=~Q(state=SheetState.HANDED_IN) | Q(no_conflict_at__isnull=False),
                name="sheet_conflict_question_first",
            ),
        ]
        indexes = [models.Index(fields=["judge", "state"])]

    def __str__(self) -> str:
        return f"{self.entry} · {self.judge}"


class Gate(models.TextChoices):
    YES = "yes", _("ja")
    DOUBT = "doubt", _("twijfel")
    NO = "no", _("nee")


class Score(models.Model):
    """One judgement on one criterion: a gate for a must, a grade for the rest. No row means: not scored yet."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="scores", verbose_name=_("beoordeling"))
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="scores", verbose_name=_("criterium")
    )
    gate = models.CharField(_("oordeel"), max_length=5, choices=Gate.choices, blank=True)
    grade = models.PositiveSmallIntegerField(_("score"), null=True, blank=True)

    privacy = marks(none="id sheet criterion", judgement="gate grade")

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="score_once_per_criterion"),
            models.CheckConstraint(
                condition=Q(gate="", grade__isnull=False) | (~Q(gate="") & Q(grade=None)),
                name="score_gate_or_grade",
            ),
        ]

    def __str__(self) -> str:
        return self.gate or str(self.grade)


OUTCOMES = [*OutcomeKind.choices, *SelectionKind.choices]


class Decision(models.Model):
    """The draft of what will be decided about an entry. Only deciders and the chair see it; a release makes it true."""

    entry = models.OneToOneField(
        Entry, models.CASCADE, primary_key=True, related_name="decision", verbose_name=_("inzending")
    )
    kind = models.CharField(_("uitkomst"), max_length=20, choices=OUTCOMES)
    feedback = models.TextField(_("feedback"), blank=True, max_length=4000)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("door"))
    at = models.DateTimeField(_("op"))

    privacy = marks(none="entry version", judgement="kind feedback", link="by", audit="at")

    class Meta:
        verbose_name = _("ontwerpbesluit")
        verbose_name_plural = _("ontwerpbesluiten")

    def __str__(self) -> str:
        return self.get_kind_display()
