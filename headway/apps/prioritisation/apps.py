from django.apps import AppConfig


class PrioritisationConfig(AppConfig):
    name = "headway.apps.prioritisation"
    label = "prioritisation"
