from django.apps import AppConfig


class ExperimentsConfig(AppConfig):
    name = "headway.apps.experiments"
    label = "experiments"
