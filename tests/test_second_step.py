"""The second step from its first page to its last: the way back, our words, letters, and when it is gone."""

from pathlib import Path

import allauth
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.conf import settings as house
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.urls import reverse

from portal import delivery, history
from portal.models import Letter
from portal.models.mail import LetterState
from portal.second_step import leading
from portal.second_step.letters import CHANGES, LETTER
from tests.test_accounts import CONFIRM_LOGIN, LOG_IN, ask_code, code_in, is_logged_in
from tests.test_attempts import SECOND_STEP, at_the_second_step
from tests.world import DURING_SUBMISSION

SET_UP, DONE = "/account/2fa/totp/activate/", "/account/2fa/klaar/"
SECRET = "JBSWY3DPEHPK3PXP"
ADMIN = "/beheer/portal/person/?q=eigenaar"


@pytest.fixture(autouse=True)
def _begin(now, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    cache.clear()
    now(DURING_SUBMISSION)


@pytest.fixture
def staff(world, client_of):
    EmailAddress.objects.update(verified=True)
    return client_of(world.staff)


def code_of(secret):
    counter = list(yield_hotp_counters_from_time())[1]
    return format_hotp_value(hotp_value(secret, counter))


def set_up_an_app(browser):
    browser.get(SET_UP)
    return browser.post(SET_UP, {"code": code_of(browser.session["mfa.totp.secret"])})


def letters_of(person):
    return list(Letter.objects.filter(name=LETTER, recipient=person).order_by("pk"))


# --- the way back ---


def test_who_is_led_to_set_up_goes_on_to_the_page_they_wanted(world, staff):
    assert staff.get(ADMIN)["Location"] == SET_UP
    codes = staff.get(set_up_an_app(staff)["Location"])
    assert f'href="{DONE}"' in codes.content.decode()
    assert staff.get(DONE)["Location"] == ADMIN
    assert staff.get(ADMIN).status_code == 200
    assert staff.get(DONE)["Location"] == "/"  # once


def test_what_a_page_asks_by_itself_is_not_where_one_wanted_to_go(world, staff):
    staff.get("/profiel/")
    staff.get("/2021-2022/mijn-traject/", headers={"HX-Request": "true"})
    set_up_an_app(staff)
    assert staff.get(DONE)["Location"] == "/profiel/"


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:x"]
)
def test_nobody_is_led_to_another_site(rf, wanted):
    request = rf.get("/")
    request.session = {leading.WANTED: wanted}
    assert leading.take(request) == "/"


def test_an_address_that_looks_like_another_site_stays_here(world, staff):
    staff.get(
        "//evil.example/2021-2022/"
    )  # no page of ours; and a page of ours with slashes before it is no host
    staff.get("/profiel/?next=https://evil.example/")
    set_up_an_app(staff)
    assert staff.get(DONE)["Location"] == "/profiel/?next=https://evil.example/"


def test_a_text_that_is_sent_before_the_second_step_is_given_back(world, staff):
    text = "Een lange tekst die niemand mag verliezen"
    sent = staff.post("/2021-2022/ideeen/nieuw/", {"title": text})
    assert sent.status_code == 409
    html = sent.content.decode()
    assert text in html
    assert f'href="{SET_UP}"' in html
    assert world.staff.ideas.count() == 0


# --- our words ---

UNUSED = {
    "trust.html",
    "signup_form.html",
    "download.txt",
}  # pages that do not exist here; a file of bare codes


def pages_of(folder):
    """Templates with words of allauth, by their name: no frames, no pieces, no mails (those are letters of ours)."""
    root = Path(allauth.__file__).parent / "templates"
    found = [path for path in (root / folder).rglob("*.*") if path.suffix in (".html", ".txt")]
    return {
        str(path.relative_to(root))
        for path in found
        if not path.name.startswith("base")
        and path.name not in UNUSED
        and not {"snippets", "email"} & set(path.parts)
    }


@pytest.mark.parametrize("folder", ["mfa"])
def test_every_page_of_the_second_step_has_our_words(folder):
    names = pages_of(folder)
    assert len(names) > 10
    assert {name for name in names if not (house.BASE_DIR / "templates" / name).exists()} == set()


