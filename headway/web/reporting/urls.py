from django.urls import path

from headway.web.reporting import alert_views, export_views, sql_views, views

app_name = "reporting"
urlpatterns = [
    path("dashboards/", views.dashboards, name="dashboards"),
    path("dashboards/add/", views.tile_new, name="tile-new"),
    path("dashboards/annotations/", views.annotations, name="annotations"),
    path("dashboards/tiles/<str:ref>/", views.tile, name="tile"),
    path("alerts/", alert_views.alerts, name="alerts"),
    path("alerts/new/", alert_views.alert_new, name="alert-new"),
    path("alerts/<str:ref>/", alert_views.alert, name="alert"),
    path("sql/", sql_views.sql, name="sql"),
    path("sql/<str:ref>/", sql_views.saved, name="saved-query"),
    path("dashboards/<str:ref>/dashboard.<str:ending>", export_views.export, name="export"),
    path("dashboards/<str:ref>/", views.dashboard, name="dashboard"),
]
