import os

from django.apps import AppConfig
from django.conf import settings


class AnalyticsConfig(AppConfig):
    name = "headway.apps.analytics"
    label = "analytics"

    def ready(self) -> None:
        # What numba has compiled is kept, or each process would take seconds over it again.
        os.environ.setdefault("NUMBA_CACHE_DIR", str(settings.HOME / "compiled"))
