from django.urls import path

from headway.apps.governance import views

app_name = "governance"
urlpatterns = [
    path("approvals/", views.approvals, name="approvals"),
    path("approvals/<str:ref>/", views.approval, name="approval"),
    path("rights/", views.rights, name="rights"),
]
