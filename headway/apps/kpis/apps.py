from django.apps import AppConfig


class KpisConfig(AppConfig):
    name = "headway.apps.kpis"
    label = "kpis"
