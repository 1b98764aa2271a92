from django.urls import path

from headway.web.reporting import views

app_name = "reporting"
urlpatterns = [
    path("dashboards/", views.dashboards, name="dashboards"),
    path("dashboards/add/", views.tile_new, name="tile-new"),
    path("dashboards/annotations/", views.annotations, name="annotations"),
    path("dashboards/tiles/<str:ref>/", views.tile, name="tile"),
    path("dashboards/<str:ref>/", views.dashboard, name="dashboard"),
]
