"""Who is what, when. Roles are appointed, with dates; owner, candidate and member are relations of the stages."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import clock, history, outbox, registry
from portal.errors import Refused
from portal.models import Edition, Entity, Letter, Person, Role, RoleKind
from portal.templatetags.portal import day

ALL_EDITIONS = None
LATELY = timedelta(days=31)


def day_of(at: datetime) -> date:
    """The local day (Brussels) on which an instant falls; roles count per day."""
    return timezone.localtime(at).date()


def held(person: Any, *, at: datetime) -> list[Role]:
    """The roles somebody holds at `at`, read once per loaded person; nobody's when not signed in."""
    if not person.is_authenticated:
        return []
    if not hasattr(person, "_roles"):
        person._roles = list(person.roles.all())
    return [role for role in person._roles if role.holds_on(day_of(at))]


def has(person: Any, *kinds: str, edition: Edition | None = None, at: datetime) -> bool:
    """Whether the person holds one of the roles, in this edition or in all; without edition: in any."""
    return any(
        role.kind in kinds and (edition is None or role.edition_id in (ALL_EDITIONS, edition.pk))
        for role in held(person, at=at)
    )


def is_staff(person: Any, *, edition: Edition | None = None, at: datetime) -> bool:
    """Sandbox staff or chair; a superuser passes for staff in every edition."""
    return has(person, RoleKind.STAFF, RoleKind.CHAIR, edition=edition, at=at) or (
        person.is_active and getattr(person, "is_superuser", False)
    )


def edition_filter(person: Any, kinds: Iterable[str], *, at: datetime, field: str = "edition") -> Q:
    """Rows of the editions in which the person holds one of the roles; a superuser gets all, a stranger none."""
    if getattr(person, "is_superuser", False) and RoleKind.STAFF in kinds:
        return Q(pk__isnull=False)
    editions = {role.edition_id for role in held(person, at=at) if role.kind in kinds}
    return Q(pk__isnull=False) if ALL_EDITIONS in editions else Q(**{f"{field}__in": editions})


def ended_lately(person: Any, *, at: datetime) -> list[Role]:
    """The roles somebody no longer holds since at most a month, so that a page that closed can say why."""
    held(person, at=at)
    today = day_of(at)
    ended = [role for role in getattr(person, "_roles", ()) if role.until and role.until <= today]
    return [role for role in ended if today - role.until < LATELY and not has(person, role.kind, at=at)]


def entities_of(person: Any, edition: Edition, *, at: datetime) -> list[str]:
    """The keys of the entities whose ambassador somebody is in an edition."""
    editions = (ALL_EDITIONS, edition.pk)
    mine = [role for role in held(person, at=at) if role.kind == RoleKind.AMBASSADOR]
    return [role.entity_id for role in mine if role.entity_id and role.edition_id in editions]


def check_may_appoint(by: history.Actor, person: Person, edition: Edition | None, *, at: datetime) -> None:
    """Staff give and take roles in their own editions, those of every edition when their own role is; nobody their
    own. The portal itself may always."""
    if not isinstance(by, Person) or by.is_superuser:
        return
    if by == person:
        raise Refused(reason=_("Je eigen rollen geeft of neemt een collega."))
    if not any(
        role.kind in (RoleKind.STAFF, RoleKind.CHAIR)
        and role.edition_id in (ALL_EDITIONS, edition.pk if edition else ALL_EDITIONS)
        for role in held(by, at=at)
    ):
        raise Refused(
            reason=_("Je geeft en neemt rollen in de edities waarvoor je zelf werkt. Kies die editie.")
        )


