"""The showcase: what came of every PoC, failures included."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ideas.models import Idea
from poc.models import Project
from poc.states import ProjectState
from portal.ids import public_id
from portal.lifecycle import Machine
from portal.models import Edition, Phase, PhaseKey
from portal.privacy import ME, marks
from showcase.states import RESULT, ResultState

ENDED = (ProjectState.FINISHED, ProjectState.STOPPED)


class ResultQuerySet(models.QuerySet["Result"]):
    """The only ways to list results."""

    def published(self, *, at: datetime) -> "ResultQuerySet":
        """Approved by its team, of a PoC that ended, in an edition whose showcase has begun: for everybody, without
        login. A showcase without a date has not begun; with a withdrawn idea its result goes offline too."""
        begun = Phase.objects.filter(key=PhaseKey.SHOWCASE, opens_at__lte=at).values("edition")
        ideas = Idea.objects.published(at=at).values("pk")
        approved = self.filter(state=ResultState.APPROVED, edition__in=begun)
        return approved.filter(project__state__in=ENDED, project__team__idea__in=ideas)

    def visible_to(self, person: Any, *, at: datetime) -> "ResultQuerySet":
        """Everybody reads what is published; before that the people who may see the project."""
        projects = Project.objects.visible_to(person, at=at).values("pk")
        published = self.model.objects.published(at=at).values("pk")
        return self.filter(Q(pk__in=published) | Q(project__in=projects))


class Result(models.Model):
    """The result sheet of a PoC. Source of its headings: the sheets of the Sandbox challenges."""

    id = models.CharField(primary_key=True, max_length=12, default=public_id, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="results", verbose_name=_("editie"))
    project = models.OneToOneField(Project, models.PROTECT, related_name="result", verbose_name=_("PoC"))
    state = models.CharField(
        _("toestand"), max_length=12, choices=ResultState.choices, default=ResultState.DRAFT
    )
    summary = models.CharField(_("in één zin"), max_length=200, blank=True)
    problem = models.TextField(_("probleem"), max_length=3000, blank=True)
    why = models.TextField(_("waarom"), max_length=3000, blank=True)
    results = models.TextField(_("resultaten"), max_length=3000, blank=True)
    obstacles = models.TextField(_("obstakels"), max_length=3000, blank=True)
    lessons = models.TextField(_("lessen"), max_length=3000, blank=True)
    thanks = models.TextField(_("dank aan"), max_length=1000, blank=True)
    cost_cents = models.PositiveIntegerField(_("kost, in cent"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(_("bewaard"))
    approved_at = models.DateTimeField(_("goedgekeurd op"), null=True, blank=True)

    objects: ClassVar[Any] = ResultQuerySet.as_manager()
    machine: ClassVar[Machine] = RESULT

    privacy = marks(
        none="id edition project state cost_cents version saved_at approved_at",
        content="summary problem why results obstacles lessons thanks",
    )
    about_people = ({"project__team__memberships__person": ME, "project__team__memberships__until": None},)

    class Meta:
        verbose_name = _("resultaat")
        verbose_name_plural = _("resultaten")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ResultState.APPROVED)
                | Q(approved_at__isnull=False, cost_cents__isnull=False),
                name="result_approved_with_its_cost",
            ),
        ]
        indexes = [models.Index(fields=["edition", "state"])]

    def __str__(self) -> str:
        return str(self.project)


class Approval(models.Model):
    """A member agrees with the sheet as it stands; any change of the text takes all approvals away."""

    result = models.ForeignKey(Result, models.CASCADE, related_name="approvals", verbose_name=_("resultaat"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("lid")
    )
    at = models.DateTimeField(_("op"))

    privacy = marks(none="id result", link="person", audit="at")

    class Meta:
        verbose_name = _("goedkeuring")
        verbose_name_plural = _("goedkeuringen")
        constraints = [models.UniqueConstraint(fields=["result", "person"], name="approval_once_per_member")]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.result_id}"
