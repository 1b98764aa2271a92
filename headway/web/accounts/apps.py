from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "headway.web.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("headway.web.accounts.receivers")
