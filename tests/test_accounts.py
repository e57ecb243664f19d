"""Signing up, logging in with a code by mail, and appointing people from the command line."""

import re
from datetime import timedelta
from io import StringIO
from urllib.parse import urlencode

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.urls import NoReverseMatch, reverse

from ideas import actions as ideas
from portal import access, clock, history, registry
from portal.models import Person, Role, RoleKind
from portal.settings import base
from portal.templatetags.portal import device
from tests.refusals import refused, rows
from tests.world import DURING_SUBMISSION

SIGN_UP, LOG_IN, LOG_OUT = "/account/registreren/", "/account/inloggen/", "/account/uitloggen/"
CONFIRM_ADDRESS, CONFIRM_LOGIN = "/account/bevestigen/", "/account/code/bevestigen/"
AT_THE_DOOR = {LOG_IN, "/account/code/"}
CODE = re.compile(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", re.MULTILINE)


@pytest.fixture(autouse=True)
def _no_limits_from_other_tests():
    """How often one may try is counted in the cache, by address."""
    cache.clear()


@pytest.fixture
def browser(client_of):
    return client_of(None)


def code_in(sent):
    found = CODE.search(sent.body)
    assert found, sent.body
    return found.group()


def ask_code(browser, email, **more):
    return browser.post(LOG_IN, {"email": email, **more})


def is_logged_in(browser):
    return "_auth_user_id" in browser.session


def without_secrets(response):
    """The page without what differs every time."""
    html = response.content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", html)


# --- sign up ---


def test_a_colleague_signs_up_with_a_name_and_a_work_address_and_is_in(world, browser):
    asked = browser.post(SIGN_UP, {"name": "Noor Peeters", "email": "noor.peeters@vlaanderen.be"})
    assert asked["Location"] == CONFIRM_ADDRESS
    assert not is_logged_in(browser)
    (sent,) = mail.outbox
    assert sent.to == ["noor.peeters@vlaanderen.be"]

    confirmed = browser.post(CONFIRM_ADDRESS, {"code": code_in(sent)})

    assert confirmed["Location"] == "/"
    assert is_logged_in(browser)
    assert "Noor Peeters" in browser.get("/").content.decode()
    person = Person.objects.get(email="noor.peeters@vlaanderen.be")
    assert (person.name, person.has_usable_password()) == ("Noor Peeters", False)


def test_the_mail_with_the_first_code_is_dutch_and_plain(world, browser):
    browser.post(SIGN_UP, {"name": "Noor <b> & Co", "email": "noor@vlaanderen.be"})

    (sent,) = mail.outbox
    assert sent.subject == "Bevestig je e-mailadres"
    assert sent.body.startswith("Dag Noor <b> & Co\n")
    assert "Welkom bij het portaal van Sandbox Vlaanderen." in sent.body
    assert sent.body.rstrip().endswith("Sandbox Vlaanderen")


@pytest.mark.parametrize(
    "email", ["noor@example.org", "noor@nietvlaanderen.be", "noor@omgeving.vlaanderen.be"]
)
def test_another_address_gets_the_page_of_everybody_no_account_and_a_mail_that_helps(
    world, browser, client_of, email
):
    known = client_of(None).post(SIGN_UP, {"name": "Noor", "email": "noor@vlaanderen.be"}, follow=True)

    other = browser.post(SIGN_UP, {"name": "Noor", "email": email}, follow=True)

    assert (other.status_code, other.redirect_chain) == (known.status_code, known.redirect_chain)
    assert without_secrets(other).replace(email, "noor@vlaanderen.be") == without_secrets(known)
    assert not Person.objects.filter(email=email).exists()
    sent = mail.outbox[-1]
    assert (sent.to, sent.subject) == ([email], "Je vraag om een account")
    assert "Mail naar sandbox@vlaanderen.be" in sent.body
    assert CODE.search(sent.body) is None


def test_nobody_is_in_with_a_wrong_first_code(world, browser):
    browser.post(SIGN_UP, {"name": "Noor", "email": "noor@vlaanderen.be"})

    response = browser.post(CONFIRM_ADDRESS, {"code": "WRONG1"})

    assert "<title>Fout: " in response.content.decode()
    assert not is_logged_in(browser)


def test_signing_up_again_looks_the_same_and_the_mail_says_log_in(world, browser, client_of):
    new = browser.post(SIGN_UP, {"name": "Noor", "email": "noor@vlaanderen.be"}, follow=True)
    other = client_of(None)

    known = other.post(SIGN_UP, {"name": "Noor", "email": "OWNER@vlaanderen.be"}, follow=True)

    assert (known.status_code, known.redirect_chain) == (new.status_code, new.redirect_chain)
    assert without_secrets(known).replace("owner@", "noor@").replace("OWNER@", "noor@") == without_secrets(
        new
    )
    sent = mail.outbox[-1]
    assert sent.to[0].lower() == "owner@vlaanderen.be"
    assert sent.subject == "Je hebt al een account"
    assert "http://localhost:8000/account/inloggen/" in sent.body
    assert "Een wachtwoord heb je niet nodig" in sent.body
    assert Person.objects.filter(email__iexact="owner@vlaanderen.be").count() == 1
    assert not is_logged_in(other)


# --- log in ---


def test_somebody_we_know_logs_in_with_a_code_by_mail(world, browser):
    asked = ask_code(browser, "owner@vlaanderen.be")
    assert asked["Location"] == CONFIRM_LOGIN
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["owner@vlaanderen.be"], "Je code om in te loggen")
    assert "zonder deze code kan niemand in jouw naam inloggen" in sent.body

    browser.post(CONFIRM_LOGIN, {"code": code_in(sent)})

    assert browser.session["_auth_user_id"] == world.owner.pk


