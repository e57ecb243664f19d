from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Portaal")

    def ready(self) -> None:
        from portal import checks, expiries, phases  # noqa: F401  registers the system checks and a letter
        from portal.mail import emails  # noqa: F401  registers the floor's own letters

        expiries.register()
