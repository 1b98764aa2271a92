from django.urls import path

from headway.apps.decisions import views

app_name = "decisions"
urlpatterns = [
    path("decisions/", views.log, name="log"),
    path("decisions/new/", views.decision_new, name="decision-new"),
    path("decisions/requests/", views.requests, name="requests"),
    path("decisions/requests/<str:ref>/", views.requests, name="request"),
    path("decisions/form/<str:name>/", views.form, name="form"),
    path("decisions/<str:ref>/", views.decision, name="decision"),
    path("decisions/<str:ref>/edit/", views.decision_form, name="decision-edit"),
    path("risks/", views.risks, name="risks"),
    path("risks/<str:ref>/", views.risk, name="risk"),
    path("assessments/", views.assessments, name="assessments"),
    path("assessments/<str:ref>/", views.assessment, name="assessment"),
    path("forums/", views.forums, name="forums"),
    path("forums/<str:ref>/", views.forum, name="forum"),
]
