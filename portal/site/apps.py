from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The roof: pages that show several stages together. Sees every stage."""

    name = "portal.site"
    label = "site"
    verbose_name = "Site"
