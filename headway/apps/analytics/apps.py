from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    name = "headway.apps.analytics"
    label = "analytics"
