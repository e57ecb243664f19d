"""Logging in with ACM/IDM in a browser, against a provider that runs beside the test."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from oidc_provider_mock import User, run_server_in_thread

from portal.models import Entity, Person
from tests import world as worlds
from tests.browser.conftest import Visitor
from tests.test_sign_in import code_in
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PICTURES = settings.BASE_DIR / "var" / "walk"
NOOR = User(
    sub="7f3a",
    claims={"given_name": "Noor", "family_name": "Peeters", "vo_orgcode": ["OVO000001", "OVO000002"]},
)
STRANGER = User(sub="9b1c", claims={"given_name": "Iemand", "vo_orgcode": "OVO999999"})


@pytest.fixture
def world(transactional_db: None) -> World:
    world = worlds.build()
    for code, name in (("OVO000001", "Departement Omgeving"), ("OVO000002", "Departement Zorg")):
        Entity.objects.filter(name=name).update(ovo_code=code)
    return world


@pytest.fixture
def provider(settings: Any, live_server: Any, monkeypatch: Any) -> Iterator[str]:
    """A provider on a port of its own, and a portal that is set up for it."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    cache.clear()
    with run_server_in_thread(user_claims=[NOOR, STRANGER], require_nonce=True) as server:
        issuer = f"http://localhost:{server.server_port}"
        settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = issuer, "portal", "s"
        settings.PORTAL_URL = live_server.url
        policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"] | {"form-action": ["'self'", issuer]}
        settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": policy}
        yield issuer
    cache.clear()


def to_the_provider(visitor: Visitor) -> Visitor:
    visitor.context.route(
        "https://**", lambda route: route.abort()
    )  # a style sheet of the provider's own pages
    visitor.go("/account/inloggen/").finds_it_accessible()
    visitor.press("Log in met ACM/IDM").page.wait_for_url("**/oauth2/authorize**")
    visitor.errors.clear()
    return visitor


def picture(visitor: Visitor, name: str) -> None:
    """To look at, as in the walk: make pictures."""
    if os.environ.get("PICTURES"):
        PICTURES.mkdir(parents=True, exist_ok=True)
        visitor.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


def test_a_newcomer_comes_in_and_comes_again_and_a_stranger_is_told_whom_to_ask(
    world: World, provider: str, visitor: Any
) -> None:
    noor = to_the_provider(visitor(None, 320))
    noor.press("7f3a").sees("Kies je organisatie").finds_it_accessible()
    picture(noor, "choose-320")
    noor.page.get_by_label("Departement Zorg").check()
    noor.press("Ga verder").sees("Welkom, Noor Peeters").finds_it_accessible()
    picture(noor, "address-320")
    noor.page.get_by_label("E-mailadres op het werk").fill("noor@vlaanderen.be")
    noor.press("Mail me een code").sees("We mailden een code naar noor@vlaanderen.be").finds_it_accessible()
    picture(noor, "code-320")
    noor.page.get_by_label("Code uit de mail").fill("AAAA-AAAA")
    noor.press("Ga verder").sees("Deze code klopt niet").finds_it_accessible()
    picture(noor, "code-wrong-320")
    noor.page.get_by_label("Code uit de mail").fill(code_in(mail.outbox[-1]))
    noor.press("Ga verder").page.wait_for_url(noor.base + "/")
    noor.go("/profiel/").sees("Departement Zorg").finds_it_accessible()
    picture(noor, "profile-320")

    again, answers = to_the_provider(visitor(None)), []
    again.page.on("request", lambda sent: answers.append(sent.url) if "/acm/terug/" in sent.url else None)
    picture(again, "provider-1280")
    again.press("7f3a").page.wait_for_url(again.base + "/")
    assert Person.objects.filter(name="Noor Peeters").count() == 1

    stranger = to_the_provider(visitor(None))
    stranger.press("9b1c").sees("Je kan hier nog niet in").finds_it_accessible()
    picture(stranger, "stranger-1280")
    cancelled = to_the_provider(visitor(None))
    cancelled.press("Deny").sees("Inloggen is niet gelukt").finds_it_accessible()
    picture(cancelled, "cancelled-1280")
    thief = visitor(None)
    thief.go(answers[0].removeprefix(thief.base)).sees("Inloggen is niet gelukt")
