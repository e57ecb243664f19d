from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdeasConfig(AppConfig):
    name = "ideas"
    verbose_name = _("Ideeën")

    def ready(self) -> None:
        from ideas import actions, emails, panels, rules, sections, waiting  # noqa: F401  registers the letters
        from portal import registry

        sections.register()
        registry.ties.append(rules.ties)
        registry.forgets.append(actions.forget)
        actions.register_expiries()
        registry.panels["team"].append(panels.recognised_on_team)
        registry.waiting.append(waiting.ideas_of)
        registry.panels["idea"].extend([panels.questions_on_idea, panels.carry_on_from_idea])
