from django.urls import path

from headway.web.kpis import views

app_name = "kpis"
urlpatterns = [
    path("kpis/", views.kpis, name="kpis"),
    path("kpis/new/", views.kpi_new, name="kpi-new"),
    path("kpis/<str:ref>/", views.kpi, name="kpi"),
    path("kpis/<str:ref>/rows/", views.kpi_behind, name="kpi-behind"),
]
