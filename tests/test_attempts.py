"""Ways in, also those that failed, stand in the log: who, by which proof, from where; nothing of what was typed."""

import json
import logging

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core import mail
from django.core.cache import cache

from tests.test_accounts import CONFIRM_LOGIN, LOG_IN, SIGN_UP, ask_code, code_in, is_logged_in
from tests.test_sessions import FRESH
from tests.world import DURING_SUBMISSION

FROM = "203.0.113.7"
TYPED = "WRONG1"
SECOND_STEP, PASSKEY = "/account/2fa/authenticate/", "/account/2fa/webauthn/login/"
KEY = {"credential": json.dumps({"id": "x", "response": {"userHandle": "eA"}})}


@pytest.fixture
def browser(world, now, client_of, settings, caplog):
    cache.clear()
    now(DURING_SUBMISSION)
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    caplog.set_level(logging.WARNING, logger="portal.attempts")
    visitor = client_of(None)
    visitor.defaults["HTTP_X_FORWARDED_FOR"] = f"198.51.100.1, {FROM}"
    return visitor


def wrong_code(browser, world):
    ask_code(browser, "owner@vlaanderen.be")
    browser.post(CONFIRM_LOGIN, {"code": TYPED})
    return f"failed: code, by {world.owner.pk}, from {FROM}"


def wrong_code_at_an_unknown_address(browser, world):
    ask_code(browser, "Niemand@vlaanderen.be")
    browser.post(CONFIRM_LOGIN, {"code": TYPED})
    return "failed: code, by address "


def wrong_code_at_signing_up(browser, world):
    browser.post(SIGN_UP, {"name": "Noor", "email": "noor@vlaanderen.be"})
    browser.post("/account/bevestigen/", {"code": TYPED})
    return "failed: code for a new address, by "


def at_the_second_step(browser, world):
    Authenticator.objects.create(user=world.owner, type=Authenticator.Type.TOTP, data={"secret": "A" * 32})
    ask_code(browser, "owner@vlaanderen.be")
    browser.post(CONFIRM_LOGIN, {"code": code_in(mail.outbox[-1])})


def wrong_second_step(browser, world):
    at_the_second_step(browser, world)
    browser.post(SECOND_STEP, {"code": TYPED})
    return f"failed: second step, code, by {world.owner.pk}, from {FROM} (incorrect_code)"


def wrong_key_at_the_second_step(browser, world):
    at_the_second_step(browser, world)
    browser.post(SECOND_STEP, KEY)
    return f"failed: second step, key, by {world.owner.pk}, from {FROM} (incorrect_code)"


def wrong_passkey(browser, world):
    browser.post(PASSKEY, KEY)
    return f"failed: passkey, by unknown, from {FROM} (incorrect_code)"


def wrong_fresh_code(browser, world):
    browser.force_login(world.owner)
    browser.post(FRESH, {"send": "1"})
    browser.post(FRESH, {"code": TYPED})
    return f"failed: fresh code, by {world.owner.pk}, from {FROM}"


def single_sign_on(browser, world):
    browser.get("/account/acm/terug/", {"code": TYPED, "state": TYPED})
    return f"failed: single sign-on, by unknown, from {FROM} (nothing was begun here, or long ago)"


@pytest.mark.parametrize(
    "attempt",
    [
        wrong_code,
        wrong_code_at_an_unknown_address,
        wrong_code_at_signing_up,
        wrong_second_step,
        wrong_key_at_the_second_step,
        wrong_passkey,
        wrong_fresh_code,
        single_sign_on,
    ],
)
def test_a_way_in_that_failed_stands_in_the_log(browser, world, settings, caplog, attempt):
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = (
        "https://acm.example",
        "p",
        "s",
    )
    line = attempt(browser, world)
    (said,) = [record.getMessage() for record in caplog.records if record.name == "portal.attempts"]
    assert said.startswith(line)
    assert FROM in said
    for private in (TYPED, "@", "Eigenaar"):
        assert private not in said


def test_one_address_is_one_seal(browser, world, client_of, caplog):
    wrong_code_at_an_unknown_address(browser, world)
    other = client_of(None)
    other.post(LOG_IN, {"email": "niemand@vlaanderen.be"})
    other.post(CONFIRM_LOGIN, {"code": TYPED})
    first, second = [record.args[1] for record in caplog.records if record.name == "portal.attempts"]
    assert first == second


def test_each_log_in_stands_in_the_log_with_its_proofs(browser, world, caplog):
    caplog.set_level(logging.INFO, logger="portal.attempts")
    (code, *_more) = RecoveryCodes.activate(world.owner).generate_codes()
    at_the_second_step(browser, world)
    browser.post(SECOND_STEP, {"code": code})
    assert is_logged_in(browser)
    (said,) = [record.getMessage() for record in caplog.records if record.name == "portal.attempts"]
    assert said == f"logged in: {world.owner.pk}, with code and recovery_codes, from {FROM}"
