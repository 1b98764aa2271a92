from django.urls import path

from headway.apps.experiments import views

app_name = "experiments"
urlpatterns = [path("experiments/", views.experiments, name="experiments")]
