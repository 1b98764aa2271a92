from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "headway.core.history"
    label = "history"
