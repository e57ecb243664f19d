"""People: who somebody is, where they work, what they were appointed to, and what they agreed to."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from portal.ids import public_id
from portal.privacy import marks


class PolicyDomain(models.Model):
    """A policy domain (beleidsdomein) of the Flemish government."""

    name = models.CharField(_("naam"), max_length=200, unique=True)

    privacy = marks(none="id name")

    class Meta:
        verbose_name = _("beleidsdomein")
        verbose_name_plural = _("beleidsdomeinen")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Entity(models.Model):
    """An entity of the Flemish government. `ovo_code` is its official code (OVO000000), when it has one."""

    id = models.CharField(primary_key=True, max_length=12, default=public_id, editable=False)
    name = models.CharField(_("naam"), max_length=200, unique=True)
    ovo_code = models.CharField(_("OVO-code"), max_length=9, unique=True, null=True, blank=True)
    policy_domain = models.ForeignKey(
        PolicyDomain,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="entities",
        verbose_name=_("beleidsdomein"),
    )
    active = models.BooleanField(_("actief"), default=True)

    privacy = marks(none="id name ovo_code policy_domain active")

    class Meta:
        verbose_name = _("entiteit")
        verbose_name_plural = _("entiteiten")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    """People sign in with a code by e-mail; nobody has a password."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)

    def create_user(self, email: str | None = None, **fields: Any) -> "Person":
        """A new person; `email` may be missing (an identity provider does not promise one)."""
        person = self.model(email=email or None, **fields)
        person.set_unusable_password()
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who uses the portal. The key is random; e-mail can change or be missing, so it is no key."""

    id = models.CharField(primary_key=True, max_length=12, default=public_id, editable=False)
    email = models.EmailField(_("e-mailadres"), null=True, blank=True)  # noqa: DJ001 unique, and may be missing
    name = models.CharField(_("naam"), max_length=150, blank=True)
    language = models.CharField(
        _("taal"), max_length=2, choices=[("nl", "Nederlands"), ("en", "English")], default="nl"
    )
    is_active = models.BooleanField(_("actief"), default=True)
    joined_at = models.DateTimeField(_("sinds"), auto_now_add=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    privacy = marks(
        identity="email name",
        link="id",
        audit="last_login joined_at is_active is_superuser groups user_permissions",
        none="password language",
    )

    class Meta:
        verbose_name = _("persoon")
        verbose_name_plural = _("personen")
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_unique_without_case")]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name to show to the person themself; the part before the @ as long as there is no name."""
        return self.name or (self.email or "").partition("@")[0] or str(_("Medewerker"))


class Capacity(models.Model):
    """A person works at an entity from a day until a day (half-open; open-ended when `until` is empty)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="capacities", verbose_name=_("persoon"))
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="capacities", verbose_name=_("entiteit"))
    since = models.DateField(_("vanaf"))
    until = models.DateField(_("tot"), null=True, blank=True)

    privacy = marks(none="id", link="person", identity="entity since until")

    class Meta:
        verbose_name = _("werkplek")
        verbose_name_plural = _("werkplekken")
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="capacity_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["person", "entity"], condition=Q(until=None), name="capacity_once_per_entity"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.entity}"


class RoleKind(models.TextChoices):
    """What people are appointed to. Owner, candidate and member are relations, not roles."""

    STAFF = "staff", _("Sandbox-medewerker")
    CHAIR = "chair", _("voorzitter")
    ASSESSOR = "assessor", _("beoordelaar")
    JUROR = "juror", _("jurylid")
    UX_DESIGNER = "ux_designer", _("UX-designer")
    COACH = "coach", _("coach")
    AMBASSADOR = "ambassador", _("Sandbox-ambassadeur")


class Role(models.Model):
    """An appointment: a person, a kind, an edition (every edition when empty), from a day until a day (half-open). One
    that was taken away before it began ends on the day it begins. `entity`: whose ambassador somebody is."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles", verbose_name=_("persoon"))
    kind = models.CharField(_("rol"), max_length=20, choices=RoleKind.choices)
    edition = models.ForeignKey(
        "portal.Edition",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="roles",
        verbose_name=_("editie"),
    )
    entity = models.ForeignKey(
        Entity, models.PROTECT, null=True, blank=True, related_name="roles", verbose_name=_("entiteit")
    )
    since = models.DateField(_("vanaf"))
    until = models.DateField(_("tot"), null=True, blank=True)
    reason = models.CharField(_("waarom gegeven"), max_length=300, blank=True)
    end_reason = models.CharField(_("waarom beëindigd"), max_length=300, blank=True)
    appointed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("aangesteld door")
    )

    privacy = marks(
        none="id edition entity",
        link="person appointed_by",
        audit="kind since until",
        content="reason end_reason",
    )

    class Meta:
        verbose_name = _("rol")
        verbose_name_plural = _("rollen")
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="role_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "edition"],
                condition=Q(until=None, entity=None),
                name="role_once_per_edition",
            ),
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(until=None, edition=None, entity=None),
                name="role_once_for_all_editions",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "edition", "entity"],
                condition=Q(until=None),
                name="role_once_per_entity",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.edition_id or ''}".strip()

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


class ConsentKind(models.TextChoices):
    """What a person can agree to, one purpose each."""

    PUBLIC_TEXT = "public_text", _("de publieke tekst van mijn idee online")
    PUBLIC_NAME = "public_name", _("mijn naam bij mijn idee online")
    MEMBER_NAME = "member_name", _("mijn naam bij mijn team online")
    RESULT_NAME = "result_name", _("mijn naam bij het resultaat op de showcase")


class Consent(models.Model):
    """Somebody agreed to one purpose for one subject; withdrawn by a date, never deleted."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents", verbose_name=_("persoon"))
    kind = models.CharField(_("waarvoor"), max_length=20, choices=ConsentKind.choices)
    subject = models.CharField(
        _("onderwerp"), max_length=60, help_text="model:key, e.g. ideas.idea:7kq2m9px4trb"
    )
    version = models.PositiveSmallIntegerField(_("versie van de tekst"), default=1)
    given_at = models.DateTimeField(_("gegeven"))
    withdrawn_at = models.DateTimeField(_("ingetrokken"), null=True, blank=True)

    privacy = marks(none="id", link="person", consent="kind subject version given_at withdrawn_at")

    class Meta:
        verbose_name = _("toestemming")
        verbose_name_plural = _("toestemmingen")
        indexes = [models.Index(fields=["subject", "kind"])]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "subject"],
                condition=Q(withdrawn_at=None),
                name="consent_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
