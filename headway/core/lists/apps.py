from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "headway.core.lists"
    label = "lists"
