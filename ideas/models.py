"""Ideas: what owners write, what they handed in, and what became of it."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from ideas.states import IDEA, IdeaState
from portal import roles
from portal.ids import public_id, receipt_number
from portal.language import localised
from portal.lifecycle import Machine
from portal.models import Edition, Entity, Person, Release, RoleKind
from portal.privacy import marks


class QuestionKind(models.TextChoices):
    LONG_TEXT = "long_text", _("lange tekst")
    MUST_BE_YES = "must_be_yes", _("moet ja zijn")
    SPRINT_WEEKS = "sprint_weeks", _("weken van de Design Sprint")


class Question(models.Model):
    """A question of the idea form, word for word as the edition asks it. `public`: its answer may go online."""

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
    public = models.BooleanField(_("antwoord mag online"), default=False)
    max_length = models.PositiveIntegerField(_("hoogste aantal tekens"), default=4000)

    privacy = marks(none="id edition key order kind text_nl text_en hint_nl hint_en public max_length")

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


class IdeaQuerySet(models.QuerySet["Idea"]):
    """The only ways to list ideas."""

    def published(self, *, at: datetime) -> "IdeaQuerySet":
        """Shortlisted, released, and still in the running: what everybody may see, without login."""
        return self.filter(state=IdeaState.SUBMITTED, outcome__kind=OutcomeKind.SHORTLISTED).filter(
            outcome__release__in=Release.objects.in_force(at=at)
        )

    def owned_by(self, person: Person) -> "IdeaQuerySet":
        """Ideas whose owner the person is now, in every state."""
        return self.filter(Exists(Ownership.objects.filter(idea=OuterRef("pk"), person=person, until=None)))

    def visible_to(self, person: Any, *, at: datetime) -> "IdeaQuerySet":
        """The one predicate of who may see an idea: the public its published ones, owners their own, staff and
        assessors of the edition what was handed in. Never anybody else's draft."""
        seen = Q(pk__in=self.model.objects.published(at=at).values("pk"))
        if person.is_authenticated:
            seen |= Q(
                pk__in=self.model.objects.owned_by(person).exclude(state=IdeaState.DISCARDED).values("pk")
            )
            kinds = [RoleKind.STAFF, RoleKind.CHAIR, RoleKind.ASSESSOR]
            seen |= Q(state=IdeaState.SUBMITTED) & roles.edition_filter(person, kinds, at=at)
        return self.filter(seen)


class Idea(models.Model):
    """An idea in one edition. Its own columns are the owners' working copy; what counts is `submission`.

    `version` goes up with every save, so that two tabs cannot overwrite each other unseen.
    """

    id = models.CharField(primary_key=True, max_length=12, default=public_id, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="ideas", verbose_name=_("editie"))
    state = models.CharField(_("toestand"), max_length=12, choices=IdeaState.choices, default=IdeaState.DRAFT)
    title = models.CharField(_("titel"), max_length=120, blank=True)
    summary = models.TextField(_("samenvatting"), max_length=400, blank=True)
    answers = models.JSONField(_("antwoorden"), default=dict, blank=True)
    entities = models.ManyToManyField(
        Entity, blank=True, related_name="ideas", verbose_name=_("betrokken entiteiten")
    )
    other_entities = models.CharField(_("andere betrokken organisaties"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(_("bewaard"))
    submission = models.ForeignKey(
        "Submission",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("laatste indiening"),
    )
    owners = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Ownership", related_name="ideas", verbose_name=_("eigenaars")
    )

    objects: ClassVar[Any] = IdeaQuerySet.as_manager()
    machine: ClassVar[Machine] = IDEA

    privacy = marks(
        none="id edition state version submission entities saved_at",
        content="title summary answers other_entities",
        link="owners",
    )

    class Meta:
        verbose_name = _("idee")
        verbose_name_plural = _("ideeën")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=IdeaState.SUBMITTED) | Q(submission__isnull=False),
                name="idea_submitted_has_submission",
            ),
        ]
        indexes = [models.Index(fields=["edition", "state"])]

    def __str__(self) -> str:
        return self.title or str(_("Idee zonder titel"))


class Ownership(models.Model):
    """A person owns an idea, from an instant until they leave. One of the owners is the main one."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="ownerships", verbose_name=_("idee"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="ownerships", verbose_name=_("eigenaar")
    )
    is_main = models.BooleanField(_("hoofdeigenaar"), default=False)
    since = models.DateTimeField(_("vanaf"))
    until = models.DateTimeField(_("tot"), null=True, blank=True)

    privacy = marks(none="id idea is_main", link="person", audit="since until")

    class Meta:
        verbose_name = _("eigenaarschap")
        verbose_name_plural = _("eigenaarschappen")
        constraints = [
            models.UniqueConstraint(
                fields=["idea", "person"], condition=Q(until=None), name="ownership_once_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["idea"], condition=Q(until=None, is_main=True), name="ownership_one_main_owner"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="ownership_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.idea_id}"


class Submission(models.Model):
    """What was handed in, frozen: the whole content, the text that may go online as the owner approved it, the
    moment the server received it and a hash of the content. Also the receipt."""

    id = models.CharField(primary_key=True, max_length=12, default=public_id, editable=False)
    idea = models.ForeignKey(Idea, models.CASCADE, related_name="submissions", verbose_name=_("idee"))
    number = models.CharField(_("ontvangstnummer"), max_length=14, unique=True, default=receipt_number)
    content = models.JSONField(_("inhoud"))
    public_text = models.JSONField(_("goedgekeurde publieke tekst"))
    content_hash = models.CharField(_("controlegetal"), max_length=64)
    at = models.DateTimeField(_("ontvangen"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("door"))

    privacy = marks(none="id idea number content_hash", content="content public_text", link="by", audit="at")

    class Meta:
        verbose_name = _("indiening")
        verbose_name_plural = _("indieningen")
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["idea", "content_hash", "at"], name="submission_once")]

    def __str__(self) -> str:
        return self.number


class OutcomeKind(models.TextChoices):
    SHORTLISTED = "shortlisted", _("weerhouden")
    NOT_SHORTLISTED = "not_shortlisted", _("niet weerhouden")


class Outcome(models.Model):
    """What the preselection decided about an idea, with the feedback for its owners. True from the instant of its
    release; recording it never touches the row of the idea."""

    idea = models.OneToOneField(
        Idea, models.PROTECT, primary_key=True, related_name="outcome", verbose_name=_("idee")
    )
    kind = models.CharField(_("uitkomst"), max_length=20, choices=OutcomeKind.choices)
    feedback = models.TextField(_("feedback"))
    release = models.ForeignKey(
        Release, models.PROTECT, related_name="idea_outcomes", verbose_name=_("vrijgave")
    )

    privacy = marks(none="idea release", judgement="kind feedback")

    class Meta:
        verbose_name = _("uitkomst")
        verbose_name_plural = _("uitkomsten")
        indexes = [models.Index(fields=["release", "kind"])]

    def __str__(self) -> str:
        return self.get_kind_display()
