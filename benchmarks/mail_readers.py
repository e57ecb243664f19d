"""What a letter of the demo meets at its reader's: who that is, what its links answer, what one click does.

Everything here is looked at and rolled back, so that reading a letter changes nothing of the year.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from ideas.models import Clarification, Idea, Invitation, Ownership
from poc.models import Obligation
from portal import envelope, roles
from portal.mail import choices
from portal.models import (
    AccountInvitation,
    Edition,
    Event,
    Extension,
    Letter,
    MailChoice,
    Person,
    RoleKind,
    Subscription,
    Transfer,
)
from sprints.models import Booking
from teams.models import Candidacy, Membership, Support, Team

LINK = re.compile(re.escape(settings.PORTAL_URL) + r"[^\s<>\")]*")
SIGN_IN = "/account/inloggen/"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
FOR_EVERYBODY = ("unsubscribe", "edition_home", "home", "privacy")  # alike, whoever reads them
ABOVE = ("idea", "team", "membership", "project", "kept")


@contextmanager
def only_looked_at() -> Iterator[None]:
    """Nothing of what happens here stays."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Readers:
    """Everybody who reads mail on one day. What tells nothing new is not asked again: the same link of the same reader,
    and of somebody who is logged out the same page of the same letter."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, ...], str] = {}

    def links_of(self, letter: Letter) -> dict[str, str]:
        """What each address in a letter answers to who reads it: 'page', 'sign in' or the status; also when who has an
        account is logged out."""
        found = sorted(set(LINK.findall(letter.text)) | set(LINK.findall(letter.html)))
        return {link: self._answer(letter, link.rstrip(".,")) for link in found}

    def _answer(self, letter: Letter, link: str) -> str:
        view = resolve(_path(link).partition("?")[0]).view_name
        who = letter.recipient or Person()
        key = (letter.name, view) if letter.recipient else (link,)
        logged_out = self._once(key, lambda: _followed(None, link))
        if letter.recipient is None or view in FOR_EVERYBODY:
            return logged_out
        told = self._once((who.pk, link), lambda: _followed(who, link))
        return told if logged_out in ("page", "sign in") else f"{told}, logged out {logged_out}"

    def one_click(self, letter: Letter) -> str:
        """What the button of a mail program does: 'refused' once the kind is off, 'none' when there is no button."""
        button = envelope.message(letter).extra_headers.get("List-Unsubscribe", "")
        key = (letter.name, str(letter.recipient is None), "button")
        return self._once(key, lambda: _pressed(letter, button)) if button else "none"

    def _once(self, key: tuple[str, ...], ask: Callable[[], str]) -> str:
        if key not in self._seen:
            self._seen[key] = ask()
        return self._seen[key]


def _followed(reader: Person | None, link: str) -> str:
    browser = Client(raise_request_exception=False)
    with only_looked_at():
        if reader:
            browser.force_login(reader, backend=settings.AUTHENTICATION_BACKENDS[0])
        page = browser.get(_path(link), follow=True)
    if page.status_code != 200:
        return str(page.status_code)
    last = page.redirect_chain[-1][0] if page.redirect_chain else link
    return "sign in" if urlsplit(last).path.startswith(SIGN_IN) else "page"


def _path(link: str) -> str:
    parts = urlsplit(link)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"


def _pressed(letter: Letter, button: str) -> str:
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    with only_looked_at():
        page = browser.post(_path(button.strip("<>")), ONE_CLICK)
        off = page.status_code == 200 and choices.has_refused(Letter.objects.get(pk=letter.pk))
    return "refused" if off else f"status {page.status_code}"


def anchor_of(letter: Letter) -> datetime | None:
    """The moment that a reminder about a single thing counts from, as the thing itself says it."""
    about, key = _about(letter), letter.occasion.partition(" ")[2]
    if letter.name == "question_waits":
        return Clarification.objects.get(pk=key).asked_at
    if letter.name in ("call_moved", "date_moved"):
        moved = Event.objects.filter(kind="move_phase", at__lte=letter.due_at).order_by("-at")
        return moved[0].at
    if isinstance(about, Support):
        return about.asked_at
    if isinstance(about, Booking) and about.place:
        week = about.place.week.monday
        begins = datetime(week.year, week.month, week.day, tzinfo=timezone.get_default_timezone())
        return about.held_until if letter.name == "sprint_to_confirm" else begins
    return about.at if isinstance(about, Invitation | Obligation) else None


def _about(letter: Letter) -> Any:
    """The row that a letter is about."""
    label, _colon, key = letter.subject.partition(":")
    return apps.get_model(label).objects.filter(pk=key).first()


def reader_of(letter: Letter) -> list[str]:
    """What who reads a letter is in what it is about: owner, member, judge …"""
    at = letter.sent_at or letter.due_at
    found = _without_account(letter.address) | (_with_account(letter, at) if letter.recipient else {"bare"})
    return sorted(found)


def _without_account(address: str) -> set[str]:
    asked = {
        "follower": Subscription.objects.filter(email__iexact=address),
        "invited": Invitation.objects.filter(email__iexact=address),
        "guest": AccountInvitation.objects.filter(email__iexact=address),
        "manager": Support.objects.filter(manager_email__iexact=address),
    }
    return {name for name, rows in asked.items() if rows.exists()}


def _with_account(letter: Letter, at: datetime) -> set[str]:
    person, edition = letter.recipient, letter.edition
    idea, team = _idea_and_team(_about(letter), edition)
    kinds = {role.kind for role in roles.held(person, at=at)}
    asked = {
        "owner": Ownership.objects.filter(person=person, **idea),
        "member": Membership.objects.filter(person=person, **team),
        "candidate": Candidacy.objects.filter(person=person, **team),
        "overview": MailChoice.objects.filter(person=person, how="digest"),
        "moved": Transfer.objects.filter(person=person),
        "late": Extension.objects.filter(person=person),
        "had a role": person.roles.all(),  # type: ignore[union-attr]
    }
    is_one = {
        "staff": {RoleKind.STAFF, RoleKind.CHAIR},
        "assessor": {RoleKind.ASSESSOR},
        "juror": {RoleKind.JUROR},
        "designer": {RoleKind.UX_DESIGNER},
    }
    held = {name for name, wanted in is_one.items() if wanted & kinds}
    return held | {name for name, rows in asked.items() if rows.exists()}


def _idea_and_team(about: Any, edition: Edition | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Which idea and team a letter is about: those of the row it hangs under, any of the edition otherwise."""
    row = about
    while row is not None and not isinstance(row, Idea | Team):
        above = next((name for name in ABOVE if hasattr(row, f"{name}_id")), None)
        row = getattr(row, above) if above else None
    if row is None:
        return {"idea__edition": edition}, {"team__edition": edition}
    idea = row.idea if isinstance(row, Team) else row
    return {"idea": idea}, {"team__idea": idea}
