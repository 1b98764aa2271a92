from django.urls import path

from headway.apps.requirements import views

app_name = "requirements"
urlpatterns = [
    path("requirements/", views.prds, name="prds"),
    path("requirements/backlog/", views.backlog, name="backlog"),
    path("requirements/quality/", views.quality, name="quality"),
    path("requirements/<str:ref>/", views.prd, name="prd"),
]
