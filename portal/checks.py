"""System checks: what production must never be started with."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register


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