@transaction.atomic
def appoint(
    person: Person,
    kind: str,
    *,
    edition: Edition | None = None,
    entity: Entity | None = None,
    by: history.Actor,
    at: datetime,
    since: date | None = None,
    until: date | None = None,
    reason: str = "",
) -> Role:
    """Give somebody a role from `since` on, today when nothing is said; giving what they have already changes nothing.
    Without edition: for all editions. Who gets it from a colleague hears so by letter; see `check_may_appoint`."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    check_may_appoint(by, person, edition, at=at)
    since = max(since or day_of(at), day_of(at))
    same = Role.objects.filter(person=person, kind=kind, edition=edition, entity=entity)
    meanwhile = Q(until=None) | Q(until__gt=since), Q(since__lt=until) if until else Q()
    if there := same.filter(*meanwhile).exclude(until=F("since")).order_by("since").first():
        _check_begun(there, since)
        return there
    role = Role.objects.create(
        person=person, kind=kind, edition=edition, entity=entity, since=since, until=until, reason=reason,
        appointed_by=by if isinstance(by, Person) else None,
    )  # fmt: skip
    _note(role, "appointed", reason, by=by, at=at)
    _tell("role_given", role, by=by, at=at)
    return role


def _check_begun(role: Role, since: date) -> None:
    """Raises Refused when what somebody has already begins later than what is given now."""
    if role.since > since:
        raise Refused(
            reason=_(
                "Deze persoon krijgt deze rol al vanaf %(day)s. Beëindig die eerst, of laat deze rol ten laatste dan"
                " eindigen."
            )
            % {"day": day(role.since)}
        )


@transaction.atomic
def dismiss(
    role: Role, *, by: history.Actor, at: datetime, until: date | None = None, reason: str = ""
) -> None:
    """End a role on a day, today when nothing is said: from then on it gives nothing, from the next request. One that
    did not begin yet ends before it began; one that ended already stays as it is. The person hears so by letter."""
    role = Role.objects.select_for_update(of=("self",)).select_related("person", "edition").get(pk=role.pk)
    check_may_appoint(by, role.person, role.edition, at=at)
    if role.until is not None and role.until <= day_of(at):
        return
    role.until, role.end_reason = max(until or day_of(at), day_of(at), role.since), reason
    Role.objects.filter(pk=role.pk).update(until=role.until, end_reason=reason)
    _note(role, "dismissed", reason, by=by, at=at)
    _tell("role_ended", role, by=by, at=at)


def _note(role: Role, kind: str, reason: str, *, by: history.Actor, at: datetime) -> None:
    """In the story of the person; the next question about their roles reads them anew."""
    told = {"role": role.kind, "edition": role.edition_id or "", "since": str(role.since)}
    told |= {"until": str(role.until)} if role.until else {}
    told |= {"entity": role.entity_id} if role.entity_id else {}
    history.record(role.person, kind, by=by, at=at, data=told, text=reason)
    role.person.__dict__.pop("_roles", None)


def _tell(letter: str, role: Role, *, by: history.Actor, at: datetime) -> None:
    """Only what a colleague did: the first roles of an installation are told by whoever installs it."""
    if isinstance(by, Person):
        occasion = str(role.until or "")
        outbox.queue(
            letter, to=role.person, about=role, due=at, occasion=occasion, edition_id=role.edition_id
        )


def _words(letter: Letter) -> dict[str, Any] | None:
    rows = Role.objects.select_related("edition", "entity")
    role = rows.filter(pk=letter.subject.rpartition(":")[2]).first()
    if role is None:
        return None
    edition = role.edition
    return {
        "role": role.get_kind_display(),
        "edition": str(edition.pk) if edition else "",
        "entity": role.entity.name if role.entity else "",
        "since": day(role.since),
        "until": day(role.until),
        "reason": role.end_reason if letter.name == "role_ended" else role.reason,
        "url": settings.PORTAL_URL
        + (reverse("edition_home", args=[edition.pk]) if edition else reverse("home")),
        "contact": edition.contact if edition else "",
        "ended": role.until is not None and role.until <= day_of(clock.now()),
    }


@registry.letter(
    "role_given", gettext_lazy("Iemand krijgt een rol in het programma"), to=gettext_lazy("wie de rol krijgt")
)
def _role_given(letter: Letter) -> dict[str, Any] | None:
    words = _words(letter)
    return None if words is None or words["ended"] else words


@registry.letter(
    "role_ended", gettext_lazy("Een rol in het programma eindigt"), to=gettext_lazy("wie de rol had")
)
def _role_ended(letter: Letter) -> dict[str, Any] | None:
    return _words(letter)
