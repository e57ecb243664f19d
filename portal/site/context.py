"""What the frame of every page shows: the edition, its timeline, the menu, what waits."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from portal import registry, roles, timeline
from portal.models import Edition, RoleKind


@dataclass(frozen=True)
class NavItem:
    label: str
    url: str
    active: bool = False


def current_edition() -> Edition | None:
    """The edition that is on now."""
    return Edition.objects.filter(is_current=True).first()


def frame(request: Any) -> dict[str, Any]:
    """Context of every page; lists are read only when a template asks for them."""
    edition = getattr(request, "edition", None) or current_edition()
    person = getattr(request, "user", None)
    if edition is None or person is None:
        return {"edition": edition}
    windows = SimpleLazyObject(lambda: timeline.shown(edition))
    return {
        "edition": edition,
        "stations": SimpleLazyObject(lambda: windows.stations(request.at)),
        "nav": SimpleLazyObject(lambda: menu(request, edition)),
        "waiting": SimpleLazyObject(lambda: _count_waiting(request, edition)),
        "demo": getattr(request, "demo", None),
    }


def _count_waiting(request: Any, edition: Edition) -> int:
    """How much waits; a page that lists it has read it already."""
    if not request.user.is_authenticated:
        return 0
    known = getattr(request, "todo", None)
    return len(registry.waits_for(request.user, edition, at=request.at) if known is None else known)


def menu(request: Any, edition: Edition) -> list[NavItem]:
    """The main menu: what everybody may read, then what this person's roles add."""
    person, at = request.user, request.at
    items = [
        (_("Programma"), reverse("edition_home", args=[edition.pk])),
        (_("Ideeën"), reverse("ideas:list", args=[edition.pk])),
        (_("Teams"), reverse("teams:list", args=[edition.pk])),
        (_("Sprintweken"), reverse("sprints:calendar", args=[edition.pk])),
        (_("Showcase"), reverse("showcase:list", args=[edition.pk])),
    ]
    if roles.has(person, RoleKind.ASSESSOR, edition=edition, at=at):
        items.append((_("Beoordelen"), reverse("jury:my_round", args=[edition.pk])))
    if _decides(person, edition, at):
        items.append((_("Resultaat"), reverse("jury:result", args=[edition.pk])))
    if person.is_authenticated and roles.is_staff(person, edition=edition, at=at):
        items.append((_("Beheer"), reverse("admin:index")))
    return [NavItem(label, url, _is_active(request, url, edition)) for label, url in items]


def _decides(person: Any, edition: Edition, at: Any) -> bool:
    from jury import queries, rules
    from jury.models import RoundKind

    if not roles.has(person, RoleKind.STAFF, RoleKind.CHAIR, edition=edition, at=at):
        return False
    round_ = queries.shown_round(edition, RoundKind.PRESELECTION)
    return round_ is not None and rules.is_decider(round_, person, at=at)


def _is_active(request: Any, url: str, edition: Edition) -> bool:
    home = reverse("edition_home", args=[edition.pk])
    if url == home:
        return request.path in ("/", home)
    if url == reverse("jury:my_round", args=[edition.pk]) and "resultaat" in request.path:
        return False
    return request.path.startswith(url)
