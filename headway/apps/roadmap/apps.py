from django.apps import AppConfig


class RoadmapConfig(AppConfig):
    name = "headway.apps.roadmap"
    label = "roadmap"
