"""What travels between the portal and others is sealed: production refuses plain ways, certificates are checked."""

import smtplib
import socket
import ssl
import threading
from datetime import timedelta
from urllib.request import Request

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.checks import run_checks
from django.core.mail.backends.smtp import EmailBackend

from portal import clock
from portal.settings.databases import postgres
from portal.sign_in import provider
from portal.sign_in.errors import Unreachable
from tests.test_security import production

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def sealed(settings, monkeypatch):
    """Production as it should be, with everything on other machines."""
    away = {"HOST": "db.example", "OPTIONS": {"sslmode": "verify-full"}}
    monkeypatch.setitem(settings.DATABASES, "default", settings.DATABASES["default"] | away)
    settings.CELERY_BROKER_URL = "rediss://:s@redis.example/0"
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_USE_TLS = SMTP, "mail.example", True
    settings.PORTAL_URL, settings.PLAIN_HOSTS = "https://portal.example", []
    return settings


def faults() -> list[str]:
    found = run_checks(tags=["security"], include_deployment_checks=True)
    return [fault.msg for fault in found if fault.id in ("portal.E004", "portal.E005")]


def plain_database(settings):
    settings.DATABASES["default"]["OPTIONS"] = {"sslmode": "require"}  # sealed, but by whom?


def plain_redis(settings):
    settings.CELERY_BROKER_URL = "redis://redis.example/0"


def plain_mail(settings):
    settings.EMAIL_USE_TLS = False


def plain_pages(settings):
    settings.PORTAL_URL = "http://portal.example"


PLAIN = {
    plain_database: "The database at db.example is reached without TLS.",
    plain_redis: "Redis at redis.example is reached without TLS.",
    plain_mail: "The mail server at mail.example is reached without TLS.",
    plain_pages: "PORTAL_URL is no https address.",
}


def test_production_is_content_with_what_is_sealed(sealed):
    assert faults() == []


@pytest.mark.parametrize("change", PLAIN, ids=lambda change: change.__name__)
def test_production_refuses_a_plain_way(sealed, change):
    change(sealed)
    assert faults() == [PLAIN[change]]


@pytest.mark.parametrize(
    "change", [plain_database, plain_redis, plain_mail], ids=lambda change: change.__name__
)
def test_a_host_on_a_network_of_its_own_is_named(sealed, change):
    change(sealed)
    sealed.PLAIN_HOSTS = ["db.example", "redis.example", "mail.example"]
    assert faults() == []


@pytest.mark.parametrize("here", ["localhost", "127.0.0.1", "::1"])
def test_nothing_leaves_the_machine_itself(sealed, here):
    sealed.DATABASES["default"] |= {"HOST": here, "OPTIONS": {}}
    sealed.CELERY_BROKER_URL = f"redis://{f'[{here}]' if ':' in here else here}:6379/0"
    sealed.EMAIL_HOST, sealed.EMAIL_USE_TLS, sealed.PORTAL_URL = here, False, "http://localhost:8000"
    assert faults() == []


def test_what_the_address_of_the_database_asks_reaches_the_connection(monkeypatch):
    url = "postgres://a:b@db.example/name?sslmode=verify-full&sslrootcert=/ca.pem"
    for pool in (True, False):
        assert postgres(url, pool=pool)["OPTIONS"].items() >= {
            "sslmode": "verify-full", "sslrootcert": "/ca.pem",
        }.items()  # fmt: skip
    made = production(monkeypatch, DATABASE_URL=url)
    assert made["DATABASES"]["default"]["OPTIONS"]["sslmode"] == "verify-full"
    assert "pool" in made["DATABASES"]["default"]["OPTIONS"]


# --- certificates ---


@pytest.fixture
def stranger(tmp_path):
    """A server on this machine with a certificate that it made itself; it says what `talks` says before and after TLS
    begins. The port."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = clock.machine()
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    kept = tmp_path / "stranger.pem"
    kept.write_bytes(pem + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(kept)
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(20)
    heard: list[bytes] = []

    def serve(mail: bool) -> None:
        wire, _from = listening.accept()
        with wire:
            if mail:
                for answer in (b"220 x\r\n", b"250-x\r\n250 STARTTLS\r\n", b"220 go\r\n"):
                    wire.sendall(answer)
                    if answer[:6] != b"220 go":
                        wire.recv(1000)
            try:
                with context.wrap_socket(wire, server_side=True) as inside:
                    heard.append(inside.recv(1000))
            except (ssl.SSLError, OSError):
                pass

    def start(*, mail: bool = False) -> int:
        thread = threading.Thread(target=serve, args=(mail,), daemon=True)
        thread.start()
        return int(listening.getsockname()[1])

    start.heard, start.certificate = heard, kept  # type: ignore[attr-defined]
    yield start
    listening.close()


def test_a_provider_with_a_certificate_of_its_own_is_not_believed(stranger):
    address = f"https://localhost:{stranger()}/.well-known/openid-configuration"
    with pytest.raises(Unreachable):
        provider._ask(Request(address))
    assert stranger.heard == []


def test_a_mail_server_with_a_certificate_of_its_own_gets_no_mail(stranger):
    server = EmailBackend(host="localhost", port=stranger(mail=True), use_tls=True, timeout=10)
    with pytest.raises((ssl.SSLCertVerificationError, smtplib.SMTPException)):
        server.open()
    assert stranger.heard == []


def test_the_stranger_is_believed_by_who_knows_its_certificate(stranger):
    """The control: it is the certificate that is refused, not the server."""
    context = ssl.create_default_context(cafile=str(stranger.certificate))
    port = stranger()
    with (
        socket.create_connection(("localhost", port), timeout=10) as wire,
        context.wrap_socket(wire, server_hostname="localhost") as inside,
    ):
        inside.sendall(b"dag")
    for _try in range(100):
        if stranger.heard:
            break
        threading.Event().wait(0.05)
    assert stranger.heard == [b"dag"]
