from django.urls import path

from headway.web.history import views

app_name = "history"
urlpatterns = [path("history/<slug:kind>/<str:ref>/", views.history, name="history")]
