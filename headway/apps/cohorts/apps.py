from django.apps import AppConfig


class CohortsConfig(AppConfig):
    name = "headway.apps.cohorts"
    label = "cohorts"

    def ready(self) -> None:
        from headway.apps.cohorts import keeping  # noqa: F401, PLC0415 - tells questions who is in a cohort
