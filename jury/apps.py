from django.apps import AppConfig


class JuryConfig(AppConfig):
    name = "jury"
    verbose_name = "Jury"

    def ready(self) -> None:
        from jury import sections, waiting
        from portal import registry

        sections.register()
        registry.waiting.append(waiting.judging_of)
