from django.apps import AppConfig


class TrackingConfig(AppConfig):
    name = "headway.apps.analytics.tracking"
    label = "tracking"
