"""Single sign-on: what somebody could send instead of the truth is refused, case by case; and the ways that lead in.

The provider is a stand-in in this process that signs with its own key: `send` gives what each of its pages answers.
The way through a real one in a browser is tests/browser/test_sign_in.py.
"""

import base64
import hashlib
import hmac
import json
import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request

import jwt
import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.hazmat.primitives.asymmetric import rsa
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache

from portal import clock, closing, history, people, transfers
from portal.models import Entity, Identity, Person, Transfer
from portal.sign_in import flow, identities, provider
from portal.sign_in.claims import Told
from portal.sign_in.errors import NotTrusted, Unreachable
from portal.sign_in.identities import WAITING
from tests.refusals import rows
from tests.world import DURING_SUBMISSION

ISSUER, CLIENT, NATIONAL_NUMBER = "https://acm.example", "portal", "85073003328"
BEGIN, BACK = "/account/acm/", "/account/acm/terug/"
CHOOSE, ADDRESS, CODE = "/account/acm/organisatie/", "/account/acm/adres/", "/account/acm/code/"
KEY, OTHER_KEY = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
SMALL_KEY = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 that is the case


def public(key: Any, kid: str, **more: Any) -> dict[str, Any]:
    return (
        json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key())) | {"kid": kid, "use": "sig"} | more
    )


@dataclass
class Provider:
    """What the provider's pages answer. `asked` is what the portal sent along when it led somebody there."""

    keys: list[Any] = field(default_factory=lambda: [public(KEY, "one"), public(OTHER_KEY, "two")])
    claims: dict[str, Any] = field(default_factory=dict)
    info: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    token: Callable[["Provider"], str] | None = None
    codes: dict[str, str] = field(default_factory=lambda: {"good": CLIENT})
    is_down: bool = False

    def told(self) -> dict[str, Any]:
        now = int(time.time())
        told = {
            "iss": ISSUER, "sub": "1a2b", "aud": CLIENT, "iat": now, "exp": now + 300,
            "nonce": self.asked.get("nonce", ""), "given_name": "Noor", "family_name": "Peeters",
            "vo_orgcode": "OVO000001", "vo_orgnaam": "Departement Omgeving", "rrn": NATIONAL_NUMBER,
        } | self.claims  # fmt: skip
        return {name: value for name, value in told.items() if value is not None}

    def signed(self, key: Any = KEY, algorithm: str = "RS256", **headers: Any) -> str:
        return jwt.encode(self.told(), key, algorithm=algorithm, headers={"kid": "one"} | headers)

    def answer(self, request: Any) -> dict[str, Any]:
        """In the place of the network."""
        if self.is_down:
            raise Unreachable("down")
        page = urlsplit(request.full_url).path
        if page == "/token":
            return self._tokens(parse_qs(request.data.decode()))
        return {
            "/.well-known/openid-configuration": {
                "issuer": ISSUER, "authorization_endpoint": f"{ISSUER}/in", "token_endpoint": f"{ISSUER}/token",
                "userinfo_endpoint": f"{ISSUER}/info", "jwks_uri": f"{ISSUER}/keys",
            },
            "/keys": {"keys": self.keys},
            "/info": {"sub": "1a2b"} | self.info,
        }[page]  # fmt: skip

    def _tokens(self, form: dict[str, list[str]]) -> dict[str, Any]:
        """A code is given once, to whom it was made for, with the verifier of what was asked."""
        code, verifier = form["code"][0], form.get("code_verifier", [""])[0]
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())
        if self.codes.pop(code, "") != form["client_id"][0]:
            raise NotTrusted("another client's code, or used")
        if challenge.rstrip(b"=").decode() != self.asked["code_challenge"]:
            raise NotTrusted("another verifier")
        return {"access_token": "a", "id_token": self.token(self) if self.token else self.signed()}


@pytest.fixture
def acm(monkeypatch, settings):
    """Single sign-on is set up, the provider answers."""
    cache.clear()
    logging.disable(logging.WARNING)
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = ISSUER, CLIENT, "s"
    settings.OIDC_BREAK_GLASS = ["staff@vlaanderen.be", "owner@vlaanderen.be"]
    stand_in = Provider()
    monkeypatch.setattr(provider, "_ask", stand_in.answer)
    yield stand_in
    logging.disable(logging.NOTSET)
    cache.clear()


