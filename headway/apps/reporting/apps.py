from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "headway.apps.reporting"
    label = "reporting"
