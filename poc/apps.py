from django.apps import AppConfig


class PocConfig(AppConfig):
    name = "poc"
    verbose_name = "PoC"

    def ready(self) -> None:
        from poc import actions, emails, panels, waiting  # noqa: F401  registers the letters
        from portal import registry

        registry.forgets.append(actions.forget)
        actions.register_expiries()
        registry.waiting.append(waiting.poc_of)
        registry.panels["team"].append(panels.poc_of)
        registry.after(registry.TEAM_STOPPED, actions.stop_with_its_team)
