from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal import registry


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Portaal")

    def ready(self) -> None:
        from portal import checks, expiries, phases, registration, transfers  # noqa: F401  system checks, letters
        from portal import edition_domains as domains
        from portal.mail import emails  # noqa: F401  registers the floor's own letters
        from portal.second_step import letters  # noqa: F401

        registry.sections["email_domains"] = registry.Section("email_domains", domains.read, domains.write)
        expiries.register()
