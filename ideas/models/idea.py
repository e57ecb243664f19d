"""An idea and its owners."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from ideas.models.submission import OutcomeKind
from ideas.states import IDEA, IdeaState
from portal import roles
from portal.ids import public_id
from portal.lifecycle import Machine
from portal.models import Edition, Entity, Person, Release, RoleKind, Theme
from portal.privacy import ME, marks


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


MOST_SUMMARY = 400  # characters that count when it is handed in


class Idea(models.Model):
    """An idea in one edition. Its own columns are the owners' working copy; what counts is `submission`.

    `version` goes up with every save; `touched` remembers for each field which version last changed it and which open
    page wrote it, so that two tabs cannot overwrite each other unseen while two steps never get in each other's way.
    """

    id = models.CharField(primary_key=True, max_length=12, default=public_id, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="ideas", verbose_name=_("editie"))
    state = models.CharField(_("toestand"), max_length=12, choices=IdeaState.choices, default=IdeaState.DRAFT)
    title = models.CharField(_("titel"), max_length=120, blank=True)
    summary = models.TextField(_("samenvatting"), max_length=MOST_SUMMARY, blank=True)
    answers = models.JSONField(_("antwoorden"), default=dict, blank=True)
    entities = models.ManyToManyField(
        Entity, blank=True, related_name="ideas", verbose_name=_("betrokken entiteiten")
    )
    other_entities = models.CharField(_("andere betrokken organisaties"), max_length=300, blank=True)
    themes = models.ManyToManyField(Theme, blank=True, related_name="ideas", verbose_name=_("thema’s"))
    profiles = models.JSONField(_("gezochte profielen"), default=list, blank=True)
    carried_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="carried_on", verbose_name=_("vervolg op")
    )
    version = models.PositiveIntegerField(default=1)
    touched = models.JSONField(default=dict, blank=True, editable=False)
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
        none="id edition state version touched submission entities themes carried_from saved_at",
        content="title summary answers other_entities profiles",
        link="owners",
    )
    about_people = ({"ownerships__person": ME, "ownerships__until": None},)  # who left reads no more of it

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
