from django.urls import path

from headway.web.tracking import views

app_name = "tracking"
urlpatterns = [
    path("tracking/", views.plan, name="plan"),
    path("tracking/observed/", views.observed, name="observed"),
    path("tracking/violations/", views.violations, name="violations"),
    path("tracking/rules/", views.rules, name="rules"),
    path("tracking/schema/", views.schema, name="schema"),
    path("tracking/<str:ref>/", views.event, name="event"),
]