def test_one_name_and_no_words_of_allauth(world, client_of, settings, monkeypatch):
    settings.SECOND_FACTOR_REQUIRED = False
    monkeypatch.setattr("portal.sessions.is_fresh", lambda request, *, login_counts: True)
    EmailAddress.objects.update(verified=True)
    TOTP.activate(world.owner, SECRET)
    RecoveryCodes.activate(world.owner)
    key = Authenticator.objects.create(
        user=world.owner, type="webauthn", data={"name": "Mijn sleutel", "credential": {}}
    )
    owner = client_of(world.owner)
    pages = {
        "mfa_index": "Inloggen in twee stappen",
        "mfa_deactivate_totp": "Zet de app uit",
        "mfa_generate_recovery_codes": "Maak nieuwe herstelcodes",
        "mfa_view_recovery_codes": "Herstelcodes",
        "mfa_reauthenticate": "Even nakijken of jij het bent",
        "account_email": "Mijn e-mailadres",
    }
    for name, title in pages.items():
        html = owner.get(reverse(name), follow=True).content.decode()
        assert f"<h1>{title}</h1>" in html, name
        assert f"<title>{title}" in html, name
        for foreign in ("Twee-factor", "Beveiligingssleutel", "Authenticator-app</h2>", "Deactiveer"):
            assert foreign not in html, (name, foreign)
    removal = owner.get(reverse("mfa_remove_webauthn", args=[key.pk])).content.decode()
    assert "Verwijder je sleutel" in removal


def test_a_key_comes_first_for_who_has_no_app(world, client_of, rf):
    from portal.accounts import AccountAdapter

    RecoveryCodes.activate(world.owner)
    Authenticator.objects.create(user=world.owner, type="webauthn", data={"name": "x", "credential": {}})
    first = AccountAdapter().get_reauthentication_methods(world.owner)[0]
    assert (first["id"], str(first["description"])) == (
        "mfa_reauthenticate:webauthn",
        "Met je toegangssleutel",
    )
    TOTP.activate(world.owner, SECRET)
    assert AccountAdapter().get_reauthentication_methods(world.owner)[0]["id"] == "mfa_reauthenticate"


# --- letters ---


def test_each_change_is_told_by_letter_with_what_to_do(world, staff, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        set_up_an_app(staff)
    with django_capture_on_commit_callbacks(execute=True):
        staff.post("/account/2fa/recovery-codes/generate/")
    staff.post("/account/2fa/totp/deactivate/")
    told = letters_of(world.staff)
    assert [letter.occasion.partition(" ")[0] for letter in told] == [
        "totp_activated", "recovery_codes_generated", "totp_deactivated",
    ]  # fmt: skip
    assert mail.outbox == []  # the one door: a worker sends it
    delivery.deliver()
    assert [letter.state for letter in letters_of(world.staff)] == [LetterState.SENT] * 3
    for sent, change in zip(
        mail.outbox, ("totp_activated", "recovery_codes_generated", "totp_deactivated"), strict=True
    ):
        assert sent.to == ["staff@vlaanderen.be"]
        for part in (
            str(CHANGES[f"mfa/email/{change}"]),
            "/account/toestellen/",
            "/account/2fa/",
            "Deed je dat niet?",
        ):
            assert part in sent.body


def test_every_notice_that_allauth_gives_of_a_factor_has_our_words():
    root = Path(allauth.__file__).parent / "templates"
    notices = {
        str(path.relative_to(root)).removesuffix("_subject.txt")
        for path in root.glob("mfa/email/*_subject.txt")
    }
    assert notices
    assert notices <= set(CHANGES)


# --- gone ---


def test_factors_that_vanish_during_the_log_in_end_on_a_page_that_says_what_to_do(world, client_of):
    browser = client_of(None)
    at_the_second_step(browser, world)
    Authenticator.objects.all().delete()
    page = browser.get(SECOND_STEP, follow=True)
    assert page.status_code == 200
    assert [address for address, _status in page.redirect_chain] == [LOG_IN]
    assert "Je tweede stap werd intussen verwijderd. Begin opnieuw" in page.content.decode()
    assert not is_logged_in(browser)
    ask_code(browser, "owner@vlaanderen.be")
    browser.post(CONFIRM_LOGIN, {"code": code_in(mail.outbox[-1])})
    assert is_logged_in(browser)


def test_who_lost_everything_starts_anew_and_hears_so(world, client_of):
    TOTP.activate(world.staff, SECRET)
    RecoveryCodes.activate(world.staff)
    browser = client_of(world.staff)
    key = browser.session.session_key
    UserSession.objects.create(user=world.staff, session_key=key, ip="127.0.0.1", user_agent="Firefox")
    call_command("reset_second_step", "staff@vlaanderen.be", reason="Aan het loket met een identiteitskaart.")
    assert not Authenticator.objects.filter(user=world.staff).exists()
    assert not UserSession.objects.filter(user=world.staff).exists()
    assert not is_logged_in(browser)
    assert [event.kind for event in history.of(world.staff)][-2:] == ["logged_out", "second_step_gone"]
    assert len(letters_of(world.staff)) == 1
    with pytest.raises(CommandError, match="geen tweede stap"):
        call_command("reset_second_step", "staff@vlaanderen.be", reason="Nog eens.")
    with pytest.raises(CommandError, match="geen account"):
        call_command("reset_second_step", "niemand@vlaanderen.be", reason="x")
    assert len(letters_of(world.staff)) == 1
