from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo: a cast, one-click roles and a clock that jumps. Installed only by the demo's settings."""

    name = "portal.demo"
    label = "demo"
    verbose_name = "Demo"
