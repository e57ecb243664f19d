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


def add_key(somebody: Visitor) -> Visitor:
    somebody.press("Voeg toe").page.wait_for_url("**/2fa/recovery-codes/")
    return somebody


def log_in_by_key(somebody: Visitor) -> Visitor:
    somebody.go("/account/inloggen/").press("Log in met een toegangssleutel (passkey)")
    somebody.page.wait_for_url(somebody.base + "/")
    return somebody


def test_staff_are_led_to_a_second_step_and_come_in_by_passkey_alone(
    world: World, visitor: Callable[..., Visitor]
) -> None:
    staff = with_a_key(logged_in_by_code(visitor(None, 320), "staff@vlaanderen.be"))
    picture(staff.go("/beheer/").sees("Stel je tweede stap in").finds_it_accessible(), "led-320")
    staff.follow("Voeg een toegangssleutel").page.wait_for_url("**/webauthn/add/")
    picture(add_key(staff.finds_it_accessible()).sees("Nog 10 codes").finds_it_accessible(), "codes-320")
    staff.follow("Ik heb ze bewaard").page.wait_for_url("**/beheer/")  # where they wanted to go
    assert staff.go("/beheer/").status == 200

    picture(log_in_by_key(log_out(staff)), "in-320")
    assert staff.go("/beheer/").status == 200
    assert len(mail.outbox) == 1  # the code of the first time


@pytest.mark.deep
@pytest.mark.parametrize("width", WIDTHS)
def test_an_app_then_a_recovery_code_that_works_once(
    world: World, visitor: Callable[..., Visitor], width: int
) -> None:
    staff = logged_in_by_code(visitor(None, width), "staff@vlaanderen.be").go("/beheer/")
    picture(staff.sees("Stel je tweede stap in").finds_it_accessible(), f"app-{width}")
    secret = staff.page.get_by_label("Geheime sleutel").input_value()
    staff.page.locator("main input[name=code]").fill(totp(secret))
    staff.press("Zet de tweede stap aan").page.wait_for_url("**/2fa/recovery-codes/")
    picture(staff.sees("Nog 10 codes").finds_it_accessible(), f"app-codes-{width}")
    codes = staff.page.get_by_label("Nog 10 codes").input_value().split()
    assert len(set(codes)) == 10
    assert staff.go("/beheer/").status == 200
    picture(staff.go("/account/2fa/").finds_it_accessible(), f"app-index-{width}")

    logged_in_by_code(log_out(staff), "staff@vlaanderen.be").sees("De tweede stap")
    picture(staff.finds_it_accessible(), f"second-step-{width}")
    staff.page.locator("main input[name=code]").fill(codes[0])
    staff.press("Ga verder").page.wait_for_url(staff.base + "/")
    assert staff.go("/beheer/").status == 200
    staff.go("/account/2fa/recovery-codes/").sees("Nog 9 codes")

    logged_in_by_code(log_out(staff), "staff@vlaanderen.be").sees("De tweede stap")
    staff.page.locator("main input[name=code]").fill(codes[0])
    picture(staff.press("Ga verder").finds_it_accessible(), f"second-step-refused-{width}")
    staff.sees("Deze code klopt niet, of is al gebruikt.")
    assert staff.go("/profiel/").page.url != staff.base + "/profiel/"


@pytest.mark.deep
@pytest.mark.parametrize("width", WIDTHS)
def test_a_passkey_as_second_step_and_its_pages(
    world: World, visitor: Callable[..., Visitor], width: int
) -> None:
    staff = with_a_key(logged_in_by_code(visitor(None, width), "staff@vlaanderen.be"))
    picture(staff.go("/account/2fa/webauthn/add/").finds_it_accessible(), f"key-add-{width}")
    add_key(staff)
    picture(staff.go("/account/2fa/webauthn/").finds_it_accessible(), f"key-list-{width}")
    logged_in_by_code(log_out(staff), "staff@vlaanderen.be").press("Gebruik je toegangssleutel")
    staff.page.wait_for_url(staff.base + "/")
    assert staff.go("/beheer/").status == 200
    picture(staff.go("/account/2fa/webauthn/").finds_it_accessible(), f"key-used-{width}")
    staff.follow("Geef een andere naam").page.wait_for_load_state()
    staff.page.get_by_label("Naam van deze sleutel").fill("Sleutel aan mijn sleutelbos")
    picture(staff.finds_it_accessible(), f"key-rename-{width}").press("Bewaar").sees(
        "Sleutel aan mijn sleutelbos"
    )
    staff.follow("Verwijder").page.wait_for_load_state()
    picture(staff.sees("Sleutel aan mijn sleutelbos").finds_it_accessible(), f"key-remove-{width}")
    staff.press("Verwijder").sees("Je hebt nog geen sleutel.").sees("De sleutel is verwijderd.")
    picture(staff.finds_it_accessible(), f"key-none-{width}")
    picture(
        staff.go("/account/2fa/").sees("Je tweede stap staat uit.").finds_it_accessible(),
        f"index-off-{width}",
    )


