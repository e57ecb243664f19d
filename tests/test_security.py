"""What keeps the portal shut: headers, cookies, secrets, seals, and what no code of ours does. docs/security.md names
these tests beside the requirement that each proves."""

import ast
import base64
import math
import re
import runpy
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from allauth.account.adapter import get_adapter
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.usersessions.models import UserSession
from django.conf import settings as django_settings
from django.core import signing
from django.test import RequestFactory
from django.urls import reverse

from portal import flashes, history, ids
from portal.mail import choices, subscriptions
from portal.models import Letter, Subscription
from portal.sign_in import flow
from teams import content
from tests.house.sources import all_trees, calls, dotted, nodes
from tests.test_accounts import is_logged_in
from tests.world import DURING_SUBMISSION

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = {
    "SECRET_KEY": "k" * 60, "ALLOWED_HOSTS": "portal.example", "PORTAL_URL": "https://portal.example",
    "DATABASE_URL": "postgres://a:b@host/name", "REDIS_URL": "redis://host/0", "EMAIL_HOST": "mail.example",
}  # fmt: skip


def production(monkeypatch, **more):
    for name, value in (ENVIRONMENT | more).items():
        monkeypatch.delenv(name, raising=False)
        if value:
            monkeypatch.setenv(name, value)
    return runpy.run_path(str(ROOT / "portal" / "settings" / "prod.py"))


# --- headers and cookies ---


@pytest.mark.parametrize(
    "page", ["/", "/2021-2022/ideeen/", "/beheer/", "/beheer/portal/role/add/", "/bestaat-niet/"]
)
def test_every_page_of_the_admin_and_of_ours_keeps_the_same_policy(world, client_of, now, page):
    now(DURING_SUBMISSION)
    answer = client_of(world.staff).get(page)
    policy = dict(part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";"))
    assert (policy["script-src"], policy["style-src"]) == ("'self'", "'self'")
    assert {policy[name] for name in ("object-src", "base-uri", "frame-ancestors")} == {"'none'"}
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert "Access-Control-Allow-Origin" not in answer
    html = answer.content.decode()
    assert not re.search(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>|\son\w+=|\sstyle=|<style", html
    )


def test_production_seals_its_cookies_and_headers(monkeypatch):
    made = production(monkeypatch)
    for cookie in ("SESSION", "CSRF", "LANGUAGE"):
        assert made[f"{cookie}_COOKIE_NAME"].startswith("__Host-")
        assert made[f"{cookie}_COOKIE_SECURE"]
        assert made[f"{cookie}_COOKIE_SAMESITE"] == "Lax"
    assert made["MESSAGE_COOKIE_NAME"].startswith("__Host-")  # as the session's in all else
    assert flashes.CookieStorage.cookie_name == django_settings.MESSAGE_COOKIE_NAME
    assert made.get("SESSION_COOKIE_HTTPONLY", django_settings.SESSION_COOKIE_HTTPONLY)
    assert made["SECURE_HSTS_SECONDS"] >= 365 * 24 * 3600
    assert made["SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    assert made["SECURE_SSL_REDIRECT"]
    assert made["SECURE_REDIRECT_EXEMPT"] == [r"^gezond/$"]
    assert not made["DEBUG"]
    assert not made["DEMO"]


def test_headers_of_a_proxy_count_only_from_a_proxy_that_is_named(monkeypatch):
    made = production(monkeypatch)
    assert "SECURE_PROXY_SSL_HEADER" not in made
    assert "USE_X_FORWARDED_HOST" not in made
    assert made["TRUST_X_REQUEST_START"] is False
    assert runpy.run_path(str(ROOT / "gunicorn.conf.py"))["forwarded_allow_ips"] == "127.0.0.1,::1"
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "6.6.6.6"}, REMOTE_ADDR="10.0.0.1")
    assert get_adapter(request).get_client_ip(request) == "10.0.0.1"


