from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "headway.apps.decisions"
    label = "decisions"
