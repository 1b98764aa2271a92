from django.urls import path

from headway.apps.discovery import views

app_name = "discovery"
urlpatterns = [
    path("evidence/", views.evidence, name="evidence"),
    path("evidence/<str:ref>/", views.message, name="message"),
    path("themes/", views.themes, name="themes"),
    path("accounts/", views.accounts, name="accounts"),
    path("research/", views.research, name="research"),
    path("problems/", views.problems, name="problems"),
    path("problems/<str:ref>/", views.problem, name="problem"),
]
