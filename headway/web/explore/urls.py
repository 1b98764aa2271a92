from django.urls import path

from headway.web.explore import cohort_views, views

app_name = "explore"
urlpatterns = [
    path("explore/", views.explore, name="explore"),
    path("explore/people/", views.people, name="people"),
    path("explore/events/", views.events, name="events"),
    path("explore/cohorts/", cohort_views.cohorts, name="cohorts"),
    path("explore/cohorts/<str:ref>/", cohort_views.cohort, name="cohort"),
]
