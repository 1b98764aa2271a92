from django.urls import path

from headway.apps.metrics import views

app_name = "metrics"
urlpatterns = [
    path("metrics/", views.metrics, name="metrics"),
    path("metrics/<str:ref>/", views.metric, name="metric"),
]
