from django.apps import AppConfig


class SprintsConfig(AppConfig):
    name = "sprints"
    verbose_name = "Design Sprints"

    def ready(self) -> None:
        from portal import registry
        from sprints import queries, sections

        sections.register()
        registry.sprint_weeks.append(queries.choices)