@pytest.mark.deep
@pytest.mark.parametrize("width", WIDTHS)
def test_the_second_step_is_given_again_before_it_changes(
    world: World, visitor: Callable[..., Visitor], settings: Any, monkeypatch: Any, width: int
) -> None:
    staff = with_a_key(logged_in_by_code(visitor(None, width), "staff@vlaanderen.be"))
    add_key(staff.go("/account/2fa/webauthn/add/"))
    picture(
        staff.go("/account/2fa/").sees("Je tweede stap staat aan.").finds_it_accessible(), f"index-on-{width}"
    )
    monkeypatch.setattr("portal.sessions.gave_everything", lambda request: False)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    staff.follow("Maak nieuwe codes").sees("Even nakijken of jij het bent")
    picture(
        staff.sees("Met een code van je app, of een herstelcode").finds_it_accessible(), f"again-key-{width}"
    )
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    staff.press("Gebruik je toegangssleutel").page.wait_for_url("**/recovery-codes/generate/")
    picture(staff.sees("De 10 codes die je nog hebt").finds_it_accessible(), f"generate-{width}")
    staff.press("Maak nieuwe codes").page.wait_for_url("**/2fa/recovery-codes/")
    picture(staff.sees("Je nieuwe herstelcodes zijn klaar.").finds_it_accessible(), f"generated-{width}")
    codes = staff.page.get_by_label("Nog 10 codes").input_value().split()

    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    staff.go("/account/2fa/recovery-codes/generate/").follow("Met een code van je app")
    staff.page.locator("main input[name=code]").fill("000000")
    picture(staff.press("Ga verder").finds_it_accessible(), f"again-code-refused-{width}")
    staff.sees("Deze code klopt niet, of is al gebruikt.")
    staff.page.locator("main input[name=code]").fill(codes[0])
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    staff.press("Ga verder").page.wait_for_url("**/recovery-codes/generate/")


@pytest.mark.deep
@pytest.mark.parametrize("width", WIDTHS)
def test_an_app_is_switched_off(world: World, visitor: Callable[..., Visitor], width: int) -> None:
    staff = logged_in_by_code(visitor(None, width), "staff@vlaanderen.be").go("/profiel/")
    secret = staff.page.get_by_label("Geheime sleutel").input_value()
    staff.page.locator("main input[name=code]").fill(totp(secret))
    staff.press("Zet de tweede stap aan").page.wait_for_url("**/2fa/recovery-codes/")
    staff.follow("Ik heb ze bewaard").page.wait_for_url("**/profiel/")
    staff.go("/account/2fa/").follow("Zet de app uit")
    picture(
        staff.sees("Het portaal vraagt dan geen code van de app meer.").finds_it_accessible(),
        f"app-off-{width}",
    )
    staff.press("Zet uit").sees("De app is geen tweede stap meer.").finds_it_accessible()


def test_factors_that_vanish_during_the_log_in_lead_to_the_page_to_log_in(
    world: World, visitor: Callable[..., Visitor]
) -> None:
    staff = with_a_key(logged_in_by_code(visitor(None, 320), "staff@vlaanderen.be"))
    add_key(staff.go("/account/2fa/webauthn/add/"))
    logged_in_by_code(log_out(staff), "staff@vlaanderen.be").sees("De tweede stap")
    Authenticator.objects.all().delete()
    staff.page.reload()
    picture(staff.sees("Je tweede stap werd intussen verwijderd.").finds_it_accessible(), "gone-320")
    logged_in_by_code(staff, "staff@vlaanderen.be").go("/beheer/").sees("Stel je tweede stap in")
