"""Seeds of apps and recovery codes lie sealed in the database: old rows, another key, and no key at all."""

import base64

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.cache import cache

from portal import sealing, tasks
from portal.second_step import keeping
from tests.test_accounts import CONFIRM_LOGIN, ask_code, code_in, is_logged_in
from tests.test_attempts import SECOND_STEP
from tests.test_second_step import SECRET, code_of
from tests.world import DURING_SUBMISSION


@pytest.fixture(autouse=True)
def _begin(now):
    cache.clear()
    now(DURING_SUBMISSION)


def test_what_lies_in_the_database_is_sealed(world):
    TOTP.activate(world.owner, SECRET)
    codes = RecoveryCodes.activate(world.owner).generate_codes()
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert SECRET not in stored
    assert stored.count(sealing.PREFIX) == 2
    assert Authenticator.objects.get(type="totp").wrap().validate_code(code_of(SECRET))
    assert Authenticator.objects.get(type="recovery_codes").wrap().validate_code(codes[0])


def test_a_sealed_text_that_was_changed_is_worthless(settings):
    sealed = sealing.seal("geheim")
    raw = bytearray(base64.urlsafe_b64decode(sealed.removeprefix(sealing.PREFIX)))
    raw[-40] ^= 1
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(sealing.PREFIX + base64.urlsafe_b64encode(raw).decode())
    settings.SECRET_KEY = "another"
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(sealed)


def test_what_lay_open_before_goes_on_working_and_is_sealed_within_the_hour(world):
    old = Authenticator.objects.create(user=world.owner, type="totp", data={"secret": SECRET})
    seed = Authenticator.objects.create(
        user=world.owner, type="recovery_codes", data={"seed": "ab" * 40, "used_mask": 1}
    )
    codes = seed.wrap().generate_codes()
    assert old.wrap().validate_code(code_of(SECRET))
    tasks.purge()
    old.refresh_from_db()
    seed.refresh_from_db()
    assert sealing.is_current(old.data["secret"])
    assert sealing.is_current(seed.data["seed"])
    assert seed.data["used_mask"] == 1
    assert seed.wrap().generate_codes() == codes
    assert keeping.seal_all() == 0


def test_another_key_seals_anew_and_the_old_one_may_go(world, settings):
    row = TOTP.activate(world.owner, SECRET).instance
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a-new-key"
    row.refresh_from_db()
    assert row.wrap().validate_code(code_of(SECRET))
    assert keeping.seal_all() == 1
    settings.SECRET_KEY_FALLBACKS = []
    cache.clear()
    row.refresh_from_db()
    assert row.wrap().validate_code(code_of(SECRET))


def test_without_the_key_one_is_told_what_to_do_and_nobody_comes_in(world, client_of, settings):
    TOTP.activate(world.owner, SECRET)
    settings.SECRET_KEY = "another"
    assert keeping.seal_all() == 0
    browser = client_of(None)
    ask_code(browser, "owner@vlaanderen.be")
    browser.post(CONFIRM_LOGIN, {"code": code_in(mail.outbox[-1])})
    said = browser.post(SECOND_STEP, {"code": code_of(SECRET)})
    assert said.status_code == 409
    assert "Je tweede stap is onleesbaar" in said.content.decode()
    assert not is_logged_in(browser)
