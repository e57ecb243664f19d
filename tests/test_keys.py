"""A new key is taken when its algorithm is approved, and refused in a sentence when it is not."""

import hashlib
import json

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from fido2.cose import ES256, ES384, RS256, CoseKey, EdDSA
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from portal.second_step.forms import APPROVED, WRONG_KEY
from tests.world import DURING_SUBMISSION

ADD = "/account/2fa/webauthn/add/"
FLAGS = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
SECP256K1 = CoseKey.for_alg(-47)
KEYS = {
    "ES256": (ES256, lambda: ec.generate_private_key(ec.SECP256R1())),
    "ES384": (ES384, lambda: ec.generate_private_key(ec.SECP384R1())),
    "EdDSA": (EdDSA, ed25519.Ed25519PrivateKey.generate),
    "RS256": (RS256, lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048)),
}


@pytest.fixture
def owner(world, now, client_of):
    now(DURING_SUBMISSION)
    EmailAddress.objects.update(verified=True)
    return client_of(world.owner)


def offered(browser, kind, private):
    """What a browser sends of a key that was just made."""
    browser.get(ADD)
    state = browser.session["mfa.webauthn.state"]
    public = kind.from_cryptography_key(private.public_key())
    credential = AttestedCredentialData.create(Aaguid(b"\0" * 16), b"een sleutel", public)
    data = AuthenticatorData.create(hashlib.sha256(b"testserver").digest(), FLAGS, 0, credential)
    client = CollectedClientData.create(
        CollectedClientData.TYPE.CREATE, state["challenge"], "https://testserver"
    )
    answer = {
        "clientDataJSON": websafe_encode(client),
        "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
    }
    key = websafe_encode(b"een sleutel")
    told = {"id": key, "rawId": key, "type": "public-key", "response": answer, "clientExtensionResults": {}}
    return browser.post(ADD, {"name": "Mijn sleutel", "credential": json.dumps(told)})


@pytest.mark.parametrize("name", KEYS)
def test_a_key_with_an_approved_algorithm_is_taken(world, owner, name):
    kind, make = KEYS[name]
    assert kind.ALGORITHM in APPROVED
    assert offered(owner, kind, make()).status_code == 302
    assert Authenticator.objects.filter(user=world.owner, type="webauthn").count() == 1


def test_a_key_with_another_algorithm_is_refused_in_a_sentence(world, owner):
    answer = offered(owner, SECP256K1, ec.generate_private_key(ec.SECP256K1()))
    assert answer.status_code == 200
    assert str(WRONG_KEY) in answer.content.decode()
    assert not Authenticator.objects.filter(user=world.owner).exists()
