from django.urls import path

from headway.apps.roadmap import views

app_name = "roadmap"
urlpatterns = [
    path("roadmap/", views.plan, name="plan"),
    path("roadmap/freeze/", views.freeze, name="freeze"),
    path("roadmap/change/", views.change, name="change"),
    path("commitments/", views.commitments, name="commitments"),
    path("commitments/new/", views.commitment, name="commitment"),
    path("investments/", views.investments, name="investments"),
    path("teams/", views.teams, name="teams"),
]
