"""What the frame of every page shows: the edition, its timeline, the menu, what waits."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from portal import registry, roles, timeline
from portal.models import Edition
from portal.sign_in import provider


@dataclass(frozen=True)
class NavItem:
    label: str
    url: str
    active: bool = False


def current_edition() -> Edition | None:
    """The edition that is on now."""
    return timeline.edition_of(is_current=True)


def frame(request: Any) -> dict[str, Any]:
    """Context of every page; lists are read only when a template asks for them."""
    edition = getattr(request, "edition", None) or current_edition()
    person = getattr(request, "user", None)
    if edition is None or person is None:
        return {"edition": edition, "single_sign_on": provider.is_on()}
    windows = SimpleLazyObject(lambda: timeline.shown(edition))
    return {
        "edition": edition,
        "single_sign_on": provider.is_on(),
        "stations": SimpleLazyObject(lambda: windows.stations(request.at)),
        "nav": SimpleLazyObject(lambda: menu(request, edition)),
        "waiting": SimpleLazyObject(lambda: _count_waiting(request, edition)),
        "is_staff": SimpleLazyObject(lambda: _is_staff(request, edition)),
        "demo": getattr(request, "demo", None),
    }


def _is_staff(request: Any, edition: Edition) -> bool:
    person = request.user
    return person.is_authenticated and roles.is_staff(person, edition=edition, at=request.at)


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
        (_("Showcase"), reverse("showcase:list", args=[edition.pk])),
    ]
    items += _judging(person, edition, at)
    for entity_id in roles.entities_of(person, edition, at=at)[:1]:  # the page leads to the others
        items.append((_("Mijn entiteit"), reverse("participation", args=[edition.pk, entity_id])))
    if _is_staff(request, edition):
        items.append((_("Beheer"), reverse("admin:index")))
    return [NavItem(label, url, _is_active(request, url, edition)) for label, url in items]


def _judging(person: Any, edition: Edition, at: Any) -> list[tuple[str, str]]:
    """The list of somebody who judges and the result for somebody who decides; of two rounds, the one that opened
    last. Their pages lead to the other."""
    from jury import queries

    judges, decides = queries.rounds_concerning(person, edition, at=at)
    told = [(_("Beoordelen"), "jury:my_round", judges), (_("Resultaat"), "jury:result", decides)]
    return [
        (label, reverse(name, args=[edition.pk, rounds[-1].kind])) for label, name, rounds in told if rounds
    ]


def _is_active(request: Any, url: str, edition: Edition) -> bool:
    home = reverse("edition_home", args=[edition.pk])
    if url == home:
        return request.path in ("/", home)
    return request.path.startswith(url) and ("resultaat" in url or "/resultaat/" not in request.path)
