"""Teams around shortlisted ideas: the call, candidacies, members, their managers' support, the pitch file."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from ideas.models import Idea
from portal import roles
from portal.ids import public_id
from portal.lifecycle import Machine
from portal.models import Edition, Release, RoleKind, Upload
from portal.privacy import ME, marks
from teams.states import CANDIDACY, SUPPORT, TEAM, CandidacyState, SupportState, TeamState


class TeamQuerySet(models.QuerySet["Team"]):
    """The only ways to list teams."""

    def of_member(self, person: Any) -> "TeamQuerySet":
        """Teams in which the person is a member now."""
        return self.filter(Exists(Membership.objects.current().filter(team=OuterRef("pk"), person=person)))

    def selected(self, *, at: datetime) -> "TeamQuerySet":
        """Teams whose selection was released: they build a PoC."""
        in_force = Release.objects.in_force(at=at)
        return self.filter(selection__kind=SelectionKind.SELECTED, selection__release__in=in_force)

    def visible_to(self, person: Any, *, at: datetime) -> "TeamQuerySet":
        """Who may enter a team's room: who is or was a member, the owners of its idea, and staff of the edition.
        What everybody may know of a team stands on the page of its idea."""
        if not person.is_authenticated:
            return self.none()
        been = Exists(Membership.objects.filter(team=OuterRef("pk"), person=person))
        owned = Q(idea__in=Idea.objects.owned_by(person).values("pk"))
        kinds = [RoleKind.STAFF, RoleKind.CHAIR]
        return self.filter(been | owned | roles.edition_filter(person, kinds, at=at))


class Team(models.Model):
    """The team around a shortlisted idea; made when its owner opens the call or somebody first stands as candidate."""

    id = models.CharField(primary_key=True, max_length=12, default=public_id, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="teams", verbose_name=_("editie"))
    idea = models.OneToOneField(Idea, models.PROTECT, related_name="team", verbose_name=_("idee"))
    state = models.CharField(
        _("toestand"), max_length=12, choices=TeamState.choices, default=TeamState.FORMING
    )
    call = models.TextField(_("oproep"), blank=True, max_length=2000)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(_("gemaakt"))

    objects: ClassVar[Any] = TeamQuerySet.as_manager()
    machine: ClassVar[Machine] = TEAM

    privacy = marks(none="id edition idea state version made_at", content="call")
    about_people = ({"memberships__person": ME, "memberships__until": None},)

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        indexes = [models.Index(fields=["edition", "state"])]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Of the idea, as its owners approved it for the public."""
        return str(self.idea.submission.public_text["title"]) if self.idea.submission else str(self.idea)


