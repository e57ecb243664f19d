from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SprintsConfig(AppConfig):
    name = "sprints"
    verbose_name = _("Design Sprints")

    def ready(self) -> None:
        from portal import registry
        from sprints import actions, emails, panels, queries, sections, waiting  # noqa: F401  registers the letters

        sections.register()
        registry.sprint_weeks.append(queries.choices)
        registry.waiting.append(waiting.weeks_of)
        registry.panels["team"].append(panels.week_of_team)
        registry.after(registry.MEMBER_JOINED, actions.follow_join)
        registry.after(registry.MEMBER_LEFT, actions.follow_leave)
        registry.after(registry.TEAM_STOPPED, actions.follow_stop)
