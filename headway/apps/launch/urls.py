from django.urls import path

from headway.apps.launch import views

app_name = "launch"
urlpatterns = [
    path("launches/", views.launches, name="launches"),
    path("launches/readiness/", views.readiness, name="readiness"),
    path("launches/deprecations/", views.deprecations, name="deprecations"),
    path("launches/<str:ref>/", views.launch, name="launch"),
]
