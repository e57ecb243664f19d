from django.apps import AppConfig


class ShowcaseConfig(AppConfig):
    name = "showcase"
    verbose_name = "Showcase"

    def ready(self) -> None:
        from portal import registry
        from showcase import actions, emails, panels, waiting  # noqa: F401  registers the letters

        registry.after(registry.MEMBER_LEFT, actions.forget_approval)
        actions.register_expiries()
        registry.waiting.append(waiting.sheets_of)
        registry.panels["team"].append(panels.sheet_of_team)
        registry.panels["idea"].append(panels.result_of_idea)