def test_the_address_may_be_written_with_capitals(world, browser):
    ask_code(browser, "Owner@Vlaanderen.be")

    browser.post(CONFIRM_LOGIN, {"code": code_in(mail.outbox[0])})

    assert is_logged_in(browser)


def test_a_juror_from_outside_logs_in_after_being_appointed(world, browser):
    call_command("appoint", "juror@example.org", "--role", "juror", stdout=StringIO())
    ask_code(browser, "juror@example.org")

    browser.post(CONFIRM_LOGIN, {"code": code_in(mail.outbox[0])})

    assert is_logged_in(browser)


def test_after_logging_in_one_is_where_one_wanted_to_be(world, browser):
    wanted = reverse("mine", args=[world.edition.pk])
    door = browser.get(wanted)
    assert door["Location"] == f"{LOG_IN}?{urlencode({'next': wanted})}"
    browser.post(door["Location"], {"email": "owner@vlaanderen.be", "next": wanted})

    confirmed = browser.post(CONFIRM_LOGIN, {"code": code_in(mail.outbox[0]), "next": wanted})

    assert confirmed["Location"] == wanted


def test_nobody_is_sent_to_another_site_after_logging_in(world, browser):
    ask_code(browser, "owner@vlaanderen.be", next="https://example.org/")

    confirmed = browser.post(CONFIRM_LOGIN, {"code": code_in(mail.outbox[0]), "next": "https://example.org/"})

    assert "example.org" not in confirmed["Location"]


def test_an_unknown_address_gets_the_same_page_and_another_mail(world, browser, client_of):
    known = browser.post(LOG_IN, {"email": "owner@vlaanderen.be"}, follow=True)

    unknown = client_of(None).post(LOG_IN, {"email": "nobod@vlaanderen.be"}, follow=True)

    assert (unknown.status_code, unknown.redirect_chain) == (known.status_code, known.redirect_chain)
    assert without_secrets(unknown).replace("nobod@", "owner@") == without_secrets(known)
    sent = mail.outbox[-1]
    assert (sent.to, sent.subject) == (["nobod@vlaanderen.be"], "We kennen dit adres nog niet")
    assert "/account/registreren/" in sent.body
    assert CODE.search(sent.body) is None


def test_a_wrong_code_is_told_and_the_right_one_still_works(world, browser):
    ask_code(browser, "owner@vlaanderen.be")

    wrong = browser.post(CONFIRM_LOGIN, {"code": "WRONG1"})

    assert wrong.status_code == 200
    assert "<title>Fout: " in wrong.content.decode()
    assert not is_logged_in(browser)
    browser.post(CONFIRM_LOGIN, {"code": code_in(mail.outbox[0])})
    assert is_logged_in(browser)


def test_after_three_wrong_codes_one_begins_again(world, browser):
    ask_code(browser, "owner@vlaanderen.be")
    for _ in range(3):
        browser.post(CONFIRM_LOGIN, {"code": "WRONG1"})

    late = browser.post(CONFIRM_LOGIN, {"code": code_in(mail.outbox[0])})

    assert late["Location"] in AT_THE_DOOR
    assert not is_logged_in(browser)


def test_an_expired_code_lets_nobody_in(world, browser):
    ask_code(browser, "owner@vlaanderen.be")

    with time_machine.travel(clock.machine() + timedelta(minutes=10)):
        late = browser.post(CONFIRM_LOGIN, {"code": code_in(mail.outbox[0])})

    assert late["Location"] in AT_THE_DOOR
    assert not is_logged_in(browser)


