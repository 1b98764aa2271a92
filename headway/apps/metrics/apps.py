from django.apps import AppConfig


class MetricsConfig(AppConfig):
    name = "headway.apps.metrics"
    label = "metrics"
