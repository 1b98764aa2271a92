from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "headway.apps.identity"
    label = "identity"
