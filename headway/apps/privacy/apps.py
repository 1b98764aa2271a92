from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "headway.apps.privacy"
    label = "privacy"