@pytest.fixture
def world(world):
    """Two entities have their code."""
    for code, name in (("OVO000001", "Departement Omgeving"), ("OVO000002", "Departement Zorg")):
        Entity.objects.filter(name=name).update(ovo_code=code)
    return world


def begin(browser, acm, after=""):
    answer = browser.post(BEGIN, {"next": after})
    assert answer.status_code == 303, answer.content
    acm.asked = {name: values[0] for name, values in parse_qs(urlsplit(answer["Location"]).query).items()}
    return answer


def come_back(browser, acm, **changes):
    return browser.get(BACK, {"code": "good", "state": acm.asked["state"]} | changes)


def is_in(browser):
    return "_auth_user_id" in browser.session


def linked(person, subject="1a2b"):
    return Identity.objects.create(person=person, issuer=ISSUER, subject=subject, linked_at=DURING_SUBMISSION)


def at_omgeving(person):
    people.move_to(person, Entity.objects.get(ovo_code="OVO000001"), by=person, at=DURING_SUBMISSION)


# --- hostile tokens ---


def unsigned(acm):
    parts = [{"alg": "none", "kid": "one"}, acm.told()]
    return (
        ".".join(base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=").decode() for one in parts)
        + "."
    )


def by_public_key(acm):
    """HMAC with what everybody can read, the confusion of algorithms; made by hand, for the library refuses to."""
    head = base64.urlsafe_b64encode(json.dumps({"alg": "HS256", "kid": "one"}).encode()).rstrip(b"=")
    body = base64.urlsafe_b64encode(json.dumps(acm.told()).encode()).rstrip(b"=")
    secret = json.dumps(acm.keys[0]).encode()
    seal = base64.urlsafe_b64encode(hmac.new(secret, head + b"." + body, hashlib.sha256).digest()).rstrip(
        b"="
    )
    return b".".join((head, body, seal)).decode()


def tampered(acm):
    head, _body, seal = acm.signed().split(".")
    body = base64.urlsafe_b64encode(json.dumps(acm.told() | {"sub": "boss"}).encode()).rstrip(b"=").decode()
    return f"{head}.{body}.{seal}"


def claims(**changed):
    return {"claims": changed}


def token(make):
    return {"token": make}


SOON = 10_000
TOKENS = {
    "alg none": token(unsigned),
    "HS256 with the public key": token(by_public_key),
    "RS512": token(lambda acm: acm.signed(algorithm="RS512")),
    "PS256": token(lambda acm: acm.signed(algorithm="PS256")),
    "signed by a stranger under a known name of a key": token(lambda acm: acm.signed(SMALL_KEY)),
    "the name of another key of the provider (kid swap)": token(lambda acm: acm.signed(OTHER_KEY)),
    "an unknown name of a key": token(lambda acm: acm.signed(kid="three")),
    "no name of a key, of a provider with two": token(lambda acm: jwt.encode(acm.told(), KEY, algorithm="RS256")),
    "a name of a key that is a path": token(lambda acm: acm.signed(kid="../../dev/null")),
    "a key that is too small": {"keys": [public(SMALL_KEY, "one")], "token": lambda acm: acm.signed(SMALL_KEY)},
    "two keys with one name": {"keys": [public(KEY, "one"), public(OTHER_KEY, "one")]},
    "a key for encrypting": {"keys": [public(KEY, "one", use="enc")]},
    "a key for another algorithm": {"keys": [public(KEY, "one", alg="RS512")]},
    "jku": token(lambda acm: acm.signed(jku="https://evil.example/keys")),
    "x5u": token(lambda acm: acm.signed(x5u="https://evil.example/chain")),
    "jwk in the header": token(lambda acm: acm.signed(SMALL_KEY, jwk=public(SMALL_KEY, "one"))),
    "x5c in the header": token(lambda acm: acm.signed(x5c=["MIIB"])),
    "crit": token(lambda acm: acm.signed(crit=["exp"])),
    "changed after it was signed": token(tampered),
    "without signature": token(lambda acm: acm.signed().rpartition(".")[0] + "."),
    "no token at all": token(lambda acm: "ik ben de baas"),
    "an empty token": token(lambda acm: ""),
    "another issuer": claims(iss="https://evil.example"),
    "the issuer with a slash more": claims(iss=f"{ISSUER}/"),
    "no issuer": claims(iss=None),
    "another audience": claims(aud="another"),
    "several audiences": claims(aud=[CLIENT, "another"]),
    "several audiences, and azp ours": claims(aud=[CLIENT, "another"], azp=CLIENT),
    "no audience": claims(aud=None),
    "azp of another client": claims(azp="another"),
    "another nonce": claims(nonce="of-yesterday"),
    "no nonce": claims(nonce=None),
    "a nonce that is no text": claims(nonce=["x"]),
    "expired": claims(exp=1_000_000_000),
    "no end": claims(exp=None),
    "an end that is no time": claims(exp="tomorrow"),
    "made in the future": claims(iat=int(time.time()) + SOON, exp=int(time.time()) + 2 * SOON),
    "made long ago, valid for long": claims(iat=int(time.time()) - SOON, exp=int(time.time()) + SOON),
    "not valid yet": claims(nbf=int(time.time()) + SOON),
    "no time of making": claims(iat=None),
    "no subject": claims(sub=None),
    "an empty subject": claims(sub=""),
    "a subject that is a number": claims(sub=7),
    "a subject of 256 characters": claims(sub="a" * 256),
    "NUL in the subject": claims(sub="1a2b\0"),
    "userinfo about somebody else": {"info": {"sub": "boss"}},
    "userinfo without subject": {"info": {"sub": None}},
    "no organisation": claims(vo_orgcode=None),
    "an empty list of organisations": claims(vo_orgcode=[]),
    "an organisation that is no OVO code": claims(vo_orgcode="OVO000001' or 1=1"),
    "an organisation that is an object": claims(vo_orgcode={"code": "OVO000001"}),
    "NUL in a name": claims(given_name="Noor\0"),
    "letters that turn round (bidi) in a name": claims(family_name="Peeters\u202egnp"),
    "characters of no width in a name": claims(given_name="No\u200bor"),
    "a name that is a list": claims(given_name=["Noor"]),
    "a name of 10,000 letters": claims(given_name="N" * 10_000),
    "a token of 100 kB": claims(vo_orgnaam="x" * 100_000),
}  # fmt: skip


def finished(acm, **changes):
    """Through all that is checked of a token, without pages and database."""
    session: dict[str, Any] = {}
    asked = flow.begin(session, back=BACK, after="/")
    acm.asked = {name: values[0] for name, values in parse_qs(urlsplit(asked).query).items()}
    for name, value in changes.items():
        setattr(acm, name, value)
    return flow.finish(session, {"code": "good", "state": acm.asked["state"]})


@pytest.mark.parametrize("case", TOKENS, ids=list(TOKENS))
def test_a_hostile_token_is_refused(acm, case):
    with pytest.raises(NotTrusted):
        finished(acm, **TOKENS[case])


def test_the_same_token_unchanged_is_accepted_and_says_no_more_than_is_needed(acm):
    """The control."""
    told, _after = finished(acm)

    assert told.plain() == {
        "issuer": ISSUER, "subject": "1a2b", "name": "Noor Peeters", "email": "", "organisations": ["OVO000001"],
    }  # fmt: skip
    acm.codes = {"good": CLIENT}
    assert finished(acm, claims={"aud": [CLIENT], "azp": CLIENT, "iat": int(time.time()) + 30})


NOW = int(time.time())
WEAK = {
    "another strength": {"acr": "code", "auth_time": NOW},
    "no strength": {"auth_time": NOW},
    "a strength that is a list": {"acr": ["eid"], "auth_time": NOW},
    "a log-in of yesterday": {"acr": "eid", "auth_time": NOW - 86_400},
    "a log-in of tomorrow": {"acr": "eid", "auth_time": NOW + 86_400},
    "no moment": {"acr": "eid"},
    "a moment that is a text": {"acr": "eid", "auth_time": str(NOW)},
}


@pytest.mark.parametrize("case", WEAK)
def test_a_log_in_that_was_too_weak_or_too_long_ago_is_refused_where_that_is_asked(acm, settings, case):
    told = {"acr": None, "auth_time": None} | WEAK[case]
    assert finished(acm, claims=told)  # the control: not asked, not refused
    acm.codes = {"good": CLIENT}
    settings.OIDC_ACR, settings.OIDC_MAX_AGE = ["eid", "itsme"], 3600
    with pytest.raises(NotTrusted, match="the log-in was"):
        finished(acm, claims=told)
    assert (acm.asked["acr_values"], acm.asked["max_age"]) == ("eid itsme", "3600")


def test_a_log_in_as_strong_and_fresh_as_is_asked_is_accepted(acm, settings):
    settings.OIDC_ACR, settings.OIDC_MAX_AGE = ["eid", "itsme"], 3600
    assert finished(acm, claims={"acr": "itsme", "auth_time": int(time.time()) - 3500})


def test_without_asking_nothing_is_asked_of_the_log_in(acm):
    assert finished(acm)
    assert {"acr_values", "max_age"} & set(acm.asked) == set()


# --- hostile flows: each gives the browser that would be in ---


def without_beginning(acm, client_of):
    begin(client_of(None), acm)
    browser = client_of(None)
    come_back(browser, acm)
    return browser


def another_browser_comes_back(acm, client_of):
    """Somebody makes a victim come back with the attacker's code: the victim began something too."""
    attacker, victim = client_of(None), client_of(None)
    begin(victim, acm)
    begin(attacker, acm)
    come_back(victim, acm)
    return victim


def _changed(**changes):
    def flow(acm, client_of):
        browser = client_of(None)
        begin(browser, acm)
        come_back(browser, acm, **changes)
        return browser

    return flow


def no_state(acm, client_of):
    browser = client_of(None)
    begin(browser, acm)
    browser.get(BACK, {"code": "good"})
    return browser


def code_twice(acm, client_of):
    """The first is in; whoever caught the address begins anew and sends the same code."""
    browser = client_of(None)
    begin(browser, acm)
    come_back(browser, acm)
    assert is_in(browser)
    thief = client_of(None)
    begin(thief, acm)
    come_back(thief, acm)
    return thief


def answer_twice(acm, client_of):
    """A wrong answer uses up what was begun: the right one is too late."""
    browser = client_of(None)
    begin(browser, acm)
    come_back(browser, acm, state="guess")
    come_back(browser, acm)
    return browser


def code_of_another_client(acm, client_of):
    acm.codes = {"good": "another"}
    return _changed()(acm, client_of)


def _stored(change):
    """What was begun is changed in the session, as a fault of ours or of the store would."""

    def flow(acm, client_of):
        browser = client_of(None)
        begin(browser, acm)
        session = browser.session
        session["sign_in_begun"] = session["sign_in_begun"] | change
        session.save()
        come_back(browser, acm)
        return browser

    return flow


def _page_without_provider(page):
    def flow(acm, client_of):
        browser = client_of(None)
        answer = browser.post(page, {"email": "owner@vlaanderen.be", "code": "ABCD-EFGH", "entity": "x"})
        assert answer["Location"] == "/account/inloggen/"
        return browser

    return flow


def posted_back(acm, client_of):
    browser = client_of(None)
    begin(browser, acm)
    assert browser.post(BACK, {"code": "good", "state": acm.asked["state"]}).status_code == 405
    return browser


def begun_by_a_link(acm, client_of):
    browser = client_of(None)
    assert browser.get(BEGIN).status_code == 405
    return browser


def unknown_organisation(acm, client_of):
    acm.claims = {"vo_orgcode": "OVO999999"}
    return _changed()(acm, client_of)


def deactivated(acm, client_of):
    Person.objects.filter(email="owner@vlaanderen.be").update(is_active=False)
    return _changed()(acm, client_of)


def another_subject_with_the_address(acm, client_of):
    """The claim of an address links nothing: a code goes to the mailbox, and without it nobody is in."""
    acm.claims, acm.info = (
        {"sub": "evil", "email": "owner@vlaanderen.be", "email_verified": True},
        {"sub": "evil"},
    )
    browser = _changed()(acm, client_of)
    browser.post(ADDRESS, {"email": "owner@vlaanderen.be"})
    for _ in range(4):
        browser.post(CODE, {"code": "AAAA-AAAA"})
    return browser


def same_subject_of_another_issuer(acm, client_of):
    Identity.objects.update(issuer="https://other.example")
    return _changed()(acm, client_of)


FLOWS = {
    "back without having begun": without_beginning,
    "back in another browser": another_browser_comes_back,
    "another state": _changed(state="guess"),
    "no state": no_state,
    "no code": _changed(code=""),
    "a code of 10,000 characters": _changed(code="c" * 10_000),
    "a made-up code": _changed(code="made-up"),
    "the same code twice": code_twice,
    "the right answer after a wrong one": answer_twice,
    "a code that another client was given": code_of_another_client,
    "another verifier (PKCE)": _stored({"verifier": "x" * 43}),
    "no verifier (PKCE)": _stored({"verifier": ""}),
    "begun eleven minutes ago": _stored({"at": time.time() - 660}),
    "the provider says access_denied": _changed(error="access_denied"),
    "the provider says server_error, with markup": _changed(error="server_error", error_description="<b>hi"),
    "an answer in the name of another issuer": _changed(iss="https://evil.example"),
    "the answer as a POST": posted_back,
    "begun by a link on another site": begun_by_a_link,
    "the page to choose, without provider": _page_without_provider(CHOOSE),
    "the page for the address, without provider": _page_without_provider(ADDRESS),
    "the page for the code, without provider": _page_without_provider(CODE),
    "an account that is switched off": deactivated,
    "an organisation that the portal does not know": unknown_organisation,
    "another subject with somebody's address": another_subject_with_the_address,
    "the same subject of another issuer": same_subject_of_another_issuer,
}


@pytest.mark.parametrize("case", FLOWS, ids=list(FLOWS))
def test_a_hostile_flow_lets_nobody_in(acm, client_of, world, case):
    linked(world.owner)
    at_omgeving(world.owner)

    assert not is_in(FLOWS[case](acm, client_of))


def test_the_table_is_as_long_as_promised_and_the_document_tells_its_counts(settings):
    told = (settings.BASE_DIR / "docs" / "sign-in.md").read_text(encoding="utf-8")
    rows_of = {one.split("|")[1].strip() for one in told.splitlines() if one.startswith("| ")}
    assert rows_of >= TOKENS.keys() | FLOWS.keys()
    assert f"{len(TOKENS)} tokens, {len(FLOWS)} flows, 0 accepted" in told
    assert len(TOKENS) + len(FLOWS) >= 30


# --- the ways in ---


def test_who_is_linked_is_in_at_once_and_where_they_wanted_to_be(acm, client_of, world):
    """The control of all that is above: the same token, unchanged."""
    linked(world.owner)
    at_omgeving(world.owner)
    browser = client_of(None)
    begin(browser, acm, after="/2021-2022/mijn-traject/")

    answer = come_back(browser, acm)

    assert answer["Location"] == "/2021-2022/mijn-traject/"
    assert browser.session["_auth_user_id"] == world.owner.pk


@pytest.mark.parametrize(
    "after", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"]
)
def test_nobody_is_sent_to_another_site(acm, client_of, world, after):
    linked(world.owner)
    at_omgeving(world.owner)
    browser = client_of(None)
    begin(browser, acm, after=after)

    assert come_back(browser, acm)["Location"] == "/"


def test_what_is_asked_is_a_code_with_state_nonce_and_pkce_and_never_the_national_number(acm, client_of, db):
    answer = begin(client_of(None), acm)

    assert answer["Location"].startswith(f"{ISSUER}/in?")
    assert (acm.asked["response_type"], acm.asked["code_challenge_method"]) == ("code", "S256")
    assert acm.asked["scope"] == "openid profile vo"
    assert min(len(acm.asked[name]) for name in ("state", "nonce", "code_challenge")) >= 43
    assert "rrn" not in answer["Location"]


def code_in(sent):
    found = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", sent.body, re.MULTILINE)
    assert found, sent.body
    return found.group()


def through_address(browser, email):
    assert browser.post(ADDRESS, {"email": email})["Location"] == CODE
    return browser.post(CODE, {"code": code_in(mail.outbox[-1]).lower()})


def test_a_newcomer_without_an_address_claim_proves_one_and_gets_the_entity(acm, client_of, world):
    browser = client_of(None)
    begin(browser, acm)
    assert come_back(browser, acm)["Location"] == ADDRESS
    assert "Welkom, Noor Peeters" in browser.get(ADDRESS).content.decode()
    slip = browser.post(ADDRESS, {"email": "geen adres"}).content.decode()
    assert "<title>Fout: " in slip
    assert 'value="geen adres"' in slip
    kept = "".join(str(one.get_decoded()) for one in Session.objects.all()) + repr(rows())
    assert NATIONAL_NUMBER not in kept

    through_address(browser, "Noor@Thuis.example")

    person = Person.objects.get(email="noor@thuis.example")
    assert (person.name, people.entity_of(person).name) == ("Noor Peeters", "Departement Omgeving")
    assert browser.session["_auth_user_id"] == person.pk
    assert EmailAddress.objects.get(user=person).verified
    assert [event.kind for event in history.of(person)] == ["single_sign_on", "moved"]
    assert NATIONAL_NUMBER not in repr(rows())
    assert Identity.objects.get().subject == "1a2b"
    closing.close_account(person, by=person, at=DURING_SUBMISSION)
    assert not Identity.objects.exists()


def test_an_account_that_exists_is_linked_once_its_address_is_proved(acm, client_of, world):
    acm.claims = {"email": "owner@vlaanderen.be"}
    browser = client_of(None)
    begin(browser, acm)
    come_back(browser, acm)
    assert 'value="owner@vlaanderen.be"' in browser.get(ADDRESS).content.decode()
    assert not Identity.objects.exists()

    through_address(browser, "owner@vlaanderen.be")

    assert Identity.objects.get().person == world.owner
    assert browser.session["_auth_user_id"] == world.owner.pk
    assert Person.objects.get(pk=world.owner.pk).name == "Eigenaar Een"


def test_an_account_with_a_second_step_is_linked_only_once_that_is_given_too(acm, client_of, world):
    """Reading the mail is not enough to decide how somebody logs in from now on."""
    step = "/account/2fa/authenticate/"
    (code, *_more) = RecoveryCodes.activate(world.owner).generate_codes()
    TOTP.activate(world.owner, "A" * 32)
    thief, other = client_of(None), client_of(None)
    for browser in (thief, other):
        acm.codes = {"good": CLIENT}
        begin(browser, acm)
        come_back(browser, acm)
        assert through_address(browser, "owner@vlaanderen.be")["Location"] == step
    thief.post(step, {"code": "000000"})
    assert not is_in(thief)
    assert not Identity.objects.exists()

    other.post(step, {"code": code})

    assert is_in(other)
    assert Identity.objects.get().person == world.owner
    assert people.entity_of(world.owner).name == "Departement Omgeving"
    assert WAITING not in other.session


def test_a_link_that_waits_is_of_no_use_at_somebody_elses_log_in_or_later(client_of, world):
    told = Told(ISSUER, "1a2b", "Noor", "", ("OVO000001",))
    now = time.time()
    for person, at in ((world.employee, now), (world.owner, now - identities.VALID - 1)):
        waiting = {"told": told.plain(), "email": "owner@vlaanderen.be", "entity": None, "at": at}
        request = SimpleNamespace(session={WAITING: waiting})
        identities.link_waiting(request, person, at=DURING_SUBMISSION)
        assert request.session == {}
    assert not Identity.objects.exists()


def test_what_the_provider_gave_is_not_kept_and_our_own_limits_end_the_session(acm, client_of, world):
    linked(world.owner)
    browser = client_of(None)
    begin(browser, acm)
    come_back(browser, acm)
    kept = "".join(str(one.get_decoded()) for one in Session.objects.all()) + repr(rows())
    assert not any(secret in kept for secret in ("access_token", "id_token", "eyJ", acm.asked["nonce"]))
    with time_machine.travel(clock.machine() + timedelta(hours=8, minutes=1), tick=False):
        assert browser.get("/profiel/").status_code == 302
    assert not is_in(browser)


def test_the_document_of_another_issuer_is_not_believed(acm, settings):
    assert provider.document()["jwks_uri"] == f"{ISSUER}/keys"
    settings.OIDC_ISSUER = "https://acm.example.org"
    with pytest.raises(Unreachable, match="another issuer"):
        provider.document()


def test_nobody_sends_us_on_to_another_address():
    asked = []

    class Sender(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(302 if self.path == "/" else 200)
            self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *said):
            pass

    with HTTPServer(("127.0.0.1", 0), Sender) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        with pytest.raises(Unreachable):
            provider._ask(Request(f"http://127.0.0.1:{server.server_port}/"))
        server.shutdown()
    assert asked == ["/"]


def test_two_people_of_the_provider_cannot_share_an_account(acm, client_of, world):
    linked(world.owner, subject="another")
    browser = client_of(None)
    begin(browser, acm)
    come_back(browser, acm)

    answer = through_address(browser, "owner@vlaanderen.be")

    assert (answer.status_code, is_in(browser)) == (409, False)


def test_who_is_linked_proves_another_address_and_keeps_their_account(acm, client_of, world):
    linked(world.owner)
    acm.claims = {"vo_orgcode": ["OVO000001", "OVO000002"]}
    browser = client_of(None)
    begin(browser, acm)
    assert come_back(browser, acm)["Location"] == CHOOSE, "not in yet"

    through_address(browser, "elders@vlaanderen.be")

    assert Identity.objects.get().person == world.owner
    assert not Person.objects.filter(email="elders@vlaanderen.be").exists()


def test_who_works_for_several_chooses_once(acm, client_of, world):
    linked(world.owner)
    acm.claims = {"vo_orgcode": ["OVO000001", "OVO000002", "OVO999999"]}
    browser = client_of(None)
    begin(browser, acm)
    assert come_back(browser, acm)["Location"] == CHOOSE
    page = browser.get(CHOOSE).content.decode()
    assert "Departement Omgeving" in page
    assert "Departement Zorg" in page
    vdab = Entity.objects.get(name="VDAB")
    wrong = browser.post(CHOOSE, {"entity": vdab.pk})
    assert "<title>Fout: " in wrong.content.decode()

    browser.post(CHOOSE, {"entity": Entity.objects.get(ovo_code="OVO000002").pk})

    assert people.entity_of(world.owner).name == "Departement Zorg"
    again = client_of(None)
    acm.codes = {"good": CLIENT}
    begin(again, acm)
    assert come_back(again, acm)["Location"] == "/"


def test_another_organisation_moves_nobody_by_itself_and_two_of_staff_do(acm, client_of, world):
    linked(world.owner)
    at_omgeving(world.owner)
    acm.claims = {"vo_orgcode": "OVO000002"}
    browser = client_of(None)
    begin(browser, acm)

    page = browser.get(come_back(browser, acm)["Location"]).content.decode()

    assert "ACM/IDM noemt een andere werkplek: Departement Zorg" in page
    assert people.entity_of(world.owner).name == "Departement Omgeving"
    noted = Transfer.objects.get()
    assert (noted.state, noted.entity.name) == ("seen", "Departement Zorg")
    told = {"reason": "Nieuwe baan.", "by": world.staff, "at": DURING_SUBMISSION}
    assert transfers.propose(world.owner, noted.entity, **told) == noted
    transfers.approve(noted, by=world.chair, at=DURING_SUBMISSION)
    assert people.entity_of(world.owner).name == "Departement Zorg"
    back = transfers.notice(world.owner, Entity.objects.get(ovo_code="OVO000001"), at=DURING_SUBMISSION)
    transfers.withdraw(back, by=world.staff, at=DURING_SUBMISSION)
    assert transfers.notice(world.owner, back.entity, at=DURING_SUBMISSION) is None


def test_who_is_linked_gets_no_code_but_named_staff_do_and_that_is_noted(acm, client_of, world):
    """The owner is named too, but is no staff."""
    EmailAddress.objects.update(verified=True)
    for person in (world.owner, world.staff):
        linked(person, subject=person.pk)
    acm.is_down = True
    for email in ("owner@vlaanderen.be", "staff@vlaanderen.be", "employee@vlaanderen.be"):
        client_of(None).post("/account/inloggen/", {"email": email})
    told = [(sent.to[0].partition("@")[0], sent.subject) for sent in mail.outbox]
    code = "Je code om in te loggen"
    assert told == [("owner", "Log in met ACM/IDM"), ("staff", code), ("employee", code)]

    browser = client_of(None)
    cache.clear()
    assert browser.post(BEGIN).status_code == 409
    browser.post("/account/inloggen/", {"email": "staff@vlaanderen.be"})
    browser.post("/account/code/bevestigen/", {"code": code_in(mail.outbox[-1])})

    assert browser.session["_auth_user_id"] == world.staff.pk
    assert "break_glass" in [event.kind for event in history.of(world.staff)]


def test_profile_and_privacy_say_how_somebody_logs_in(acm, client_of, world):
    linked(world.owner)
    by_provider, by_code = "Je logt in met ACM/IDM.", "Je logt in met een code die we je mailen."
    told = [client_of(person).get("/profiel/").content.decode() for person in (world.owner, world.employee)]
    assert [(by_provider in page, by_code in page) for page in told] == [(True, False), (False, True)]
    assert "Dan zegt ACM/IDM ons wie je bent" in client_of(None).get("/privacy/").content.decode()


def test_without_settings_there_is_no_page_and_no_button(client_of, world):
    assert "ACM/IDM" not in client_of(None).get("/privacy/").content.decode()
    assert "ACM/IDM" not in client_of(None).get("/account/inloggen/").content.decode()
    assert client_of(None).post(BEGIN).status_code == 404