def test_logging_out_clears_the_browser(world, client_of):
    gone = client_of(world.owner).post(reverse("account_logout"))
    assert gone["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.parametrize("page", ["/", "/profiel/", "/beheer/", "/bestaat-niet/"])
def test_logging_out_is_on_every_page(world, client_of, now, page):
    now(DURING_SUBMISSION)
    html = client_of(world.staff).get(page).content.decode()
    assert reverse("account_logout") in html or reverse("admin:logout") in html


def test_one_press_ends_every_other_session(world, client_of):
    here, there = client_of(world.owner), client_of(world.owner)
    for one in (here, there):
        key = one.session.session_key
        UserSession.objects.create(user=world.owner, session_key=key, ip="127.0.0.1", user_agent="Firefox")
    assert here.get(reverse("usersessions_list")).status_code == 200
    here.post(reverse("usersessions_list"))
    assert there.get("/profiel/").status_code == 302
    assert not is_logged_in(there)


def test_staff_log_somebody_out_everywhere(world, client_of, now):
    now(DURING_SUBMISSION)
    lost = client_of(world.owner)
    key = lost.session.session_key
    UserSession.objects.create(user=world.owner, session_key=key, ip="127.0.0.1", user_agent="Firefox")
    chosen = {"action": "log_out_everywhere", "_selected_action": [world.owner.pk]}
    client_of(world.staff).post(reverse("admin:portal_person_changelist"), chosen)
    assert lost.get("/profiel/").status_code == 302
    assert history.of(world.owner).last().kind == "logged_out"


def test_a_value_that_comes_twice_is_one_value(world, client_of):
    twice = client_of(None).get("/2021-2022/ideeen/?q=sluis&q=lucht&thema=a&thema=b")
    assert twice.status_code == 200


# --- secrets and seals ---


def test_a_secret_may_stand_in_a_file(monkeypatch, tmp_path):
    kept = tmp_path / "key"
    kept.write_text("uit-een-bestand" * 4)
    made = production(monkeypatch, SECRET_KEY="", SECRET_KEY_FILE=str(kept))
    assert made["SECRET_KEY"] == "uit-een-bestand" * 4


def test_a_new_key_leaves_what_the_old_one_sealed_good(settings):
    token = content.support_token("abc", 1)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert signing.Signer(salt="teams.support").unsign_object(token) == ["abc", 1]
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(signing.BadSignature):
        signing.Signer(salt="teams.support").unsign_object(token)


def test_a_signed_link_is_good_for_its_own_purpose_alone(world, client_of):
    sealed = {
        "support": content.support_token("abc", 1),
        "refuse": choices.token(Letter(pk=7)),
        "follow": subscriptions.token(Subscription(pk="abc", asked_at=DURING_SUBMISSION)),
    }
    pages = {
        "support": "/2021-2022/teams/steun/{}/", "refuse": "/afmelden/{}/", "follow": "/volgen/{}/",
    }  # fmt: skip
    for purpose, page in pages.items():
        for other, token in sealed.items():
            if other != purpose:
                assert client_of(None).get(page.format(token)).status_code == 404, (purpose, other)
    assert content.read_support_token(sealed["support"]) == ("abc", 1)
    assert content.read_support_token(sealed["support"][:-1] + "x") is None


def test_what_must_not_be_guessed_comes_from_a_secure_source(world, client_of, rf):
    assert len(client_of(world.owner).session.session_key) >= 32
    codes = {get_adapter(rf.get("/")).generate_login_code() for _ in range(50)}
    assert len(codes) == 50
    assert {len(code.replace("-", "")) for code in codes} == {8}
    assert "secrets" in ids.__dict__


def test_what_must_not_be_guessed_has_128_bits_of_chance(world, client_of, settings):
    """How many signs, times the bits that a sign can hold; keys of rows are no secrets (the table of permissions)."""
    key = client_of(world.owner).session.session_key
    assert len(key) * math.log2(36) >= 128
    settings.OIDC_CLIENT_ID = "portal"
    begun: dict[str, Any] = {}
    with mock.patch("portal.sign_in.provider.document", return_value={"authorization_endpoint": "https://x"}):
        flow.begin(begun, back="/", after="/")
    for name in ("state", "nonce", "verifier"):
        assert len(begun[flow.BEGUN][name]) * 6 >= 128, name
    assert len(base64.b32decode(generate_totp_secret())) * 8 >= 128
    assert len(RecoveryCodes.generate_seed()) * 4 >= 128
    for token in (content.support_token("abc", 1), choices.token(Letter(pk=7))):
        assert len(re.split(r"[.:]", token)[-1]) * 6 >= 128  # the seal at its end


# --- what no code of ours does ---

FORBIDDEN = re.compile(
    r"^(eval|exec|compile|__import__|os\.system|os\.popen|pickle\.\w+|marshal\.\w+|shelve\.\w+|yaml\.(load|unsafe_load)"
    r"|hashlib\.(?!sha256|sha512)\w+)$"
)


def test_nothing_runs_a_shell_or_evaluates_text():
    found = [
        f"{name}:{node.lineno} {call}"
        for name, tree in all_trees()
        for call, node in calls(tree)
        if FORBIDDEN.match(call) or any(word.arg == "shell" for word in node.keywords)
    ]
    assert found == []
    assert FORBIDDEN.match("os.system")
    assert FORBIDDEN.match("pickle.loads")


def test_only_approved_hashes_are_used():
    used = {
        dotted(node)
        for _name, tree in all_trees()
        for node in nodes(tree)
        if isinstance(node, ast.Attribute) and dotted(node.value) in ("hashlib", "hmac")
    }
    assert used == {"hashlib.sha256", "hmac.compare_digest"}  # the second compares, in constant time
    made = [
        node for _name, tree in all_trees() for call, node in calls(tree) if call.endswith("salted_hmac")
    ]  # Django's own default is SHA-1
    assert made
    assert all("algorithm='sha256'" in ast.unparse(node) for node in made)
    assert signing.Signer().algorithm == "sha256"


def test_scripts_write_text_and_never_html():
    never = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|localStorage|sessionStorage"
        r"|postMessage|__proto__"
    )
    scripts = list((ROOT / "static" / "js").glob("*.js"))
    assert len(scripts) >= 5
    assert [
        (one.name, never.findall(one.read_text())) for one in scripts if never.search(one.read_text())
    ] == []


def test_every_library_is_locked_with_its_hash():
    for name in ("base.txt", "dev.txt"):
        blocks = re.split(r"\n(?=\S)", (ROOT / "requirements" / name).read_text().strip())
        named = [block for block in blocks if not block.startswith(("#", "-"))]
        assert named
        assert [
            block.split()[0] for block in named if "==" not in block or "--hash=sha256:" not in block
        ] == []
