from django.apps import AppConfig


class JuryConfig(AppConfig):
    name = "jury"
    verbose_name = "Jury"

    def ready(self) -> None:
        from jury import actions, emails, panels, sections, waiting  # noqa: F401  registers the letters
        from portal import registry

        sections.register()
        registry.forgets.append(actions.forget)
        actions.register_expiries()
        registry.panels["idea"].append(panels.feedback_on_idea)
        registry.panels["team"].append(panels.feedback_on_team)
        registry.waiting.append(waiting.judging_of)
