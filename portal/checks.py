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
