from django.urls import path

from headway.web.diagnosis import anomaly_views, views

app_name = "diagnosis"
urlpatterns = [
    path("diagnosis/", views.why, name="why"),
    path("diagnosis/kept/", views.kept_list, name="kept-list"),
    path("diagnosis/kept/<str:ref>/", views.kept, name="kept"),
    path("anomalies/", anomaly_views.anomalies, name="anomalies"),
    path("anomalies/<str:ref>/", anomaly_views.series, name="series"),
]
