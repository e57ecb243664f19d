"""System checks: what production must never be started with."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, register

HERE = {"", "localhost", "127.0.0.1", "::1"}  # this machine: nothing leaves it
VERIFIED = "verify-full"  # of PostgreSQL: encrypted, with a certificate that is checked


@register(Tags.security, deploy=True)
def no_demo_in_production(app_configs: Any, **kwargs: Any) -> list[Error]:
    """The demo lets anybody in as anybody and moves the clock."""
    if settings.DEMO:
        return [Error("DEMO is on.", hint="Use portal.settings.prod, which has no demo.", id="portal.E001")]
    return []


@register(Tags.security, deploy=True)
def second_factor_on(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Staff and jury sign in with a second factor."""
    if not settings.SECOND_FACTOR_REQUIRED:
        return [Error("SECOND_FACTOR_REQUIRED is off.", id="portal.E002")]
    return []


@register(Tags.security, deploy=True)
def single_sign_on_is_whole(app_configs: Any, **kwargs: Any) -> list[Error]:
    """An issuer over https, with a client and its secret; or none of it."""
    wanted = (settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET)
    if not any(wanted) or (all(wanted) and settings.OIDC_ISSUER.startswith("https://")):
        return []
    hint = "Set OIDC_ISSUER (https), OIDC_CLIENT_ID and OIDC_CLIENT_SECRET, or none of them."
    return [Error("Single sign-on is set up by halves.", hint=hint, id="portal.E003")]


@register(Tags.security, deploy=True)
def nothing_travels_in_the_open(app_configs: Any, **kwargs: Any) -> list[Error]:
    """The database, the broker and the mail server are reached over TLS, but on this machine and at hosts that the
    operator names: on a network that is the portal's alone."""
    safe = HERE | set(settings.PLAIN_HOSTS)
    return [
        Error(
            f"{name} at {host} is reached without TLS.",
            hint=f"{how}, or name it in PLAIN_HOSTS.",
            id="portal.E004",
        )
        for name, host, how in _plain()
        if host not in safe
    ]


def _plain() -> Iterator[tuple[str, str, str]]:
    """What is reached without TLS: what it is, its host, how to change that."""
    database = settings.DATABASES["default"]
    host = str(database.get("HOST", ""))
    if not host.startswith("/") and database.get("OPTIONS", {}).get("sslmode") != VERIFIED:
        yield "The database", host, f"Put ?sslmode={VERIFIED} behind DATABASE_URL"
    broker = urlsplit(settings.CELERY_BROKER_URL)
    if broker.scheme == "redis":
        yield "Redis", broker.hostname or "", "Use rediss:// in REDIS_URL"
    if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend") and not settings.EMAIL_USE_TLS:
        yield "The mail server", settings.EMAIL_HOST, "Set EMAIL_USE_TLS"


@register(Tags.security, deploy=True)
def people_come_over_tls(app_configs: Any, **kwargs: Any) -> list[Error]:
    """The address that people type begins with https, but on the machine itself."""
    address = urlsplit(settings.PORTAL_URL)
    if address.scheme == "https" or address.hostname in HERE:
        return []
    return [Error("PORTAL_URL is no https address.", hint="Links in mails begin with it.", id="portal.E005")]
