from django.urls import path

from headway.apps.privacy import views

app_name = "privacy"
urlpatterns = [
    path("privacy/", views.privacy, name="privacy"),
    path("privacy/person/", views.person, name="person"),
    path("privacy/fields/", views.fields, name="fields"),
    path("privacy/requests/<str:ref>/document.json", views.document, name="document"),
]