class Profile(models.Model):
    """Somebody the team looks for: 'iemand van IT'. `found` once a member fills it."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="profiles", verbose_name=_("team"))
    order = models.PositiveSmallIntegerField(_("volgorde"))
    title = models.CharField(_("wie"), max_length=80)
    found = models.BooleanField(_("gevonden"), default=False)

    privacy = marks(none="id team order found", content="title")
    about_people = ({"team__memberships__person": ME, "team__memberships__until": None},)

    class Meta:
        verbose_name = _("gezocht profiel")
        verbose_name_plural = _("gezochte profielen")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title


class Engagement(models.TextChoices):
    """How somebody engages. Source: Lerend Netwerk Participatie."""

    HOURS = "hours", _("enkele uren per week")
    PART = "part", _("een deel van mijn werkweek")
    PROJECT = "project", _("zolang het project loopt, voltijds")


class Candidacy(models.Model):
    """Somebody stands as candidate for a team: what I bring, what I expect, how much time I have."""

    id = models.CharField(primary_key=True, max_length=12, default=public_id, editable=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="candidacies", verbose_name=_("team"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="candidacies", verbose_name=_("kandidaat")
    )
    profile = models.ForeignKey(
        Profile, models.SET_NULL, null=True, blank=True, related_name="candidacies", verbose_name=_("voor")
    )
    state = models.CharField(
        _("toestand"), max_length=12, choices=CandidacyState.choices, default=CandidacyState.OPEN
    )
    brings = models.TextField(_("wat ik meebreng"), max_length=2000)
    expects = models.TextField(_("wat ik verwacht"), max_length=2000, blank=True)
    engagement = models.CharField(_("hoeveel tijd"), max_length=10, choices=Engagement.choices)
    engagement_note = models.CharField(_("meer over mijn tijd"), max_length=200, blank=True)
    answer = models.TextField(_("antwoord"), max_length=2000, blank=True)
    at = models.DateTimeField(_("op"))

    machine: ClassVar[Machine] = CANDIDACY

    privacy = marks(
        none="id team profile state",
        link="person",
        content="brings expects engagement engagement_note answer",
        audit="at",
    )

    class Meta:
        verbose_name = _("kandidatuur")
        verbose_name_plural = _("kandidaturen")
        constraints = [
            models.UniqueConstraint(
                fields=["team", "person"],
                condition=Q(state=CandidacyState.OPEN),
                name="candidacy_one_open_per_team",
            ),
        ]
        indexes = [models.Index(fields=["team", "state"]), models.Index(fields=["person", "state"])]

    def __str__(self) -> str:
        return f"{self.person} · {self.team_id}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> "MembershipQuerySet":
        """Who is a member now, not who was."""
        return self.filter(until=None)


class Membership(models.Model):
    """A person in a team, from an instant until they leave. One team per person and edition, unless staff waived it:
    the waiver sits on the membership that somebody already has, and frees them for one more."""

    id = models.CharField(primary_key=True, max_length=12, default=public_id, editable=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="memberships", verbose_name=_("team"))
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="memberships", verbose_name=_("editie"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name=_("lid")
    )
    role = models.CharField(_("rol in het team"), max_length=80, blank=True)
    waived = models.BooleanField(_("mag in nog een team"), default=False)
    since = models.DateTimeField(_("vanaf"))
    until = models.DateTimeField(_("tot"), null=True, blank=True)

    objects: ClassVar[Any] = MembershipQuerySet.as_manager()

    privacy = marks(none="id team edition waived", link="person", content="role", audit="since until")

    class Meta:
        verbose_name = _("lidmaatschap")
        verbose_name_plural = _("lidmaatschappen")
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "edition"],
                condition=Q(until=None, waived=False),
                name="membership_one_team_per_person",
            ),
            models.UniqueConstraint(
                fields=["team", "person"], condition=Q(until=None), name="membership_once_per_team"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="membership_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.team_id}"


class Support(models.Model):
    """A manager's support for a member, asked by mail and answered by a signed link, without account. `turn` goes up
    each time it is asked again, so that older links end; `answered_at` makes a link single use."""

    id = models.CharField(primary_key=True, max_length=12, default=public_id, editable=False)
    membership = models.OneToOneField(
        Membership, models.CASCADE, related_name="support", verbose_name=_("lid")
    )
    state = models.CharField(
        _("toestand"), max_length=12, choices=SupportState.choices, default=SupportState.ASKED
    )
    manager_name = models.CharField(_("naam van de leidinggevende"), max_length=150)
    manager_email = models.EmailField(_("e-mailadres van de leidinggevende"))
    hours = models.CharField(_("gevraagde tijd"), max_length=200)
    word = models.TextField(_("opmerking van de leidinggevende"), max_length=2000, blank=True)
    turn = models.PositiveSmallIntegerField(default=1)
    asked_at = models.DateTimeField(_("gevraagd op"))
    answered_at = models.DateTimeField(_("beantwoord op"), null=True, blank=True)

    machine: ClassVar[Machine] = SUPPORT

    privacy = marks(
        none="id membership state turn",
        identity="manager_name manager_email",
        content="hours word",
        audit="asked_at answered_at",
    )
    about_people = ({"membership__person": ME},)

    class Meta:
        verbose_name = _("steun van een leidinggevende")
        verbose_name_plural = _("steun van leidinggevenden")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[SupportState.AGREED, SupportState.TALK])
                | Q(answered_at__isnull=False),
                name="support_answer_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.manager_name} · {self.membership_id}"


class PitchFile(models.Model):
    """What the jury reads of a team: plan of approach, use of the budget, slides. Stands still from the pitch on."""

    team = models.OneToOneField(
        Team, models.PROTECT, primary_key=True, related_name="pitch_file", verbose_name=_("team")
    )
    plan = models.TextField(_("plan van aanpak"), max_length=6000, blank=True)
    budget = models.TextField(_("inzet van het budget"), max_length=4000, blank=True)
    slides = models.ForeignKey(
        Upload, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("presentatie")
    )
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(_("bewaard"))

    privacy = marks(none="team slides version saved_at", content="plan budget")
    about_people = ({"team__memberships__person": ME, "team__memberships__until": None},)

    class Meta:
        verbose_name = _("pitchdossier")
        verbose_name_plural = _("pitchdossiers")

    def __str__(self) -> str:
        return f"pitch {self.team_id}"


class SelectionKind(models.TextChoices):
    SELECTED = "selected", _("geselecteerd")
    NOT_SELECTED = "not_selected", _("niet geselecteerd")


class Selection(models.Model):
    """What the pitch jury decided about a team, with its feedback. True from the instant of its release on."""

    team = models.OneToOneField(
        Team, models.PROTECT, primary_key=True, related_name="selection", verbose_name=_("team")
    )
    kind = models.CharField(_("uitkomst"), max_length=20, choices=SelectionKind.choices)
    feedback = models.TextField(_("feedback"))
    release = models.ForeignKey(
        Release, models.PROTECT, related_name="team_selections", verbose_name=_("vrijgave")
    )

    privacy = marks(none="team release", judgement="kind feedback")
    about_people = ({"team__memberships__person": ME, "team__memberships__until": None},)

    class Meta:
        verbose_name = _("selectie")
        verbose_name_plural = _("selecties")
        indexes = [models.Index(fields=["release", "kind"])]

    def __str__(self) -> str:
        return self.get_kind_display()
