from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "teams"
    verbose_name = "Teams"

    def ready(self) -> None:
        from portal import registry
        from teams import actions, emails, panels, rules, waiting  # noqa: F401  registers the letters

        registry.after(registry.IDEA_WITHDRAWN, actions.stop_with_its_idea)
        registry.ties.append(rules.ties)
        registry.forgets.append(actions.forget)
        actions.register_expiries()
        registry.panels["idea"].append(panels.team_on_idea)
        registry.waiting.append(waiting.teams_of)
