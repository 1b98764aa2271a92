from django.urls import path

from headway.web.explore import views

app_name = "explore"
urlpatterns = [
    path("explore/", views.explore, name="explore"),
    path("explore/people/", views.people, name="people"),
]
