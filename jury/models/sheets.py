"""What is judged in a round, and each judge's work on it: a sheet with scores."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from ideas.models import Idea, Submission
from jury.models.rounds import Criterion, Round, Rubric, deciders_of
from jury.states import SHEET, SheetState
from portal.ids import public_id
from portal.lifecycle import Machine
from portal.models import Person
from portal.privacy import ME, marks
from teams.models import Team


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
        """Blind: a judge sees their own sheets, nobody else's; deciders and the chair see all of their round, but for
        what they stepped aside from."""
        aside = Sheet.objects.filter(entry=OuterRef("entry"), judge=person, state=SheetState.RECUSED)
        decides = Q(entry__round__in=Round.objects.filter(deciders_of(person, at=at))) & ~Exists(aside)
        return self.filter(Q(judge=person) | decides)

    def counting(self) -> "SheetQuerySet":
        """Sheets that make the result: handed in, by the criteria in use; a recused one is as if it never was."""
        return self.filter(state=SheetState.HANDED_IN, rubric=F("entry__round__rubric"))

    def behind(self) -> "SheetQuerySet":
        """Scored on a text that was corrected since."""
        scored = self.exclude(state=SheetState.RECUSED).exclude(judged_text=None)
        return scored.exclude(judged_text=F("entry__idea__submission"))


class ConflictKind(models.TextChoices):
    ENTITY = "entity", _("het komt uit mijn entiteit")
    FAMILY = "family", _("ik ben familie of bevriend met iemand die meedoet")
    OWN = "own", _("het is (ook) mijn idee")
    WORKS_WITH = "works_with", _("ik werk met het team")
    OTHER = "other", _("iets anders")


class Sheet(models.Model):
    """One judge's work on one entry. `remarks` holds the words beside a score, by the key of its criterion; the
    `private_note` is for the judge alone. `writer` names the open page that saved last and `turn` counts what it sent.
    `judged_text` is the idea's text when it was first scored, or when the judge said to have read a better one.
    """

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
    conflict_kind = models.CharField(
        _("soort belangenconflict"), max_length=10, choices=ConflictKind.choices, blank=True
    )
    comment = models.TextField(_("toelichting"), blank=True, max_length=4000)
    remarks = models.JSONField(_("toelichting per criterium"), default=dict, blank=True)
    private_note = models.TextField(_("notitie voor jezelf"), blank=True, max_length=4000)
    version = models.PositiveIntegerField(default=1)
    writer = models.CharField(max_length=12, blank=True)
    turn = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(_("bewaard"), null=True, blank=True)
    judged_text = models.ForeignKey(
        Submission,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("beoordeelde tekst"),
    )

    objects: ClassVar[Any] = SheetQuerySet.as_manager()
    machine: ClassVar[Machine] = SHEET

    privacy = marks(
        none="id entry rubric version writer turn judged_text",
        link="judge",
        judgement="state comment remarks private_note conflict_kind",
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

    @property
    def is_behind(self) -> bool:
        """Whether it was scored on a text that was corrected since (see `SheetQuerySet.behind`)."""
        idea = self.entry.idea
        is_scored = self.state != SheetState.RECUSED and self.judged_text_id is not None
        return is_scored and idea is not None and self.judged_text_id != idea.submission_id


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
    about_people = ({"sheet__judge": ME},)

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


class SheetCopy(models.Model):
    """What a judge handed in, word for word, and never changed afterwards: number 1 stays beside each revision.

    `content` says scores by the key of their criterion, remarks and comment; `digest` is the hash of it (SHA-256) that
    stands on the receipt. `why`: the reason of a revision after the deliberation.
    """

    id = models.CharField(primary_key=True, max_length=12, default=public_id, editable=False)
    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="copies", verbose_name=_("beoordeling"))
    number = models.PositiveSmallIntegerField(_("nummer"))
    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="+", verbose_name=_("criteria"))
    content = models.JSONField(_("inhoud"))
    digest = models.CharField(_("controlegetal"), max_length=64)
    why = models.TextField(_("waarom herzien"), blank=True, max_length=1000)
    at = models.DateTimeField(_("ingediend op"))

    privacy = marks(none="id sheet number rubric", judgement="content why", audit="digest at")
    about_people = ({"sheet__judge": ME},)

    class Meta:
        verbose_name = _("ingediende beoordeling")
        verbose_name_plural = _("ingediende beoordelingen")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["sheet", "number"], name="sheet_copy_number_once")]

    def __str__(self) -> str:
        return f"{self.sheet} · {self.number}"
