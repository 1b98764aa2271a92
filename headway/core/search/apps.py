from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


class SearchConfig(AppConfig):
    name = "headway.core.search"
    label = "search"

    def ready(self) -> None:
        """Teach SQLite to fold words, and have the index stand back while tables change."""
        from headway.core.search import index, sqlite  # noqa: PLC0415 - needs the models

        connection_created.connect(sqlite.functions_add, dispatch_uid="search words")
        pre_migrate.connect(_stand_back, sender=self, dispatch_uid="search off")
        post_migrate.connect(index.after_migrations, sender=self, dispatch_uid="search on")


def _stand_back(plan: list[Any], **about: Any) -> None:
    """Tables whose columns have triggers on them cannot always be changed, so these go first."""
    from headway.core.search import index  # noqa: PLC0415 - needs the models

    if plan:
        index.triggers_remove()