def test_a_code_works_in_the_browser_that_asked_for_it_alone(world, browser, client_of):
    ask_code(browser, "owner@vlaanderen.be")
    other = client_of(None)

    other.post(CONFIRM_LOGIN, {"code": code_in(mail.outbox[0])})

    assert not is_logged_in(other)


def test_somebody_inactive_gets_the_page_of_everybody_and_no_code(world, browser):
    Person.objects.filter(pk=world.owner.pk).update(is_active=False)

    assert ask_code(browser, "owner@vlaanderen.be")["Location"] == CONFIRM_LOGIN

    assert all(CODE.search(sent.body) is None for sent in mail.outbox)


def test_login_codes_are_kept_nowhere(world, browser):
    ask_code(browser, "owner@vlaanderen.be")

    assert code_in(mail.outbox[0]) not in repr(rows())


def test_nobody_can_flood_an_address_with_codes(world, client_of):
    for _ in range(5):
        last = ask_code(client_of(None), "owner@vlaanderen.be")

    assert "<title>Fout: " in last.content.decode()
    assert len(mail.outbox) == 3


def test_somebody_who_waits_for_a_code_gets_no_second_one_by_asking_again(world, browser):
    for _ in range(2):
        assert ask_code(browser, "owner@vlaanderen.be")["Location"] == CONFIRM_LOGIN

    assert len(mail.outbox) == 1


def test_a_new_code_replaces_the_first(world, browser):
    ask_code(browser, "owner@vlaanderen.be")

    browser.post(CONFIRM_LOGIN, {"action": "resend"})

    first, second = (code_in(sent) for sent in mail.outbox)
    browser.post(CONFIRM_LOGIN, {"code": first})
    assert not is_logged_in(browser)
    browser.post(CONFIRM_LOGIN, {"code": second})
    assert is_logged_in(browser)


def test_logging_out_asks_first_and_then_does(world, client_of):
    browser = client_of(world.owner)
    assert "Wil je uitloggen?" in browser.get(LOG_OUT).content.decode()
    assert is_logged_in(browser)

    response = browser.post(LOG_OUT)

    assert response["Location"] == "/"
    assert not is_logged_in(browser)


@pytest.mark.parametrize("page", [SIGN_UP, LOG_IN, LOG_OUT, "/account/inactief/", "/account/code/"])
def test_every_page_of_an_account_answers_a_visitor(world, browser, page):
    assert browser.get(page).status_code in (200, 302)


@pytest.mark.parametrize(
    "page", ["/account/e-mail/", "/account/2fa/", "/account/2fa/totp/activate/", "/profiel/"]
)
def test_every_page_of_an_account_answers_somebody_who_just_logged_in(world, browser, page):
    ask_code(browser, "owner@vlaanderen.be")
    browser.post(CONFIRM_LOGIN, {"code": code_in(mail.outbox[0])})

    assert browser.get(page, follow=True).status_code == 200


def test_every_foreign_page_with_a_rule_exists():
    missing = []
    for name in access.FOREIGN:
        try:
            reverse(name)
        except NoReverseMatch:
            if not name.startswith(("mfa_edit", "mfa_remove")):  # these take a key
                missing.append(name)

    assert missing == []


# --- addresses ---


