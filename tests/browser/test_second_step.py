"""In a real browser: a second step is set up, and one comes in by it again. Chromium plays the security key."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache

from tests import world as worlds
from tests.browser.conftest import Visitor
from tests.browser.test_security import WIDTHS, logged_in_by_code, picture, totp
from tests.test_accounts import code_in
from tests.world import DURING_SUBMISSION, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def world(transactional_db: None, now: Any, settings: Any) -> World:
    world = worlds.build()
    cache.clear()
    now(DURING_SUBMISSION)
    settings.SECOND_FACTOR_REQUIRED = True
    world.staff.emailaddress_set.update(verified=True)
    return world


def with_a_key(somebody: Visitor) -> Visitor:
    """A laptop that knows a finger or a face, and keeps passkeys."""
    session = somebody.context.new_cdp_session(somebody.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return somebody


def log_out(somebody: Visitor) -> Visitor:
    somebody.go("/account/uitloggen/").page.locator("main button[type=submit]").click()
    somebody.page.wait_for_load_state()
    return somebody


@pytest.mark.parametrize("width", WIDTHS)
def test_walk(world: World, visitor: Callable[..., Visitor], width: int) -> None:
    staff = with_a_key(logged_in_by_code(visitor(None, width), "staff@vlaanderen.be"))
    n = [0]

    def shot(name):
        n[0] += 1
        picture(staff, f"{width}-{n[0]:02}-{name}")
        print(name, staff.page.url, staff.errors)
        try:
            staff.finds_it_accessible()
        except AssertionError as f:
            print("!!", f)

    staff.go("/beheer/")
    shot("led")
    staff.go("/account/2fa/")
    shot("index")
    staff.go("/account/2fa/webauthn/add/")
    shot("add")
    staff.page.get_by_label("wachtwoord").or_(staff.page.locator("[name=passwordless]")).first.check()
    staff.page.locator("#mfa_webauthn_add").click()
    staff.page.wait_for_timeout(2500)
    shot("added")
    staff.go("/beheer/")
    shot("in")
    staff.go("/account/2fa/")
    shot("index2")
    staff.go("/account/2fa/webauthn/")
    shot("list")
    log_out(staff)
    shot("out")
    staff.go("/account/inloggen/")
    shot("login")
    staff.page.locator("#passkey_login").click()
    staff.page.wait_for_timeout(2500)
    shot("passkeyed")
    print(staff.go("/beheer/").status)
    staff.go("/account/2fa/recovery-codes/")
    shot("codes")
    log_out(staff)
    logged_in_by_code(staff, "staff@vlaanderen.be")
    shot("asked")
    Authenticator.objects.all().delete()
    logged_in_by_code(staff, "staff@vlaanderen.be")
    staff.go("/beheer/")
    shot("led-totp")
    secret = staff.page.locator("#authenticator_secret").input_value()
    staff.page.locator("main input[name=code]").fill(totp(secret))
    staff.press("Activeer").page.wait_for_load_state()
    shot("totp-done")
