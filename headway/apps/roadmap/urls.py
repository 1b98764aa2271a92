from django.urls import path

from headway.apps.roadmap import views

app_name = "roadmap"
urlpatterns = [
    path("roadmap/", views.plan, name="plan"),
    path("teams/", views.teams, name="teams"),
]
