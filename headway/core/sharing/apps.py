from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "headway.core.sharing"
    label = "sharing"
