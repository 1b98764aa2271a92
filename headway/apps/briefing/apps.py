from django.apps import AppConfig


class BriefingConfig(AppConfig):
    name = "headway.apps.briefing"
    label = "briefing"
