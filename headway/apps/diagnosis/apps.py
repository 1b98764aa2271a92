from django.apps import AppConfig


class DiagnosisConfig(AppConfig):
    name = "headway.apps.diagnosis"
    label = "diagnosis"
