from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "headway.core"
    label = "core"

    def ready(self) -> None:
        """Fill the registries: each app's actions, queries, importers and jobs declare themselves."""
        autodiscover_modules("queries", "actions", "imports.actions", "importers")
