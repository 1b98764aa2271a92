from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "headway.apps.strategy"
    label = "strategy"
