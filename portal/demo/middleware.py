"""The demo bar at the foot of every page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from portal import clock
from portal.demo.cast import PARTS
from portal.demo.stage import JUMPS, Jump


@dataclass(frozen=True)
class RoleButton:
    """A one-click login."""

    slug: str
    label: str
    about: Any
    group: Any
    current: bool


class Bar:
    """What the bar shows: read only when a page draws it."""

    jumps: list[Jump] = JUMPS

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def now(self) -> Any:
        return clock.now()

    @property
    def mails_url(self) -> str:
        return reverse("demo_mails")

    @property
    def roles(self) -> list[RoleButton]:
        email = getattr(self._request.user, "email", "")
        return [RoleButton(p.slug, p.name, p.about, p.group, p.email == email) for p in PARTS if p.shown]


def demo_bar(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Give every page the bar."""

    def handle(request: Any) -> HttpResponse:
        request.demo = Bar(request)
        return get_response(request)

    return handle