def test_an_address_is_one_persons_whatever_the_capitals(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create_user(email="OWNER@VLAANDEREN.BE")


def test_several_people_may_have_no_address(db):
    Person.objects.create_user(email="")
    Person.objects.create_user()

    assert Person.objects.filter(email=None).count() == 2


# --- manage.py appoint ---


def appoint(*arguments):
    said = StringIO()
    call_command("appoint", *arguments, stdout=said)
    return said.getvalue()


def test_somebody_new_is_invited_and_appointed(world):
    said = appoint(
        "nieuw@vlaanderen.be", "--role", "staff", "--edition", "2021-2022", "--name", "Nieuw Iemand"
    )

    person = Person.objects.get(email="nieuw@vlaanderen.be")
    assert said == "nieuw@vlaanderen.be is staff voor 2021-2022.\n"
    assert (person.name, person.roles.get().kind) == ("Nieuw Iemand", RoleKind.STAFF)
    told = [(event.kind, event.actor_kind, event.actor) for event in history.of(person)]
    assert told == [("invite", "system", "appoint"), ("appointed", "system", "appoint")]


def test_somebody_we_know_is_found_whatever_the_capitals(world):
    appoint("OWNER@vlaanderen.be", "--role", "coach", "--name", "Niet deze naam")

    assert Person.objects.filter(email__iexact="owner@vlaanderen.be").get() == world.owner
    assert world.owner.roles.get().edition is None
    assert Person.objects.get(pk=world.owner.pk).name == "Eigenaar Een"


def test_appointing_twice_changes_nothing(world):
    appoint("owner@vlaanderen.be", "--role", "coach")
    before = rows()

    appoint("owner@vlaanderen.be", "--role", "coach")

    assert rows() == before


def test_a_bad_address_is_refused(world):
    with refused("'geen adres' is geen e-mailadres.", CommandError):
        appoint("geen adres", "--role", "staff")


def test_an_unknown_edition_is_refused_and_the_known_ones_are_named(world):
    with refused("Er is geen editie '1999'. Bekend: 2021-2022.", CommandError):
        appoint("x@vlaanderen.be", "--role", "staff", "--edition", "1999")


def test_an_unknown_role_is_refused(world):
    with refused("invalid choice", CommandError):
        appoint("x@vlaanderen.be", "--role", "koning")


def test_a_superuser_is_appointed_and_noted(world):
    said = appoint("baas@vlaanderen.be", "--role", "superuser")

    person = Person.objects.get(email="baas@vlaanderen.be")
    assert person.is_superuser
    assert not Role.objects.filter(person=person).exists()
    assert [event.kind for event in history.of(person)] == ["invite", "superuser"]
    assert said == "baas@vlaanderen.be is superuser voor elke editie.\n"


def test_the_first_person_of_an_installation_is_appointed_without_an_edition(db):
    appoint("eerste@vlaanderen.be", "--role", "staff")

    assert Role.objects.get().edition is None


def test_somebody_who_was_invited_signs_up_and_owns_the_idea(world, browser, now):
    """From the mail to owning together: the link asks to come in, the address proves who it is for."""
    now(DURING_SUBMISSION)
    idea, told = world.draft(world.owner), {"by": world.owner, "at": DURING_SUBMISSION}
    asked = ideas.invite_owner(idea, "nieuw@vlaanderen.be", **told)
    page = reverse("ideas:invitation", args=["2021-2022", asked.pk])
    assert browser.get(page)["Location"] == f"{LOG_IN}?{urlencode({'next': page})}"

    browser.post(SIGN_UP, {"name": "Nieuw Iemand", "email": "nieuw@vlaanderen.be", "next": page})
    browser.post(CONFIRM_ADDRESS, {"code": code_in(mail.outbox[0])})
    (item,) = registry.waits_for(Person.objects.get(name="Nieuw Iemand"), world.edition, at=DURING_SUBMISSION)

    assert item.url == page
    assert browser.post(page, {"accept": "1"}).status_code == 303
    assert [person.name for person in idea.owners.order_by("ownerships__since", "name")] == [
        "Eigenaar Een",
        "Nieuw Iemand",
    ]


# --- where one is logged in ---

DEVICES = "/account/toestellen/"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Safari/604.1"
)


def log_in_with(browser, user_agent):
    ask_code(browser, "owner@vlaanderen.be")
    browser.post(CONFIRM_LOGIN, {"code": code_in(mail.outbox[-1])}, headers={"User-Agent": user_agent})
    assert is_logged_in(browser)


def test_one_sees_where_one_is_logged_in_and_ends_all_but_here(world, client_of):
    here, elsewhere = client_of(None), client_of(None)
    log_in_with(elsewhere, PHONE)
    log_in_with(here, WINDOWS)

    page = here.get(DEVICES).content.decode()
    assert "Firefox, Windows" in page
    assert "Safari, iPhone" in page

    here.post(DEVICES)
    assert is_logged_in(here)
    assert not is_logged_in(elsewhere)
    assert "nergens anders ingelogd" in here.get(DEVICES).content.decode()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (WINDOWS, "Firefox, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Linux"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8.0", "Onbekend toestel"),
        ("", "Onbekend toestel"),
    ],
)
def test_a_device_is_named_by_what_its_browser_says(said, told):
    assert device(said) == told


def test_a_limit_outlives_the_process_that_counted(world, client_of, settings):
    """Counted in the database: another web process, or this one after a restart, goes on counting."""
    settings.CACHES = base.CACHES
    for _ in range(5):
        last = ask_code(client_of(None), "owner@vlaanderen.be")

    assert "<title>Fout: " in last.content.decode()
    assert len(mail.outbox) == 3
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM portal_cache")
        assert cursor.fetchone()[0] > 0
