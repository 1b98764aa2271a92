from django.urls import path

from headway.apps.strategy import views

app_name = "strategy"
urlpatterns = [path("strategy/", views.objectives, name="objectives")]
