"""The PoC of a selected team: its budget to the cent, its journal, what came of it.

Money is integer cents, including VAT. Ledger entries are only ever added; what is wrong gets a counter-entry.
"""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from poc.states import OBLIGATION, PROJECT, ObligationState, ProjectState
from portal import roles
from portal.ids import public_id
from portal.lifecycle import Machine
from portal.models import Edition, RoleKind
from portal.privacy import ME, marks
from teams.models import Membership, Team


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, person: Any, *, at: datetime) -> "ProjectQuerySet":
        """Who is or was a member of the team, and staff of the edition. The public reads the result sheet."""
        if not person.is_authenticated:
            return self.none()
        been = Exists(Membership.objects.filter(team=OuterRef("team"), person=person))
        return self.filter(been | roles.edition_filter(person, [RoleKind.STAFF, RoleKind.CHAIR], at=at))


class Project(models.Model):
    """A PoC. `used_cents` is written only together with a ledger entry, under this row's lock; the database refuses
    more than the cap. Source of the cap: the edition (EUR 15,000 of outside help per team)."""

    id = models.CharField(primary_key=True, max_length=12, default=public_id, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="projects", verbose_name=_("editie"))
    team = models.OneToOneField(Team, models.PROTECT, related_name="project", verbose_name=_("team"))
    state = models.CharField(
        _("toestand"), max_length=12, choices=ProjectState.choices, default=ProjectState.RUNNING
    )
    goal = models.TextField(_("wat we willen weten"), max_length=2000, blank=True)
    cap_cents = models.PositiveIntegerField(_("plafond, in cent"))
    used_cents = models.PositiveIntegerField(_("ingezet, in cent"), default=0)
    lessons = models.TextField(_("lessen"), max_length=4000, blank=True)
    opened_at = models.DateTimeField(_("geopend"))
    ended_at = models.DateTimeField(_("beëindigd"), null=True, blank=True)

    objects: ClassVar[Any] = ProjectQuerySet.as_manager()
    machine: ClassVar[Machine] = PROJECT

    privacy = marks(
        none="id edition team state cap_cents used_cents opened_at ended_at", content="goal lessons"
    )
    about_people = ({"team__memberships__person": ME, "team__memberships__until": None},)

    class Meta:
        verbose_name = _("PoC")
        verbose_name_plural = _("PoC’s")
        constraints = [
            models.CheckConstraint(
                condition=Q(used_cents__lte=F("cap_cents")), name="project_within_its_cap"
            ),
            models.CheckConstraint(
                condition=~Q(state=ProjectState.STOPPED) | ~Q(lessons=""), name="project_stops_with_lessons"
            ),
        ]
        indexes = [models.Index(fields=["edition", "state"])]

    def __str__(self) -> str:
        return str(self.team)

    @property
    def left_cents(self) -> int:
        return self.cap_cents - self.used_cents


class Obligation(models.Model):
    """One cost of outside help: asked by the team, approved by staff, then ordered, invoiced and paid.

    It counts for the cap with the highest of its kinds of entries, once, from the moment it is asked.
    """

    id = models.CharField(primary_key=True, max_length=12, default=public_id, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="obligations", verbose_name=_("PoC"))
    state = models.CharField(
        _("toestand"), max_length=12, choices=ObligationState.choices, default=ObligationState.ASKED
    )
    title = models.CharField(_("waarvoor"), max_length=150)
    partner = models.CharField(_("partner"), max_length=150, blank=True)
    vat_rate = models.PositiveSmallIntegerField(_("btw-tarief, in procent"), default=21)
    answer = models.TextField(_("antwoord"), max_length=2000, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("gevraagd door")
    )
    at = models.DateTimeField(_("gevraagd op"))

    machine: ClassVar[Machine] = OBLIGATION

    privacy = marks(none="id project state vat_rate", money="title partner answer", link="by", audit="at")

    class Meta:
        verbose_name = _("kost")
        verbose_name_plural = _("kosten")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["project", "state"])]

    def __str__(self) -> str:
        return self.title


class EntryKind(models.TextChoices):
    RESERVED = "reserved", _("gereserveerd")
    COMMITTED = "committed", _("besteld")
    INVOICED = "invoiced", _("gefactureerd")
    PAID = "paid", _("betaald")


class LedgerEntry(models.Model):
    """One line of the ledger: an amount of a kind on an obligation; a correction has the opposite sign and says of
    which kind. `key` makes a repeated form one entry."""

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="entries", verbose_name=_("kost"))
    kind = models.CharField(_("soort"), max_length=10, choices=EntryKind.choices)
    amount_cents = models.IntegerField(_("bedrag inclusief btw, in cent"))
    is_correction = models.BooleanField(_("rechtzetting"), default=False)
    note = models.CharField(_("nota"), max_length=300, blank=True)
    key = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("door"))
    at = models.DateTimeField(_("op"))

    privacy = marks(
        none="id obligation kind amount_cents is_correction key", money="note", link="by", audit="at"
    )

    class Meta:
        verbose_name = _("genoteerd bedrag")
        verbose_name_plural = _("genoteerde bedragen")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["obligation", "key"], name="entry_once_per_form"),
            models.CheckConstraint(
                condition=Q(amount_cents__gt=0, is_correction=False)
                | (Q(is_correction=True) & ~Q(amount_cents=0)),
                name="entry_only_corrections_go_down",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount_cents}"


class JournalEntry(models.Model):
    """What happened in the PoC, in the team's own words; a page of the journal is never rewritten."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="journal", verbose_name=_("PoC"))
    text = models.TextField(_("wat gebeurde er"), max_length=4000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("door"))
    at = models.DateTimeField(_("op"))

    privacy = marks(none="id project", content="text", link="by", audit="at")

    class Meta:
        verbose_name = _("dagboekbladzijde")
        verbose_name_plural = _("dagboek")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.project_id} {self.at:%Y-%m-%d}"
