from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SprintsConfig(AppConfig):
    name = "sprints"
    verbose_name = _("Design Sprints")

    def ready(self) -> None:
        from portal import registry
        from sprints import queries, sections

        sections.register()
        registry.sprint_weeks.append(queries.choices)
