from django.apps import AppConfig


class PocConfig(AppConfig):
    name = "poc"
    verbose_name = "PoC"
