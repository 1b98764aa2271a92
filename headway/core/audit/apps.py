from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "headway.core.audit"
    label = "audit"
