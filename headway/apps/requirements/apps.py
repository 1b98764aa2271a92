from django.apps import AppConfig


class RequirementsConfig(AppConfig):
    name = "headway.apps.requirements"
    label = "requirements"
