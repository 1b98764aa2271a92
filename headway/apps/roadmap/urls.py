from django.urls import path

from headway.apps.roadmap import compare_views, views

app_name = "roadmap"
urlpatterns = [
    path("roadmap/", views.plan, name="plan"),
    path("roadmap/compare/", compare_views.compare, name="compare"),
    path("roadmap/freeze/", views.freeze, name="freeze"),
    path("roadmap/change/", views.change, name="change"),
    path("commitments/", views.commitments, name="commitments"),
    path("commitments/new/", views.commitment, name="commitment"),
    path("investments/", views.investments, name="investments"),
    path("teams/", views.teams, name="teams"),
]
