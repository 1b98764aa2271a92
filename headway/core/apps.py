from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig, apps

DECLARING = (
    "queries",
    "actions",
    "importers",
    "timers",
    "classification",
    "erasing",
    "kinds",
    "lists",
    "notices",
    "sharing",
)


class CoreConfig(AppConfig):
    name = "headway.core"
    label = "core"

    def ready(self) -> None:
        """Fill the registries: each app's modules of queries, actions and importers declare themselves."""
        import_module("headway.core.imports.actions")
        import_module("headway.core.imports.match_queries")
        import_module("headway.core.imports.queries")
        for app in apps.get_app_configs():
            if app.name.startswith("headway.") and app.module:
                for found in iter_modules(app.module.__path__):
                    if found.name.endswith(DECLARING):
                        import_module(f"{app.name}.{found.name}")
