from django.apps import AppConfig


class DiscoveryConfig(AppConfig):
    name = "headway.apps.discovery"
    label = "discovery"
