from django.urls import path

from headway.web.talk import views

app_name = "talk"
urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/<uuid:pk>/", views.opened, name="opened"),
    path("settings/notifications/", views.preferences, name="preferences"),
    path("talk/people/", views.people, name="people"),
    path("talk/<slug:kind>/<str:ref>/", views.thread, name="thread"),
]
