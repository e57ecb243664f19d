"""Sessions end after silence and at last for good; what touches how one logs in asks for a fresh code."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache, caches
from django.urls import reverse
from django.utils import timezone

from portal import access, clock, tasks
from tests.test_accounts import CODE, code_in, is_logged_in
from tests.world import DURING_SUBMISSION

MINE, PROFILE = "/2021-2022/mijn-traject/", "/profiel/"
EMAIL, CLOSE, LEFT, FRESH = (
    reverse(name) for name in ("account_email", "close_account", "time_left", "fresh_code")
)
HOUR = timedelta(hours=1)
BY_ITSELF = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _begin(now):
    cache.clear()
    now(DURING_SUBMISSION)


def later(browser, after, address=PROFILE, **more):
    with time_machine.travel(clock.machine() + after, tick=False):
        return browser.get(address, **more)


@pytest.mark.parametrize(
    ("member", "idle", "whole"),
    [("owner", 8 * HOUR, 14 * 24 * HOUR), ("staff", 2 * HOUR, 12 * HOUR), ("assessor", 2 * HOUR, 12 * HOUR)],
)
def test_a_session_ends_after_silence_and_at_last_for_good(world, client_of, member, idle, whole):
    browser = client_of(world.people[member])
    assert later(browser, idle - timedelta(minutes=1)).status_code == 200
    silent = client_of(world.people[member])
    assert later(silent, idle + timedelta(minutes=1)).status_code == 302
    assert not is_logged_in(silent)

    busy, passed = client_of(world.people[member]), timedelta()
    while passed + idle / 2 < whole:
        passed += idle / 2
        assert later(busy, passed).status_code == 200, passed
    assert later(busy, whole + timedelta(minutes=1)).status_code == 302


def test_what_a_page_asks_by_itself_keeps_nobody_logged_in(world, client_of):
    browser = client_of(world.staff)
    for minutes in (60, 119):
        later(browser, timedelta(minutes=minutes), headers=BY_ITSELF)
    assert later(browser, timedelta(minutes=121)).status_code == 302


def test_a_text_that_comes_after_the_end_is_kept(world, client_of):
    browser = client_of(world.owner)
    with time_machine.travel(clock.machine() + 9 * HOUR, tick=False):
        sent = browser.post(
            "/2021-2022/ideeen/nieuw/", {"title": "Een lange tekst die niemand mag verliezen"}
        )
    assert sent.status_code == 401
    assert "Een lange tekst die niemand mag verliezen" in sent.content.decode()


def test_one_press_makes_it_longer_and_asking_does_not(world, client_of):
    browser = client_of(world.staff)
    with time_machine.travel(clock.machine() + timedelta(minutes=118, seconds=1), tick=False):
        asked = browser.get(LEFT, headers=BY_ITSELF).json()
        again = browser.get(LEFT, headers=BY_ITSELF).json()
        pressed = browser.post(LEFT).json()
    assert 100 < asked["left"] <= 120
    assert again == asked
    assert asked["longer"]
    assert pressed["left"] == 2 * 60 * 60
    assert client_of(None).get(LEFT).json() == {"left": 0, "longer": False}


def test_logging_in_begins_the_count_anew(world, client_of):
    browser = client_of(world.staff)
    with time_machine.travel(clock.machine() + 11 * HOUR, tick=False):
        assert browser.get(PROFILE).status_code == 302
        browser.force_login(world.staff)
        assert browser.get(LEFT).json()["left"] == 2 * 60 * 60


# --- a fresh code ---


@pytest.mark.parametrize("name", sorted(access.FRESH))
def test_what_touches_how_one_logs_in_asks_for_a_fresh_code_first(world, client_of, name):
    browser = client_of(world.owner)
    page = reverse(name, args=[1] if name == "mfa_remove_webauthn" else [])
    with time_machine.travel(clock.machine() + timedelta(minutes=11), tick=False):
        asked, posted = browser.get(page), browser.post(page, {"sure": "on", "email": "ander@vlaanderen.be"})
    assert (asked.status_code, posted.status_code) == (303, 303)
    assert asked["Location"].startswith(FRESH)
    world.owner.refresh_from_db()
    assert world.owner.is_active


def test_a_code_opens_the_page_for_ten_minutes_and_having_just_logged_in_does_not(world, client_of):
    browser = client_of(world.owner)
    assert browser.get(EMAIL).status_code == 303

    browser.post(FRESH, {"send": "1", "next": EMAIL})
    (sent,) = mail.outbox
    assert sent.to == ["owner@vlaanderen.be"]
    assert code_in(sent) not in repr(dict(browser.session))
    before = browser.session.session_key
    told = {"ip": "127.0.0.1", "user_agent": "Firefox"}
    UserSession.objects.create(user=world.owner, session_key=before, **told)
    back = browser.post(FRESH, {"code": code_in(sent).lower().replace("-", " "), "next": EMAIL})

    assert browser.session.session_key != before
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [browser.session.session_key]
    assert back["Location"] == EMAIL
    assert browser.get(EMAIL).status_code == 200
    assert browser.get(CLOSE).status_code == 200
    assert later(browser, timedelta(minutes=11), EMAIL).status_code == 303


def test_a_fresh_code_makes_no_session_last_longer(world, client_of):
    browser = client_of(world.staff)
    for hours in range(1, 12):
        later(browser, hours * HOUR)
    with time_machine.travel(clock.machine() + 11 * HOUR, tick=False):
        browser.post(FRESH, {"send": "1", "next": EMAIL})
        browser.post(FRESH, {"code": code_in(mail.outbox[0]), "next": EMAIL})
        told = browser.get(LEFT).json()
    assert told["left"] <= 60 * 60
    assert not told["longer"]


@pytest.mark.parametrize(
    ("minutes", "had_one", "asked"),
    [(1, False, False), (1, True, False), (11, False, False), (11, True, True)],
)
def test_a_second_step_is_asked_again_only_where_it_was_not_just_given_or_made(
    world, client_of, minutes, had_one, asked
):
    """Logged in, or a code by mail when there was none yet: then what one set up since is not asked at once. A code by
    mail alone never stands for a second step that was there."""
    world.owner.emailaddress_set.update(verified=True)
    browser = client_of(world.owner)
    if had_one:
        RecoveryCodes.activate(world.owner)
        TOTP.activate(world.owner, "A" * 32)
    with time_machine.travel(clock.machine() + timedelta(minutes=minutes), tick=True):
        if minutes > 10:
            browser.post(FRESH, {"send": "1"})
            browser.post(FRESH, {"code": code_in(mail.outbox[0])})
        if not had_one:
            RecoveryCodes.activate(world.owner)
            TOTP.activate(world.owner, "A" * 32)
        codes = browser.get(reverse("mfa_view_recovery_codes"))
        off = browser.get(reverse("mfa_deactivate_totp"))
    assert {codes.status_code, off.status_code} == ({302} if asked else {200})


def test_three_wrong_codes_end_the_code_and_nobody_is_sent_elsewhere(world, client_of):
    browser = client_of(world.owner)
    browser.post(FRESH, {"send": "1"})
    for _ in range(3):
        wrong = browser.post(FRESH, {"code": "WRONG1"})
        assert "<title>Fout: " in wrong.content.decode()
    assert browser.post(FRESH, {"code": code_in(mail.outbox[0])}).status_code == 200
    browser.post(FRESH, {"send": "1"})
    done = browser.post(FRESH, {"code": code_in(mail.outbox[1]), "next": "https://example.org/"})
    assert done["Location"] == PROFILE


def test_a_code_works_in_the_session_that_asked_for_it_alone(world, client_of):
    browser, other = client_of(world.owner), client_of(world.owner)
    browser.post(FRESH, {"send": "1"})
    other.post(FRESH, {"code": code_in(mail.outbox[0]), "next": EMAIL})
    assert other.get(EMAIL).status_code == 303


def test_nobody_can_flood_an_address_with_fresh_codes(world, client_of):
    browser = client_of(world.owner)
    answers = [browser.post(FRESH, {"send": "1"}).status_code for _ in range(5)]
    assert answers == [303, 303, 303, 409, 409]
    assert len([one for one in mail.outbox if CODE.search(one.body)]) == 3


def test_guessing_is_counted_in_the_database_so_a_lost_cache_forgets_nothing(world, client_of, settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"},
        "lost": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    }
    browser = client_of(world.owner)
    for _ in range(3):
        browser.post(FRESH, {"send": "1"})
    caches["lost"].clear()
    caches.close_all()
    assert browser.post(FRESH, {"send": "1"}).status_code == 409


def test_a_session_that_ended_leaves_no_address_behind(world, client_of):
    for person in (world.owner, world.employee):
        key = client_of(person).session.session_key
        UserSession.objects.create(user=person, session_key=key, ip="10.0.0.1", user_agent="Een browser")
    gone = UserSession.objects.get(user=world.owner)
    Session.objects.filter(pk=gone.session_key).update(expire_date=timezone.now() - timedelta(days=1))
    tasks.purge()
    assert [one.user for one in UserSession.objects.all()] == [world.employee]
    assert Session.objects.count() == 1
