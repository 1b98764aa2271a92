from django.urls import path

from headway.web.metrics import views

app_name = "metrics"
urlpatterns = [
    path("metrics/", views.metrics, name="metrics"),
    path("metrics/<str:ref>/", views.metric, name="metric"),
    path("metrics/<str:ref>/drivers/", views.tree, name="tree"),
    path("metrics/<str:ref>/rows/", views.rows, name="rows"),
]
