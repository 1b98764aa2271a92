from django.apps import AppConfig


class LaunchConfig(AppConfig):
    name = "headway.apps.launch"
    label = "launch"
